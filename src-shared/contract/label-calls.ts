import * as z from 'zod'
import { clipId } from '../domain/clip.ts'
import { changeSet, historyEntry, raterInfo } from '../domain/label-history.ts'
import { DEFAULT_RATER, label, raterName } from '../domain/labels.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

/** Who acts: every act on labels is somebody's. */
const rater = raterName.default(DEFAULT_RATER)
/** Why. */
const note = z.string().max(2000).nullable()
const clipIds = z.array(clipId).min(1).max(100_000)

export const labelCalls = {
  /** One act of a person on some clips; the unit of undo. Null takes the rater's label back. */
  'labels.set': call(z.strictObject({ clipIds, label: label.nullable(), note, rater }), changeSet),
  'labels.exclude': call(
    z.strictObject({ clipIds, excluded: z.boolean(), note: note.default(null), rater }),
    changeSet,
  ),
  'labels.undo': call(z.strictObject({ rater }), changeSet),
  'labels.redo': call(z.strictObject({ rater }), changeSet),
  'labels.history': call(z.strictObject({ limit: z.number().int().min(1).max(1000) }), z.array(historyEntry)),
  /** Who has labelled in this library, the one who judged most first. */
  'labels.raters': call(nothing, z.array(raterInfo)),
}
