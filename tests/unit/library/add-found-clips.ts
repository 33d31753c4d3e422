import type { FoundClip } from '#main/corpora/importer.ts'
import { bareClip } from '#main/corpora/listing.ts'
import { createClipWriter } from '#main/library/clip-writer.ts'
import { lazily } from '#main/library/database.ts'
import type { SoundFacts } from '#main/library/inspect-recording.ts'
import type { Library } from '#main/library/library.ts'
import { createRecordingWriter } from '#main/library/recording-writer.ts'

/** Writes clips into a library as indexing would, without files: each stands for a recording of `seconds`, or of these facts. */
export function addFoundClips(
  library: Library,
  clips: Partial<FoundClip>[],
  secondsOf: (index: number) => number = (index) => 1 + index,
  factsOf: (index: number) => Partial<SoundFacts> = () => ({}),
): void {
  const { db, labelWriter } = library.internal
  const root = library.roots.add('/nowhere')
  const writer = createRecordingWriter(db, createClipWriter(db, labelWriter))
  const write = db.transaction(() => {
    const changeSetId = labelWriter.beginChangeSet({ kind: 'import', summary: 'labels of a test' })
    const revision = labelWriter.nextRevision()
    const turn = { changeSetId: () => changeSetId, revision: () => revision }
    for (const [index, part] of clips.entries()) {
      const relativePath = part.relativePath ?? `clip-${String(index).padStart(3, '0')}.wav`
      const clip: FoundClip = { ...bareClip({ relativePath }, 'TEST'), ...part }
      const sound = {
        container: 'WAVE',
        encoding: 'PCM 16 bit',
        bits: 16,
        sampleRateHz: 16000,
        channels: 1,
        seconds: secondsOf(index),
        levels: null,
        faults: [],
        ...factsOf(index),
      }
      const file = { relativePath, bytes: 1, modifiedMs: 1, clips: [clip] }
      const inspection = { hash: `hash-${index}`, sound, problem: null }
      writer.store(root.id, file, inspection, new Set(), turn)
    }
  })
  lazily(db, write)
}
