import type { ClipId, ClipRow } from '#shared/domain/clip.ts'
import { DEFAULT_SORT } from './clip-query.ts'
import { useSession } from './session.ts'

/** Most rows that `clips.page` gives at once. */
const MOST_ROWS = 5000

/** The rows of some clips in their order; those that are gone are left out. */
export async function fetchClipRows(clipIds: readonly ClipId[]): Promise<ClipRow[]> {
  const byId = new Map<ClipId, ClipRow>()
  for (let at = 0; at < clipIds.length; at += MOST_ROWS) {
    const ids = clipIds.slice(at, at + MOST_ROWS)
    const input = { filter: { ids }, sort: DEFAULT_SORT, offset: 0, limit: ids.length }
    const { rows } = await useSession().client.call('clips.page', input)
    for (const row of rows) byId.set(row.id, row)
  }
  return clipIds.flatMap((id) => byId.get(id) ?? [])
}
