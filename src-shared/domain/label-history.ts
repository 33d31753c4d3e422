import * as z from 'zod'
import { clipId } from './clip.ts'
import { goldRule, labelMap } from './gold-rule.ts'
import { triageSource } from './triage.ts'

/** One line of what a change set did: so many clips went from this to that. */
export const labelChange = z.strictObject({
  kind: z.enum(['label', 'training', 'gold rule', 'label map']),
  /** Whose label; null for what belongs to no track. */
  track: z.string().nullable(),
  /** Null: no label. */
  from: z.string().nullable(),
  to: z.string().nullable(),
  clips: z.number().int(),
})
export type LabelChange = z.infer<typeof labelChange>

/** What an act would change of the gold labels, which are what training learns. */
export const goldEffect = z.strictObject({
  /** Clips that were looked at: those of which the act speaks, or all where it changes the gold rule or the label map. */
  clips: z.number().int(),
  /** Of them, those that get another gold label. */
  changedClips: z.number().int(),
  /** What these go from and to. */
  changes: z.array(labelChange),
  /** Of the others, those of which training learns other shares; 0 but under the soft rule. */
  otherShares: z.number().int(),
  /** What gold labels follow after the act. */
  rule: goldRule,
  map: labelMap.pick({ version: true, name: true }),
})
export type GoldEffect = z.infer<typeof goldEffect>

/** What an act would change. */
export const actPreview = z.strictObject({
  changes: z.array(labelChange),
  gold: goldEffect,
})
export type ActPreview = z.infer<typeof actPreview>

/** What an act on labels did. */
export const changeSet = z.strictObject({
  /** Null when there was nothing to do. */
  changeSetId: z.number().int().nullable(),
  labelRevision: z.number().int(),
  clipIds: z.array(clipId),
  /** What was done, such as `label sad on 3 clips`. */
  summary: z.string(),
})
export type ChangeResult = z.infer<typeof changeSet>

/** One line of the history. */
export const historyEntry = z.strictObject({
  changeSetId: z.number().int(),
  /** Such as `import`, `label`, `exclude`, `undo`, `redo`. */
  kind: z.string(),
  summary: z.string(),
  /** Null: no person, but what a corpus says. */
  rater: z.string().nullable(),
  /** Why, where a reason was given. */
  reason: z.string().nullable(),
  changes: z.array(labelChange),
  clips: z.number().int(),
  /** The label revision that it made, the last where indexing made several; null where it wrote no label. */
  labelRevision: z.number().int().nullable(),
  /** The act that an undo or redo is about; of several the newest. */
  targetId: z.number().int().nullable(),
  /** Where it is about one clip. */
  clipId: clipId.nullable(),
  /** The playlist of triage in which the answer was given, or taken back. */
  playlist: z.strictObject({ playlistKey: z.string(), source: triageSource }).nullable(),
  createdAt: z.string(),
  isUndone: z.boolean(),
})
export type HistoryEntry = z.infer<typeof historyEntry>

/** A rater of this library and how much is said by that name. */
export const raterInfo = z.strictObject({
  rater: z.string(),
  /** Clips that carry a label of this rater now. */
  clips: z.number().int(),
  lastAt: z.string(),
})
export type RaterInfo = z.infer<typeof raterInfo>

/** Where a later act spoke of the same clip and track: it goes on holding, or the undo puts it aside. */
export const conflictChoice = z.enum(['keep', 'override'])
export type ConflictChoice = z.infer<typeof conflictChoice>

export const labelConflict = z.strictObject({
  /** Null for the gold rule and the label map. */
  clipId: clipId.nullable(),
  /** Of the clip; empty for the gold rule and the label map. */
  name: z.string(),
  track: z.string().nullable(),
  /** What held before the act that is to be undone. */
  before: z.string().nullable(),
  /** What the later act says. */
  now: z.string().nullable(),
  byChangeSetId: z.number().int(),
  bySummary: z.string(),
})
export type LabelConflict = z.infer<typeof labelConflict>

/** What undoing change sets would do. */
export const undoPreview = z.strictObject({
  changeSetIds: z.array(z.number().int()),
  /** True: they are undos, and undoing them does their acts again. */
  isRedo: z.boolean(),
  /** Of the act; of several how many there are. */
  summary: z.string(),
  /** Where later acts are kept: what is changed where nothing newer stands. */
  ...actPreview.shape,
  /** Where later acts are put aside; null where none spoke of the same, and for a redo, which puts none aside. */
  overridden: actPreview.nullable(),
  /** The first of them. */
  conflicts: z.array(labelConflict),
  conflictCount: z.number().int(),
})
export type UndoPreview = z.infer<typeof undoPreview>

/** What is not the same at two label revisions. */
export const labelDifference = z.strictObject({
  kind: z.enum(['label', 'training', 'gold label', 'gold rule', 'label map']),
  /** Null for the gold rule and the label map. */
  clipId: clipId.nullable(),
  name: z.string(),
  track: z.string().nullable(),
  from: z.string().nullable(),
  to: z.string().nullable(),
})
export type LabelDifference = z.infer<typeof labelDifference>

export const labelDiff = z.strictObject({
  fromRevision: z.number().int(),
  toRevision: z.number().int(),
  /** The first of them, in the order of clips. */
  differences: z.array(labelDifference),
  differenceCount: z.number().int(),
  /** All clips of the differences: a playlist. */
  clipIds: z.array(clipId),
})
export type LabelDiff = z.infer<typeof labelDiff>
