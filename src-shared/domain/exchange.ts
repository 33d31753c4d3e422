import * as z from 'zod'
import { clipFilter, clipId } from './clip.ts'
import { raterName } from './labels.ts'

/** In which forms labels leave the library and come in. */
export const labelFormat = z.enum(['csv', 'json', 'audformat', 'audacity'])
export type LabelFormat = z.infer<typeof labelFormat>

/**
 * What becomes of a line: `new` and `changed` are written; `asGold` says what the gold label says already; `noRater` is
 * written once a person says whose it is; a `conflict` needs a person's decision; `noClip`, `unknownLabel` and `bad`
 * cannot be written; `empty` says nothing.
 */
export const IMPORT_KINDS = [
  'new',
  'changed',
  'unchanged',
  'asGold',
  'noRater',
  'conflict',
  'noClip',
  'unknownLabel',
  'bad',
  'empty',
] as const
export const importKind = z.enum(IMPORT_KINDS)
export type ImportKind = z.infer<typeof importKind>

/** What a person has decided about an import. */
export const importOptions = z.strictObject({
  /** Whose labels these are, whatever the file says; null: the file's tracks, and nothing where it names none. */
  rater: raterName.nullable(),
  /** Only these of the file's tracks; null: all. */
  tracks: z.array(z.string()).nullable(),
  /** Labels that the library does not know are taken, too. */
  newLabels: z.boolean(),
  /** Labels that were given here later than the file's are overwritten, too. */
  overNewer: z.boolean(),
  /**
   * Label tracks of Audacity only: labels that are the gold label here are taken, too. Without it an export that nobody
   * edited says nothing.
   */
  asGold: z.boolean(),
})
export type ImportOptions = z.infer<typeof importOptions>

/** Where files to import lie: on the studio's machine, or among those that were sent to it. */
export const importSource = z.union([
  z.strictObject({ path: z.string().min(1) }),
  z.strictObject({ uploadId: z.string().min(1) }),
])
export type ImportSource = z.infer<typeof importSource>

/** What becomes of one line of a file. */
const importLine = z.strictObject({
  kind: importKind,
  /** Of which it speaks: a label, or whether the clip is trained on (`included`, `excluded`). */
  what: z.enum(['label', 'training']),
  file: z.string(),
  /** Where in the file, such as `line 12`. */
  at: z.string(),
  /** The recording, as the file names it; null where the line could not be read. */
  path: z.string().nullable(),
  clipId: clipId.nullable(),
  track: z.string().nullable(),
  /** What the track says now; null: no label. */
  from: z.string().nullable(),
  /** The gold label now; null: none, or no clip. */
  gold: z.string().nullable(),
  /** What the file says. */
  to: z.string().nullable(),
  /** Product text; empty where nothing is to be said. */
  reason: z.string(),
})

/** What an import would do. */
export const importPreview = z.strictObject({
  format: labelFormat,
  /** The name of the file, or of the folder of the files. */
  name: z.string(),
  /** Of all bytes: an import is refused where the files have changed since. */
  fileHash: z.string(),
  /** Of all that would be written: an import is refused where the library's labels have changed since. */
  planHash: z.string(),
  /** Lines by kind. */
  totals: z.record(importKind, z.number().int().nonnegative()),
  /** Lines by the track that the file names; the empty text stands for none. */
  tracks: z.array(z.strictObject({ track: z.string(), lines: z.number().int() })),
  /** The first lines of each kind. */
  lines: z.array(importLine),
})
export type ImportPreview = z.infer<typeof importPreview>

/** What leaves the library. */
export const exportOrder = z.strictObject({
  format: labelFormat,
  filter: clipFilter,
  /** In this order; null: all of them without the gold labels. `gold` stands for the gold labels. */
  tracks: z.array(z.string()).min(1).nullable(),
  /** JSON only: also what was said before. */
  withHistory: z.boolean().default(false),
  /** CSV only: one line per clip, one column per track. */
  isWide: z.boolean().default(false),
  /** Audacity only: one label track for all clips, laid end to end, in place of one per recording. */
  isList: z.boolean().default(false),
})
export type ExportOrder = z.output<typeof exportOrder>
