import type { NewFinding } from '#main/audit/audit-clip.ts'

/**
 * What a finding is about, whatever was measured this time: its kind, severity, clips and, where it names none, files; a
 * finding about a whole corpus is known by its sentence without the numbers. A finding that got worse is another one.
 */
export function findingKey({ kind, severity, clipIds, paths, evidence }: NewFinding): string {
  const about =
    clipIds.length > 0
      ? [...clipIds].sort((a, b) => a - b)
      : paths.length > 0
        ? [...paths].sort()
        : [wordsOf(evidence)]
  return `${kind} ${severity} ${about.join(' ')}`
}

function wordsOf(evidence: string): string {
  return evidence.replace(/[\d.,]+/g, '#')
}
