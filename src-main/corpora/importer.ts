import type { FindingDetails, Sex } from '#shared/domain/clip.ts'
import type { FindingKind } from '#shared/domain/finding-kinds.ts'

/** A clip as an importer reads it from names and tables; no sound file has been opened yet. */
export interface FoundClip {
  /** Relative to the corpus root, with forward slashes. */
  relativePath: string
  /** Null: the whole recording. */
  startSeconds: number | null
  endSeconds: number | null
  /** Such as `RAVDESS`. */
  corpus: string
  /** Token from the name, unique within the corpus only; null where nothing says who speaks. */
  speaker: string | null
  sex: Sex
  /** Intended label in the studio's words; null where the scheme has none. */
  label: string | null
  intensity: string | null
  text: string | null
  take: string | null
  /** What else the corpus says, as name and value pairs to be shown. */
  facts: { name: string; value: string }[]
  /**
   * Crowd votes, where the corpus ships them: the winning label and its share of the votes 0…1. Ties stay null.
   * `votes` is what the corpus's table says; `counts` are the votes by label, where it counts them.
   */
  perceived: {
    label: string | null
    confidence: number | null
    votes: string
    counts?: Record<string, number>
  } | null
  /** Names the recording within its corpus: two files with one key and one content hash are a doubled copy. */
  identityKey: string
}

export interface FoundProblem {
  kind: FindingKind
  severity: 'error' | 'warning' | 'note'
  relativePaths: string[]
  /** One plain sentence. */
  evidence: string
  details?: FindingDetails
}

/** What a folder turned out to be. A folder may hold several corpora below it. */
export interface FolderFindings {
  corpora: string[]
  clips: FoundClip[]
  /** Files that fit no scheme, with the reason; tables and readme files a corpus ships are not among them. */
  unrecognised: { relativePath: string; reason: string }[]
  problems: FoundProblem[]
}
