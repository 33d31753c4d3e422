import * as z from 'zod'
import {
  clipDetail,
  clipFilter,
  clipId,
  clipListKey,
  clipRow,
  clipSort,
  facets,
  finding,
} from '../domain/clip.ts'
import { job } from '../domain/library.ts'
import { auditState } from '../domain/audit-state.ts'
import { clipOverview } from '../domain/overview.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

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
  /** What the clips under a filter consist of, for charts. */
  'clips.overview': call(z.strictObject({ filter: clipFilter }), clipOverview),
  /** Ids in table order: a playlist, or a whole selection. */
  'clips.ids': call(z.strictObject({ filter: clipFilter, sort: clipSort }), z.array(clipId)),
  /** Keeps a long playlist in the library, under the key that a filter takes. */
  'clips.keepList': call(
    z.strictObject({ clipIds: z.array(clipId).min(1).max(1_000_000) }),
    z.strictObject({ list: clipListKey }),
  ),
  'clips.get': call(z.strictObject({ clipId }), clipDetail),
  'findings.list': call(z.strictObject({ kinds: z.array(z.string()).nullable() }), z.array(finding)),
  /** Remembers over all audits that these are no faults, or takes that back. */
  'findings.see': call(
    z.strictObject({ findingIds: z.array(z.number().int()).min(1).max(100_000), isSeen: z.boolean() }),
    nothing,
  ),
  'audit.start': call(nothing, job),
  /** Whether the audit has run, and what it alone looks for. */
  'audit.state': call(nothing, auditState),
}
