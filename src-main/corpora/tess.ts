import { labelOfWord } from './emotion-words.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'
import { publishedCounts, type BrokenName, type NameScheme } from './name-scheme.ts'

const EMOTIONS: Readonly<Record<string, string>> = {
  angry: 'angry',
  disgust: 'disgust',
  fear: 'fear',
  happy: 'happy',
  neutral: 'neutral',
  ps: 'surprise',
  sad: 'sad',
}
const NAME = /^(OAF|YAF|OA|YA)_([a-z]+)_([a-z]+)$/i
const FOLDER = /^(OAF|YAF)_([a-z_]+)$/i

/** `{OAF|YAF}_<emotion>/{OAF|YAF}_<word>_<emotion>.wav`: Pichora-Fuller and Dupuis (2020). */
export const tess: NameScheme = {
  corpus: 'TESS',
  published: publishedCounts(['OAF', 'YAF'], 1400),
  readName,
  review,
}

function readName(file: ListedFile): FoundClip | BrokenName | null {
  const parts = NAME.exec(file.stem)
  if (parts === null) {
    if (!FOLDER.test(file.folders.at(-1) ?? '')) return null
    return { reason: 'a TESS name has a speaker, a word and an emotion, such as OAF_bite_fear' }
  }
  const speaker = parts[1].slice(0, 2).toUpperCase() + 'F'
  const word = parts[2].toLowerCase()
  const emotion = parts[3].toLowerCase()
  if (!(emotion in EMOTIONS)) {
    return { reason: `emotion ${parts[3]} is not one of ${Object.keys(EMOTIONS).join(', ')}` }
  }
  return {
    ...bareClip(file, 'TESS'),
    speaker,
    sex: 'female',
    label: EMOTIONS[emotion],
    text: `Say the word ${word}`,
    facts: [
      { name: 'emotion code', value: emotion },
      { name: 'word', value: word },
      { name: 'speaker', value: speaker === 'OAF' ? 'older, 64 years' : 'younger, 26 years' },
    ],
    identityKey: `${speaker}/${word}_${emotion}`,
  }
}

function review(clips: FoundClip[]): FoundProblem[] {
  const problems: FoundProblem[] = []
  for (const clip of clips) {
    const [folderName, name] = clip.relativePath.split('/').slice(-2)
    const prefix = (name ?? folderName).split('_')[0]
    if (prefix.toUpperCase() !== clip.speaker) {
      problems.push({
        kind: 'speaker-alias',
        severity: 'note',
        relativePaths: [clip.relativePath],
        evidence: `The name begins with ${prefix}; the speaker was taken for ${clip.speaker}.`,
      })
    }
    const folder = name === undefined ? null : FOLDER.exec(folderName)
    if (folder === null) continue
    const folderLabel = labelOfWord(folder[2])
    const isOtherSpeaker = folder[1].toUpperCase() !== clip.speaker
    if (isOtherSpeaker || (folderLabel !== null && folderLabel !== clip.label)) {
      problems.push({
        kind: 'name-disagrees',
        severity: 'warning',
        relativePaths: [clip.relativePath],
        evidence: `The name says ${clip.speaker}, ${clip.label}; the folder says ${folderName}; the name was taken.`,
      })
    }
  }
  return problems
}
