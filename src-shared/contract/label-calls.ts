import * as z from 'zod'
import { agreement, agreementCell, agreementQuery } from '../domain/agreement.ts'
import { clipId } from '../domain/clip.ts'
import { goldRule, labelMap, labelMapEntries } from '../domain/gold-rule.ts'
import {
  actPreview,
  changeSet,
  conflictChoice,
  historyEntry,
  labelChange,
  labelDiff,
  raterInfo,
  undoPreview,
} from '../domain/label-history.ts'
import { DEFAULT_RATER, label, raterName } from '../domain/labels.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

/** Who acts: every act on labels is somebody's. */
const rater = raterName.default(DEFAULT_RATER)
/** Why. */
const note = z.string().max(2000).nullable()
const reason = note.default(null)
const revision = z.number().int().nonnegative()
const changeSetId = z.number().int().positive()
const changeSetIds = z.array(changeSetId).min(1).max(20_000)
const clipIds = z.array(clipId).min(1).max(100_000)

export const labelCalls = {
  /** One act of a person on some clips; the unit of undo. Null takes the rater's label back. */
  'labels.set': call(z.strictObject({ clipIds, label: label.nullable(), note, rater }), changeSet),
  'labels.exclude': call(z.strictObject({ clipIds, excluded: z.boolean(), note: reason, rater }), changeSet),
  'labels.undo': call(z.strictObject({ rater }), changeSet),
  'labels.redo': call(z.strictObject({ rater }), changeSet),
  /** Newest first. `before`: only what is older than this change set; null: from the newest. */
  'labels.history': call(
    z.strictObject({
      limit: z.number().int().min(1).max(1000),
      before: changeSetId.nullable().default(null),
    }),
    z.array(historyEntry),
  ),
  /** What giving a label would change, counted: the rater's own labels, and the gold labels. */
  'labels.previewSet': call(z.strictObject({ clipIds, label: label.nullable(), rater }), actPreview),
  /** What undoing change sets would do, and where a later act spoke of the same. */
  'labels.previewUndo': call(z.strictObject({ changeSetIds }), undoPreview),
  /** Reverses any acts, not only the newest, as one act; to undo undos does their acts again. */
  'labels.undoChangeSets': call(
    z.strictObject({ changeSetIds, conflicts: conflictChoice, note: reason, rater }),
    changeSet,
  ),
  /** Brings raters' labels, exclusions, gold rule and label map back as they were at a revision. */
  'labels.restore': call(z.strictObject({ labelRevision: revision, note: reason, rater }), changeSet),
  /** What that would change. */
  'labels.previewRestore': call(z.strictObject({ labelRevision: revision }), actPreview),
  'labels.diff': call(z.strictObject({ fromRevision: revision, toRevision: revision }), labelDiff),
  /** The clips that a change set wrote about: a playlist. */
  'labels.clipsOf': call(z.strictObject({ changeSetId }), z.array(clipId)),
  /** The rule and the map that gold labels follow from, and the labels that a map can speak of. */
  'labels.gold': call(
    nothing,
    z.strictObject({
      rule: goldRule,
      map: labelMap,
      /** Every map that was ever current, newest first. */
      maps: z.array(labelMap),
      /** Labels that occur in a corpus, intended, perceived or gold, with the clips whose gold label before the map they are. */
      corpusLabels: z.array(
        z.strictObject({ corpus: z.string(), label: z.string(), clips: z.number().int() }),
      ),
      /** Clips whose listeners' label came without counts: rules that count votes hear nothing of it. */
      uncounted: z.number().int(),
    }),
  ),
  /** Gold labels that another rule or map would change, counted by what goes to what. */
  'labels.previewGold': call(
    z.strictObject({ rule: goldRule, entries: labelMapEntries }),
    z.array(labelChange),
  ),
  'labels.setGoldRule': call(z.strictObject({ rule: goldRule, note: reason, rater }), changeSet),
  'labels.setLabelMap': call(
    z.strictObject({ name: z.string().max(60), entries: labelMapEntries, note: reason, rater }),
    changeSet,
  ),
  /** How far tracks agree: pairwise and all together, per class and per corpus. */
  'labels.agreement': call(agreementQuery, agreement),
  /** Clips on which tracks do not say the same, or those of one cell of a pair's confusion: a playlist. */
  'labels.disagreements': call(agreementQuery.extend({ cell: agreementCell.nullable() }), z.array(clipId)),
  /** Who has labelled in this library, the one who judged most first. */
  'labels.raters': call(nothing, z.array(raterInfo)),
}
