import * as z from 'zod'
import { clipDetail, clipFilter, clipId, clipRow, clipSort, facets, finding } from '../domain/clip.ts'
import { job } from '../domain/library.ts'
import { label } from '../domain/labels.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

const changeSet = z.strictObject({
  /** Null when there was nothing to undo or redo. */
  changeSetId: z.number().int().nullable(),
  labelRevision: z.number().int(),
  clipIds: z.array(clipId),
  /** What was done, such as `label sad on 3 clips`. */
  summary: z.string(),
})

export const clipCalls = {
  'clips.page': call(
    z.strictObject({
      filter: clipFilter,
      sort: clipSort,
      offset: z.number().int().nonnegative(),
      limit: z.number().int().min(1).max(5000),
    }),
    z.strictObject({ total: z.number().int(), rows: z.array(clipRow) }),
  ),
  'clips.facets': call(z.strictObject({ filter: clipFilter }), facets),
  /** Ids in table order: a playlist, or a whole selection. */
  'clips.ids': call(z.strictObject({ filter: clipFilter, sort: clipSort }), z.array(clipId)),
  'clips.get': call(z.strictObject({ clipId }), clipDetail),
  /** One act of a person on some clips; the unit of undo. Null takes the rater's label back. */
  'labels.set': call(
    z.strictObject({
      clipIds: z.array(clipId).min(1).max(100_000),
      label: label.nullable(),
      note: z.string().max(2000).nullable(),
    }),
    changeSet,
  ),
  'labels.exclude': call(
    z.strictObject({ clipIds: z.array(clipId).min(1).max(100_000), excluded: z.boolean() }),
    changeSet,
  ),
  'labels.undo': call(nothing, changeSet),
  'labels.redo': call(nothing, changeSet),
  'labels.history': call(
    z.strictObject({ limit: z.number().int().min(1).max(1000) }),
    z.array(
      z.strictObject({
        changeSetId: z.number().int(),
        kind: z.enum(['import', 'label', 'exclude', 'undo', 'redo']),
        summary: z.string(),
        clips: z.number().int(),
        createdAt: z.string(),
        isUndone: z.boolean(),
      }),
    ),
  ),
  'findings.list': call(z.strictObject({ kinds: z.array(z.string()).nullable() }), z.array(finding)),
  'audit.start': call(nothing, job),
}
