import { expect, it } from 'vitest'
import type { Finding } from '#shared/domain/clip.ts'
import { compareFindings } from '#shared/domain/finding-order.ts'

const finding = (
  id: number,
  kind: string,
  value?: number,
  severity: Finding['severity'] = 'note',
): Finding => ({
  id,
  kind,
  severity,
  clipIds: [],
  paths: [],
  evidence: '',
  details: value === undefined ? {} : { measured: { value, unit: '', what: '' } },
  isSeen: false,
})
const order = (...findings: Finding[]) => findings.sort(compareFindings).map((one) => one.id)

it('puts the largest measure first where more is worse, the smallest where less is', () => {
  expect(order(finding(1, 'clipped', 0.04), finding(2, 'clipped', 0.1), finding(3, 'clipped', 0.03))).toEqual(
    [2, 1, 3],
  )
  expect(order(finding(1, 'low-signal-to-noise', 7.7), finding(2, 'low-signal-to-noise', -1))).toEqual([2, 1])
})

it('puts severity before measure, and keeps the order found where nothing was measured', () => {
  expect(order(finding(1, 'clipped', 9), finding(2, 'clipped', 3, 'warning'))).toEqual([2, 1])
  expect(order(finding(2, 'unreadable'), finding(1, 'unreadable'), finding(3, 'silent', 1, 'error'))).toEqual(
    [3, 1, 2],
  )
})
