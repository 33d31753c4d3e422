import { labelOfWord } from './emotion-words.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, type ListedFile } from './listing.ts'
import { publishedCounts, type BrokenName, type FolderWords, type NameScheme } from './name-scheme.ts'

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
  readFolder,
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

function readFolder(name: string): FolderWords | null {
  const parts = FOLDER.exec(name)
  return parts && { speaker: parts[1].toUpperCase(), label: labelOfWord(parts[2]) }
}

function review(clips: FoundClip[]): FoundProblem[] {
  return clips.flatMap((clip) => {
    const name = clip.relativePath.split('/').at(-1)!
    const prefix = name.split('_')[0]
    if (prefix.toUpperCase() === clip.speaker) return []
    return {
      kind: 'speaker-alias',
      severity: 'note',
      relativePaths: [clip.relativePath],
      evidence: `${name}: the name begins with ${prefix}; the speaker was taken for ${clip.speaker}.`,
    }
  })
}
