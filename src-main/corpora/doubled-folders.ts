import type { FoundClip } from './importer.ts'

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

/**
 * The folders that remain when the common end of two paths is taken away; what both have at their start stays:
 * `X/a/1.wav` and `X/X/a/1.wav` give `X` and `X/X`. The root is `.`.
 */
export function differingFolders(a: string, b: string): [string, string] {
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

function depthOf(clip: FoundClip): number {
  return clip.relativePath.split('/').length
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
