import { counted } from '#shared/wording.ts'
import type { LibrarySummary } from '#shared/domain/library.ts'

/** Such as `1,284 clips indexed, 12 findings, 1 file not recognised`. */
export function describeSummary(summary: LibrarySummary): string {
  const findings = Object.values(summary.findings).reduce((sum, count) => sum + count, 0)
  const parts = [`${counted(summary.clips, 'clip')} indexed`, counted(findings, 'finding')]
  if (summary.unrecognised > 0) parts.push(`${counted(summary.unrecognised, 'file')} not recognised`)
  return parts.join(', ')
}
