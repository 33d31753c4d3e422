import * as z from 'zod'

/** The last audit of the samples that came to its end. */
export const lastAudit = z.strictObject({
  /** ISO 8601, UTC. */
  finishedAt: z.string(),
  /** From its start to its end. */
  seconds: z.number().nonnegative(),
  /** Clips that were there. */
  clipCount: z.number().int().nonnegative(),
})
export type LastAudit = z.infer<typeof lastAudit>

/** What has been looked for, and when. Indexing looks for every other kind of finding. */
export const auditState = z.strictObject({
  /** Null: never. */
  last: lastAudit.nullable(),
  /** Kinds of findings that only an audit of the samples looks for. */
  auditKinds: z.array(z.string()),
})
export type AuditState = z.infer<typeof auditState>
