import { createHash } from 'node:crypto'
import { linkSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createRandom } from '#shared/random.ts'
import { bareClip } from '#main/corpora/listing.ts'
import { makeDemoCorpus } from '#main/demo/make-demo-corpus.ts'
import { createClipWriter } from '#main/library/clip-writer.ts'
import { lazily } from '#main/library/database.ts'
import { inspectRecording, type SoundFacts } from '#main/library/inspect-recording.ts'
import { openLibrary } from '#main/library/library.ts'
import { createRecordingWriter } from '#main/library/recording-writer.ts'
import { generatedClip } from './generated-clips.ts'

/** Rows of one transaction. */
const BATCH = 20_000
/** Every so many clips have the finding. */
const FINDINGS = { clipped: 50, 'perceived-disagrees': 5, silent: 1000 }

/**
 * Makes a library of made-up clips through the writers that indexing uses. The first `soundCount` of them can be heard:
 * their files are links to the synthetic voices of the demo corpus.
 * @param folder gets `large.emotone/` and `sounds/`
 * @returns the library's folder
 */
export async function makeLargeLibrary(
  folder: string,
  clipCount: number,
  soundCount = clipCount,
): Promise<string> {
  const root = path.join(folder, 'sounds')
  const voices = await makeVoices(path.join(folder, 'voices'))
  const place = path.join(folder, 'large.emotone')
  const library = openLibrary(place, { isNew: true })
  try {
    const { db, labelWriter } = library.internal
    const rootId = library.roots.add(root).id
    const writer = createRecordingWriter(db, createClipWriter(db, labelWriter))
    const random = createRandom('generated clips')
    const changeSetId = labelWriter.beginChangeSet({ kind: 'import', summary: 'labels of generated clips' })
    const revision = labelWriter.nextRevision()
    const turn = { changeSetId: () => changeSetId, revision: () => revision }
    const store = (index: number): void => {
      const voice = voices[index % voices.length]
      const { relativePath = '', ...found } = generatedClip(random, index)
      if (index < soundCount) link(voice.file, path.join(root, relativePath))
      const clip = { ...bareClip({ relativePath }, 'TEST'), ...found }
      const file = { relativePath, bytes: 1, modifiedMs: 1, clips: [clip] }
      const sound = index < soundCount ? voice.sound : varied(voice.sound, random.next())
      writer.store(rootId, file, { hash: hashOf(index), sound, problem: null }, new Set(), turn)
    }
    for (let from = 0; from < clipCount; from += BATCH) {
      const write = db.transaction(() => {
        for (let index = from; index < Math.min(clipCount, from + BATCH); index++) store(index)
      })
      lazily(db, write)
    }
    const ids = library.clips.ids({}, { by: 'id', descending: false })
    library.findings.replaceAll(
      Object.entries(FINDINGS).map(([kind, step]) => ({
        kind,
        severity: 'note',
        clipIds: ids.filter((_, index) => index % step === 0),
        paths: [],
        evidence: kind,
      })),
    )
  } finally {
    library.close()
  }
  return place
}

interface VoiceFile {
  file: string
  sound: SoundFacts
}

async function makeVoices(folder: string): Promise<VoiceFile[]> {
  await makeDemoCorpus(folder, { seed: 1 })
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /^\w+\/\w+\.wav$/.test(name),
  )
  const voices: VoiceFile[] = []
  for (const name of files.toSorted()) {
    const file = path.join(folder, name)
    const { sound } = await inspectRecording(readFileSync(file), name)
    if (sound) voices.push({ file, sound })
  }
  return voices
}

/** Clips that nobody can hear may be of any length, level and rate. */
function varied(sound: SoundFacts, share: number): SoundFacts {
  const levels = sound.levels && { ...sound.levels, rms: 10 ** (-0.5 - 1.5 * share) }
  return { ...sound, seconds: 0.5 + 6 * share, sampleRateHz: share < 0.3 ? 48_000 : 16_000, levels }
}

function link(from: string, to: string): void {
  mkdirSync(path.dirname(to), { recursive: true })
  linkSync(from, to)
}

const hashOf = (index: number): string => createHash('sha256').update(`generated ${index}`).digest('hex')
