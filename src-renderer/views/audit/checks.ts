import type { AuditState } from '#shared/domain/audit-state.ts'
import type { Finding } from '#shared/domain/clip.ts'
import { FINDING_KINDS } from '#shared/domain/finding-kinds.ts'

export interface Checks {
  /** Kinds that were looked for and not found, in the order of the table. */
  clean: string[]
  /** Kinds that only the audit looks for, where it never ran. */
  waiting: string[]
}

/** Which checks found nothing, and which are still to run. An audit of before its time was kept shows by what it found. */
export function checksOf(findings: readonly Pick<Finding, 'kind'>[], state: AuditState | null): Checks {
  if (state === null) return { clean: [], waiting: [] }
  const found = new Set(findings.map((one) => one.kind))
  const auditKinds = new Set(state.auditKinds)
  const hasRun = state.last !== null || state.auditKinds.some((kind) => found.has(kind))
  return {
    clean: Object.keys(FINDING_KINDS).filter((kind) => !found.has(kind) && (hasRun || !auditKinds.has(kind))),
    waiting: hasRun ? [] : state.auditKinds,
  }
}
