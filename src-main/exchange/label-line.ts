import type { Sex } from '#shared/domain/clip.ts'

/** What one track says of a clip, or said once. */
export interface Judgement {
  track: string
  /** Null: the track's earlier label was taken back. */
  label: string | null
  /** 0…1; null where nobody said. */
  confidence: number | null
  note: string | null
  /** ISO 8601, UTC. */
  createdAt: string
}

/** A clip was kept out of training, or let in again. */
export interface Exclusion {
  isExcluded: boolean
  rater: string | null
  /** Why, where a reason was given. */
  reason: string | null
  /** ISO 8601, UTC. */
  createdAt: string
}

/** One clip on its way out. */
export interface LabelledClip {
  /** Relative to the corpus root, with forward slashes. */
  path: string
  /** Name of the corpus root's folder; null where the library has one root only. */
  rootName: string | null
  corpus: string
  /** SHA-256 of the recording, hexadecimal. */
  hash: string
  /** Null: from the start, to the end of the recording. */
  startSeconds: number | null
  endSeconds: number | null
  /** Length of the clip. */
  seconds: number
  speakerId: string | null
  sex: Sex
  /** Those that stand, in the order of the tracks. */
  judgements: Judgement[]
  /** All that were ever made, oldest first; empty where nobody asked for them. */
  history: Judgement[]
  /** Oldest first; the last of them holds. Without history only that one; empty where nobody ever excluded the clip. */
  exclusions: Exclusion[]
}

/** Where a file speaks of a clip, and of which; null where the file does not say. */
export interface ClipPlace {
  file: string
  /** Where in the file, such as `line 12`. */
  at: string
  path: string | null
  corpus: string | null
  hash: string | null
  startSeconds: number | null
  endSeconds: number | null
  /** True: the span was drawn by hand and need not be exactly a clip's. */
  isDrawn: boolean
}

/** One statement that a file makes about a clip; null where the file does not say. */
export interface LabelLine extends ClipPlace {
  track: string | null
  label: string | null
  confidence: number | null
  note: string | null
  createdAt: string | null
}

/** A file says that a clip is kept out of training; nothing is said by a file that does not say so. */
export interface ExclusionLine extends ClipPlace {
  createdAt: string | null
}

/** A place that could not be read; the reason is product text. */
export interface BadLine {
  file: string
  at: string
  reason: string
}

/** Some thousand lines of a file, so that a reader can pause between the parts. */
export interface LinePart {
  lines: LabelLine[]
  bad: BadLine[]
  /** Absent where the format knows none. */
  excluded?: ExclusionLine[]
}

/** A file that is to be written: its name, with folders where it has some, and its text piece by piece. */
export interface WrittenFile {
  name: string
  pieces: Iterable<string>
}

/** A file that is to be read: its name, with folders where it came with some, and its bytes. */
export interface NamedBytes {
  name: string
  bytes: Uint8Array
}

/** Is it kept out of training now? */
export function isExcluded({ exclusions }: Pick<LabelledClip, 'exclusions'>): boolean {
  return exclusions.at(-1)?.isExcluded ?? false
}
