import type { Sex } from '#shared/domain/clip.ts'
import type { FoundClip } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'
import { publishedCounts, type BrokenName, type NameScheme } from './name-scheme.ts'

const EMOTIONS: Readonly<Record<string, string>> = {
  W: 'angry',
  L: 'boredom',
  E: 'disgust',
  A: 'fear',
  F: 'happy',
  T: 'sad',
  N: 'neutral',
}
const TEXTS: Readonly<Record<string, string>> = {
  a01: 'Der Lappen liegt auf dem Eisschrank.',
  a02: 'Das will sie am Mittwoch abgeben.',
  a04: 'Heute abend könnte ich es ihm sagen.',
  a05: 'Das schwarze Stück Papier befindet sich da oben neben dem Holzstück.',
  a07: 'In sieben Stunden wird es soweit sein.',
  b01: 'Was sind denn das für Tüten, die da unter dem Tisch stehen?',
  b02: 'Sie haben es gerade hochgetragen und jetzt gehen sie wieder runter.',
  b03: 'An den Wochenenden bin ich jetzt immer nach Hause gefahren und habe Agnes besucht.',
  b09: 'Ich will das eben wegbringen und dann mit Karl was trinken gehen.',
  b10: 'Die wird auf dem Platz sein, wo wir sie immer hinlegen.',
}
const SEXES: Readonly<Record<string, Sex>> = {
  '03': 'male',
  '08': 'female',
  '09': 'female',
  '10': 'male',
  '11': 'male',
  '12': 'male',
  '13': 'female',
  '14': 'female',
  '15': 'male',
  '16': 'female',
}
const CLIPS: Readonly<Record<string, number>> = {
  '03': 49,
  '08': 58,
  '09': 43,
  '10': 38,
  '11': 55,
  '12': 35,
  '13': 61,
  '14': 69,
  '15': 56,
  '16': 71,
}

/** `wav/SSTTTEV.wav`: Burkhardt et al. (2005). The sex of a speaker is not in the name. */
export const emoDb: NameScheme = {
  corpus: 'EMO-DB',
  published: publishedCounts(Object.keys(CLIPS).sort(), 0, CLIPS),
  readName,
}

function readName(file: ListedFile): FoundClip | BrokenName | null {
  const parts = /^(\d\d)([ab]\d\d)([A-Z])([a-z])$/.exec(file.stem)
  if (parts === null) return null
  const [, speaker, text, emotion, version] = parts
  if (!(emotion in EMOTIONS)) return { reason: `emotion ${emotion} is not one of W, L, E, A, F, T, N` }
  return {
    ...bareClip(file, 'EMO-DB'),
    speaker,
    sex: SEXES[speaker] ?? 'unknown',
    label: EMOTIONS[emotion],
    text: TEXTS[text] ?? null,
    take: version,
    facts: [
      { name: 'emotion code', value: emotion },
      { name: 'text code', value: text },
    ],
    identityKey: file.name,
  }
}
