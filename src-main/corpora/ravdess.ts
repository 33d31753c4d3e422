import type { FoundClip } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'
import { publishedCounts, type BrokenName, type FolderWords, type NameScheme } from './name-scheme.ts'

const EMOTIONS: Readonly<Record<string, string>> = {
  '01': 'neutral',
  '02': 'calm',
  '03': 'happy',
  '04': 'sad',
  '05': 'angry',
  '06': 'fear',
  '07': 'disgust',
  '08': 'surprise',
}
const INTENSITIES: Readonly<Record<string, string>> = { '01': 'normal', '02': 'strong' }
const STATEMENTS: Readonly<Record<string, string>> = {
  '01': 'Kids are talking by the door',
  '02': 'Dogs are sitting by the door',
}
const ACTORS = Array.from({ length: 24 }, (_, index) => String(index + 1).padStart(2, '0'))
const NAME = /^(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)$/

/** `Actor_AA/MM-VV-EE-II-SS-RR-AA.wav`: Livingstone and Russo (2018), the audio-only speech part. */
export const ravdess: NameScheme = {
  corpus: 'RAVDESS',
  published: publishedCounts(ACTORS, 60),
  readName,
  isCompanion: (file) => file.extension === 'mp4' && NAME.test(file.stem),
  readFolder,
}

function readName(file: ListedFile): FoundClip | BrokenName | null {
  const parts = NAME.exec(file.stem)
  if (parts === null) {
    const isActorFolder = /^actor_\d\d$/i.test(file.folders.at(-1) ?? '')
    const looksLikeOne = /^\d\d(-\d\d){3,}/.test(file.stem)
    if (!isActorFolder && !looksLikeOne) return null
    return { reason: 'a RAVDESS name has seven two-digit fields, such as 03-01-05-01-02-01-07' }
  }
  const [, modality, channel, emotion, intensity, statement, repetition, actor] = parts
  const reason =
    (modality !== '03' && `modality ${modality} is not 03 (audio only)`) ||
    (channel === '02' && 'channel 02 is song: only speech is indexed') ||
    (channel !== '01' && `channel ${channel} is not 01 (speech)`) ||
    (!(emotion in EMOTIONS) && `emotion ${emotion} is not one of 01…08`) ||
    (!(intensity in INTENSITIES) && `intensity ${intensity} is not 01 or 02`) ||
    (!(statement in STATEMENTS) && `statement ${statement} is not 01 or 02`) ||
    (repetition !== '01' && repetition !== '02' && `repetition ${repetition} is not 01 or 02`) ||
    (!ACTORS.includes(actor) && `actor ${actor} is not one of 01…24`)
  if (reason) return { reason }
  return {
    ...bareClip(file, 'RAVDESS'),
    speaker: actor,
    sex: Number(actor) % 2 === 1 ? 'male' : 'female',
    label: EMOTIONS[emotion],
    intensity: INTENSITIES[intensity],
    text: STATEMENTS[statement],
    take: repetition,
    facts: [
      { name: 'emotion code', value: emotion },
      { name: 'statement', value: statement },
    ],
    identityKey: file.name,
  }
}

function readFolder(name: string): FolderWords | null {
  const parts = /^actor_(\d\d)$/i.exec(name)
  return parts && { speaker: parts[1], label: null }
}
