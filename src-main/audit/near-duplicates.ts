import type { FindingDetails } from '#shared/domain/clip.ts'
import type { AuditClip, NewFinding } from './audit-clip.ts'
import { findingOf, measured } from './finding-of.ts'
import type { FingerprintMatch } from './match-fingerprints.ts'
import { labelsOf } from './same-sound.ts'

/** A clip that a match speaks of, by its place among the fingerprints. */
type ClipAt = (index: number) => AuditClip

/**
 * Clips of different recordings that hold the same sound at another level, sample rate, trim or coding: what matches of their
 * fingerprints lead to. Byte-identical recordings are other detectors' matter. An error where the copies carry different
 * intended labels.
 */
export function nearDuplicatesOf(matches: readonly FingerprintMatch[], clipAt: ClipAt): NewFinding[] {
  const between = matches.filter(({ oneIndex, otherIndex }) => {
    const [one, other] = [clipAt(oneIndex), clipAt(otherIndex)]
    return one.hash !== other.hash && one.path !== other.path
  })
  return groupMatches(between).map((group) => findingOfGroup(clipAt, group))
}

function findingOfGroup(clipAt: ClipAt, matches: readonly FingerprintMatch[]): NewFinding {
  const indices = [...new Set(matches.flatMap((match) => [match.oneIndex, match.otherIndex]))].sort(
    (a, b) => a - b,
  )
  const group = indices.map(clipAt)
  const labels = labelsOf(group)
  const names = group.map((clip) =>
    labels.length > 1 ? `${clip.name} (${clip.intended ?? 'no label'})` : clip.name,
  )
  const worst = Math.max(...matches.map((match) => match.bitErrorRate))
  const shift = matches.length === 1 ? Math.abs(matches[0].offsetSeconds) : 0
  const shifted = shift >= 0.02 ? `, ${shift.toFixed(2)} s shifted` : ''
  const evidence = `${group.length} clips hold the same sound${shifted} (${(worst * 100).toFixed(1)} % of the fingerprint differs; two takes differ in 24 % or more): ${names.join(' = ')}.`
  return findingOf('near-duplicate', group, evidence, {
    severity: labels.length > 1 ? 'error' : 'warning',
    ...measured(worst * 100, '%', 'of the fingerprint differs'),
    starts: startsOf(clipAt, indices, matches),
  })
}

/** Where each clip begins on the axis of the earliest one, step by step along the matches. */
function startsOf(
  clipAt: ClipAt,
  indices: readonly number[],
  matches: readonly FingerprintMatch[],
): NonNullable<FindingDetails['starts']> {
  const starts = new Map([[indices[0], 0]])
  while (starts.size < indices.length) {
    const before = starts.size
    for (const { oneIndex, otherIndex, offsetSeconds } of matches) {
      const [one, other] = [starts.get(oneIndex), starts.get(otherIndex)]
      if (one !== undefined && other === undefined) starts.set(otherIndex, one + offsetSeconds)
      if (one === undefined && other !== undefined) starts.set(oneIndex, other - offsetSeconds)
    }
    if (starts.size === before) break
  }
  const earliest = Math.min(...starts.values())
  return [...starts].map(([index, seconds]) => ({
    clipId: clipAt(index).clipId,
    seconds: seconds - earliest,
  }))
}

/** Matches that hang together by clips that they share. */
function groupMatches(matches: readonly FingerprintMatch[]): FingerprintMatch[][] {
  const parents = new Map<number, number>()
  const rootOf = (index: number): number => {
    const parent = parents.get(index) ?? index
    return parent === index ? index : rootOf(parent)
  }
  for (const { oneIndex, otherIndex } of matches) {
    const [one, other] = [rootOf(oneIndex), rootOf(otherIndex)]
    parents.set(Math.max(one, other), Math.min(one, other))
  }
  const groups = new Map<number, FingerprintMatch[]>()
  for (const match of matches) {
    const root = rootOf(match.oneIndex)
    const group = groups.get(root)
    if (group) group.push(match)
    else groups.set(root, [match])
  }
  return [...groups.values()]
}
