import * as z from 'zod'
import { messageOf } from '#shared/errors.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, type ListedFile, type Listing } from './listing.ts'

/** The corpus name of the synthesised voices, wherever they are shown. */
export const DEMO_CORPUS = 'Demo voices (synthetic)'
/** The file that marks a folder as the synthesised demo corpus. */
export const DEMO_MARKER = 'emotone-demo.json'

/** What the marker file says. */
export const demoMarker = z.strictObject({
  about: z.string(),
  synthetic: z.literal(true),
  /** Of the synthesis: voices of another version sound otherwise. */
  version: z.number().int(),
  seed: z.string(),
  speakers: z.array(z.strictObject({ id: z.string(), sex: z.enum(['female', 'male']) })),
  sentences: z.array(z.strictObject({ id: z.string(), text: z.string() })),
  emotions: z.array(z.string()),
})
export type DemoMarker = z.infer<typeof demoMarker>

export interface DemoFindings {
  clips: FoundClip[]
  unrecognised: { relativePath: string; reason: string }[]
  problems: FoundProblem[]
}

/** `<speaker>/<speaker>_<sentence>_<emotion>_<take>.wav` below every folder that holds a marker file. */
export async function readDemoFolders(listing: Listing): Promise<DemoFindings> {
  const found: DemoFindings = { clips: [], unrecognised: [], problems: [] }
  for (const file of listing.others.filter((other) => other.name === DEMO_MARKER)) {
    try {
      const marker = demoMarker.parse(JSON.parse(await listing.readText(file.relativePath)))
      const folder = file.folders.join('/')
      for (const sound of listing.sounds) {
        if (folder !== '' && !sound.relativePath.startsWith(`${folder}/`)) continue
        const clip = readName(sound, marker)
        if (clip) found.clips.push(clip)
        else {
          const reason = 'a demo name has speaker, sentence, emotion and take, such as f01_s1_angry_t1'
          found.unrecognised.push({ relativePath: sound.relativePath, reason })
        }
      }
    } catch (error) {
      found.problems.push({
        kind: 'corpus-table',
        severity: 'warning',
        relativePaths: [file.relativePath],
        evidence: `${file.relativePath} was not used: ${messageOf(error).split('\n')[0]}`,
      })
    }
  }
  return found
}

function readName(file: ListedFile, marker: DemoMarker): FoundClip | null {
  const parts = /^([^_]+)_([^_]+)_([^_]+)_t(\d+)$/.exec(file.stem)
  if (parts === null) return null
  const speaker = marker.speakers.find(({ id }) => id === parts[1])
  const sentence = marker.sentences.find(({ id }) => id === parts[2])
  if (!speaker || !sentence || !marker.emotions.includes(parts[3])) return null
  return {
    ...bareClip(file, DEMO_CORPUS),
    speaker: speaker.id,
    sex: speaker.sex,
    label: parts[3],
    text: sentence.text,
    take: parts[4],
    facts: [
      { name: 'origin', value: 'synthesised, not a person' },
      { name: 'sentence', value: sentence.id },
    ],
    identityKey: file.name,
  }
}
