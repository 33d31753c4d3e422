import type { FoundClip, FoundProblem } from './importer.ts'
import type { ListedFile, Listing } from './listing.ts'

/** A name that belongs to the corpus but breaks its rules; the reason is product text. */
export interface BrokenName {
  reason: string
}

/** How many clips a published corpus has in all, and of each speaker. */
export interface PublishedCounts {
  clips: number
  bySpeaker: ReadonlyMap<string, number>
}

/** What the name of a folder says of the clips in it. */
export interface FolderWords {
  speaker: string | null
  label: string | null
}

/** One published corpus: how its names read, what its tables add, how large it is. */
export interface NameScheme {
  /** Such as `RAVDESS`. */
  corpus: string
  published: PublishedCounts | null
  /** A clip, the reason why a name of this corpus is refused, or null for a name of somebody else's. */
  readName(file: ListedFile): FoundClip | BrokenName | null
  /** Files that a full copy ships beside the sounds: never listed, never taken for a manifest. */
  isCompanion?(file: ListedFile): boolean
  /** What a folder of the corpus's own layout says; null for any other folder. */
  readFolder?(name: string): FolderWords | null
  /** What is odd about clips that were read; called with this corpus's clips only. */
  review?(clips: FoundClip[]): FoundProblem[]
  /** Adds in place what the corpus's tables say. */
  readTables?(clips: FoundClip[], listing: Listing): Promise<FoundProblem[]>
}

export function isBroken(read: FoundClip | BrokenName): read is BrokenName {
  return 'reason' in read
}

/** The published size of a corpus in which every speaker has the same number of clips, with exceptions. */
export function publishedCounts(
  speakers: readonly string[],
  clipsEach: number,
  exceptions: Readonly<Record<string, number>> = {},
): PublishedCounts {
  const bySpeaker = new Map(speakers.map((speaker) => [speaker, exceptions[speaker] ?? clipsEach]))
  return { clips: [...bySpeaker.values()].reduce((sum, clips) => sum + clips, 0), bySpeaker }
}
