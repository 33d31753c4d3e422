import { expect, it } from 'vitest'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { groupFindings } from '#renderer/views/audit/group-findings.ts'

const finding = (id: number, kind: string, severity: Finding['severity'], ...clips: number[]): Finding => ({
  id,
  kind,
  severity,
  clipIds: clips as ClipId[],
  paths: [],
  evidence: '',
  details: {},
  isSeen: false,
})

it('puts the worst kind first, then the one with the most clips', () => {
  const groups = groupFindings([
    finding(1, 'clipped', 'note', 1, 2, 3),
    finding(2, 'silent', 'error', 4),
    finding(3, 'identical', 'warning', 5, 6),
    finding(4, 'misnamed', 'warning', 5),
  ])
  expect(groups.map(({ kind }) => kind)).toEqual(['silent', 'identical', 'misnamed', 'clipped'])
})

it('names each clip of a kind once and takes the worst severity', () => {
  const [group] = groupFindings([
    finding(1, 'identical', 'note', 1, 2),
    finding(2, 'identical', 'error', 2, 3),
  ])
  expect(group.clipIds).toEqual([1, 2, 3])
  expect(group.severity).toBe('error')
})

it('names clips in the order in which the findings stand and each lists its own', () => {
  const heard = [{ clipId: 2 as ClipId, meant: 'sad', heard: 'fear', share: 0.9, votes: '' }]
  const [group] = groupFindings([
    { ...finding(1, 'perceived-disagrees', 'note', 7, 2), details: { heard } },
    finding(2, 'perceived-disagrees', 'note', 5),
  ])
  expect(group.clipIds).toEqual([2, 7, 5])
})

it('writes the measures of a kind with the same digits behind the point', () => {
  const measured = (value: number) => ({ measured: { value, unit: '%', what: 'at full scale' } })
  const [group] = groupFindings([
    { ...finding(1, 'clipped', 'note', 1), details: measured(0.041) },
    { ...finding(2, 'clipped', 'note', 2), details: measured(0.1) },
    finding(3, 'clipped', 'note', 3),
  ])
  expect(group.decimals).toBe(3)
})
