import { describe, expect, it } from 'vitest'
import { FINDING_KINDS } from '#shared/domain/finding-kinds.ts'
import { checksOf } from '#renderer/views/audit/checks.ts'

const LAST = { finishedAt: '2026-01-05T10:00:00.000Z', seconds: 25, clipCount: 3 }
const auditKinds = ['near-duplicate', 'confound']

describe('the checks of the audit', () => {
  it('wait for it where only indexing has looked', () => {
    const { clean, waiting } = checksOf([{ kind: 'silent' }], { last: null, auditKinds })
    expect(waiting).toEqual(auditKinds)
    expect(clean).toHaveLength(Object.keys(FINDING_KINDS).length - 3)
    expect(clean).not.toContain('silent')
    expect(clean).not.toContain('confound')
  })

  it('have found nothing where it has run and says nothing of them', () => {
    const { clean, waiting } = checksOf([{ kind: 'confound' }], { last: LAST, auditKinds })
    expect(waiting).toEqual([])
    expect(clean).toContain('near-duplicate')
    expect(clean).not.toContain('confound')
  })

  it('have run where an audit of before its time was kept has found something', () => {
    expect(checksOf([{ kind: 'confound' }], { last: null, auditKinds }).waiting).toEqual([])
  })

  it('are not known before the studio has answered', () => {
    expect(checksOf([], null)).toEqual({ clean: [], waiting: [] })
  })
})
