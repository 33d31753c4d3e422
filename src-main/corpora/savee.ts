import type { FoundClip } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'
import { publishedCounts, type BrokenName, type NameScheme } from './name-scheme.ts'

const EMOTIONS: Readonly<Record<string, string>> = {
  a: 'angry',
  d: 'disgust',
  f: 'fear',
  h: 'happy',
  n: 'neutral',
  sa: 'sad',
  su: 'surprise',
}
const SPEAKERS = ['DC', 'JE', 'JK', 'KL']
const FLAT_NAME = /^(DC|JE|JK|KL)_([a-z]+)(\d\d)$/
const NESTED_NAME = /^([a-z]{1,2})(\d\d)$/

/** `AudioData/{DC,JE,JK,KL}/<emotion><NN>.wav`, or flat `{SPK}_<emotion><NN>.wav`: Haq and Jackson (2009). */
export const savee: NameScheme = {
  corpus: 'SAVEE',
  published: publishedCounts(SPEAKERS, 120),
  readName,
}

function readName(file: ListedFile): FoundClip | BrokenName | null {
  const folder = file.folders.at(-1) ?? ''
  const flat = FLAT_NAME.exec(file.stem)
  const nested = SPEAKERS.includes(folder) ? NESTED_NAME.exec(file.stem) : null
  if (flat === null && nested === null) {
    if (!SPEAKERS.includes(folder) || file.folders.at(-2) !== 'AudioData') return null
    return { reason: 'a SAVEE name has an emotion and a number, such as sa03' }
  }
  const [speaker, emotion, number] = flat ? [flat[1], flat[2], flat[3]] : [folder, nested![1], nested![2]]
  if (!(emotion in EMOTIONS)) return { reason: `emotion ${emotion} is not one of a, d, f, h, n, sa, su` }
  const last = emotion === 'n' ? 30 : 15
  if (Number(number) < 1 || Number(number) > last)
    return { reason: `sentence ${number} is not one of 01…${last}` }
  return {
    ...bareClip(file, 'SAVEE'),
    speaker,
    sex: 'male',
    label: EMOTIONS[emotion],
    facts: [
      { name: 'emotion code', value: emotion },
      { name: 'sentence number', value: number },
    ],
    identityKey: `${speaker}/${emotion}${number}`,
  }
}
