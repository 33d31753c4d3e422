import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { shownClipIds } from '#shared/domain/finding-order.ts'

export interface FindingGroup {
  kind: string
  /** The worst of its findings. */
  severity: Finding['severity']
  findings: Finding[]
  /** Each clip once, in the order in which the findings show them. */
  clipIds: ClipId[]
  /** What the measures of its findings are written with, so that they stand under each other. */
  decimals: number
}

const RANK: Record<Finding['severity'], number> = { error: 0, warning: 1, note: 2 }

/** Findings by kind: the worst first, then the most clips, then by name. */
export function groupFindings(findings: Finding[]): FindingGroup[] {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) groups.set(finding.kind, [...(groups.get(finding.kind) ?? []), finding])
  return [...groups]
    .map(([kind, members]) => ({
      kind,
      severity: members.reduce<Finding['severity']>(
        (worst, { severity }) => (RANK[severity] < RANK[worst] ? severity : worst),
        'note',
      ),
      findings: members,
      clipIds: [...new Set(members.flatMap(shownClipIds))],
      decimals: Math.max(...members.map(decimalsOf)),
    }))
    .sort(
      (a, b) =>
        RANK[a.severity] - RANK[b.severity] ||
        b.clipIds.length - a.clipIds.length ||
        (a.kind < b.kind ? -1 : 1),
    )
}

/** Digits behind the point that the rule has left. */
function decimalsOf({ details: { measured } }: Finding): number {
  return measured === undefined ? 0 : (String(measured.value).split('.')[1]?.length ?? 0)
}
