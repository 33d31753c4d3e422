import type { FoundClip, FoundProblem } from './importer.ts'

/** Two folders that hold clips with the same identity. */
export interface DoubledFolder {
  corpus: string
  /** The copy nearer to the root, whose clips come first; `.` is the root. */
  kept: string
  copy: string
  /** The clips of the copy. */
  relativePaths: string[]
}

/** The parts of a corpus that circulate twice (RAVDESS and TESS often do): by corpus and identity key, no sound compared. */
export function doubledFolders(clips: FoundClip[]): DoubledFolder[] {
  const first = new Map<string, string>()
  const pairs = new Map<string, DoubledFolder>()
  const byDepth = clips.toSorted(
    (a, b) => depthOf(a) - depthOf(b) || compareText(a.relativePath, b.relativePath),
  )
  for (const clip of byDepth) {
    const key = `${clip.corpus}\n${clip.identityKey}\n${clip.startSeconds}-${clip.endSeconds}`
    const keptPath = first.get(key)
    if (keptPath === undefined) {
      first.set(key, clip.relativePath)
      continue
    }
    const [kept, copy] = differingFolders(keptPath, clip.relativePath)
    const pairKey = `${clip.corpus}\n${kept}\n${copy}`
    const pair = pairs.get(pairKey) ?? { corpus: clip.corpus, kept, copy, relativePaths: [] }
    pair.relativePaths.push(clip.relativePath)
    pairs.set(pairKey, pair)
  }
  return [...pairs.values()]
}

/** The same as problems to be shown: one for each pair of folders. */
export function doubledProblems(clips: FoundClip[]): FoundProblem[] {
  return doubledFolders(clips).map((pair) => ({
    kind: 'doubled-folder',
    severity: 'note',
    relativePaths: [pair.copy],
    evidence:
      `${pair.relativePaths.length} ${pair.corpus} clips in ${nameOf(pair.copy)} have the names of clips in ` +
      `${nameOf(pair.kept)}; where the sound is the same too, the second copy is not indexed.`,
  }))
}

/** The folders that remain when the common end of both paths is taken away; what both have at their start stays. */
function differingFolders(a: string, b: string): [string, string] {
  const left = a.split('/')
  const right = b.split('/')
  let sameStart = 0
  while (sameStart < left.length - 1 && left[sameStart] === right[sameStart]) sameStart++
  while (left.length > sameStart && right.length > sameStart && left.at(-1) === right.at(-1)) {
    left.pop()
    right.pop()
  }
  return [left.join('/') || '.', right.join('/') || '.']
}

function nameOf(folder: string): string {
  return folder === '.' ? 'the top folder' : folder
}

function depthOf(clip: FoundClip): number {
  return clip.relativePath.split('/').length
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
