import * as z from 'zod'
import { clipFilter, clipSort } from './clip.ts'

export const viewId = z.number().int().positive().brand<'ViewId', 'inout'>()
export type ViewId = z.infer<typeof viewId>

export const viewName = z.string().trim().min(1).max(80)

/** A filter and a sort that a person has given a name; kept in the library, the same in all windows. */
export const savedView = z.strictObject({
  id: viewId,
  name: z.string(),
  filter: clipFilter,
  sort: clipSort,
  /** ISO 8601, UTC. */
  createdAt: z.string(),
})
export type SavedView = z.infer<typeof savedView>
