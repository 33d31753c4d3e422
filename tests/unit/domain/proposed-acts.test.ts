import { describe, expect, it } from 'vitest'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { combineActs, isSettled, proposeActs, type FindingClip } from '#shared/domain/proposed-acts.ts'

const clip = (id: number, part: Partial<FindingClip> = {}): FindingClip => ({
  id: id as ClipId,
  label: 'sad',
  intended: 'sad',
  perceived: null,
  excluded: false,
  ...part,
})
const finding = (kind: string, ids: number[], part: Partial<Finding> = {}): Finding => ({
  id: 1,
  kind,
  severity: 'warning',
  clipIds: ids as ClipId[],
  paths: [],
  evidence: '',
  details: {},
  isSeen: false,
  ...part,
})
const titles = (one: Finding, clips: FindingClip[]) => proposeActs(one, clips).acts.map((act) => act.title)

describe('the proposed act', () => {
  it('for silence is to exclude the clip', () => {
    expect(proposeActs(finding('silent', [1]), [clip(1)]).acts).toEqual([
      { type: 'exclude', clipIds: [1], title: 'Exclude it', reason: 'silent' },
    ])
  })

  it('for copies with one label is to exclude all but the first', () => {
    expect(proposeActs(finding('identical', [1, 2, 3]), [clip(3), clip(1), clip(2)]).acts).toMatchObject([
      { type: 'exclude', clipIds: [2, 3], title: 'Keep the first, exclude the other 2' },
    ])
    expect(titles(finding('near-duplicate', [1, 2]), [clip(1), clip(2)])).toEqual([
      'Keep the first, exclude the other',
    ])
  })

  it('for one sound under two labels is a choice: each label for all, or none of them in training', () => {
    const clips = [clip(1), clip(2, { label: 'angry', intended: 'angry' })]
    const choices = ['All are sad', 'All are angry', 'Exclude all 2']
    expect(titles(finding('contradicting-labels', [1, 2]), clips)).toEqual(choices)
    expect(titles(finding('near-duplicate', [1, 2], { severity: 'error' }), clips)).toEqual(choices)
  })

  it('for clipping is to exclude only what is heard', () => {
    expect(titles(finding('clipped', [1]), [clip(1)])).toEqual(['Exclude it'])
    expect(titles(finding('clipped', [1], { severity: 'note' }), [clip(1)])).toEqual([])
  })

  it('for a doubtful label is the label that models expect, with their probability as the reason', () => {
    const doubtful = finding('suspected-label', [1], {
      details: { expected: { label: 'angry', probability: 0.87 } },
    })
    expect(proposeActs(doubtful, [clip(1)]).acts).toMatchObject([
      { type: 'label', label: 'angry', title: 'Label angry', reason: expect.stringContaining('87 %') },
    ])
  })

  it('for a label unlike the file name is the label that was not taken, where it is the label that differs', () => {
    const otherwise = { label: 'angry', source: 'the folder YAF_angry' }
    expect(
      proposeActs(finding('name-disagrees', [1], { details: { otherwise } }), [clip(1)]).acts,
    ).toMatchObject([
      { type: 'label', label: 'angry', title: 'Label angry', reason: 'as the folder YAF_angry says' },
    ])
    expect(titles(finding('name-disagrees', [1]), [clip(1)])).toEqual([])
  })

  it('for what listeners heard otherwise is one act for each label that they heard', () => {
    const clips = [
      clip(1, { perceived: 'calm' }),
      clip(2, { perceived: 'fear' }),
      clip(3, { perceived: 'calm' }),
    ]
    expect(proposeActs(finding('perceived-disagrees', [1, 2, 3]), clips).acts).toMatchObject([
      { label: 'calm', clipIds: [1, 3] },
      { label: 'fear', clipIds: [2] },
    ])
  })

  it('is only advice where the studio can do nothing', () => {
    const { acts, advice } = proposeActs(finding('container-mismatch', [1]), [clip(1)])
    expect(acts).toEqual([])
    expect(advice).toContain('Nothing to do here')
    expect(proposeActs(finding('unknown-sex', [1]), [clip(1)]).advice).toContain('manifest')
    expect(proposeActs(finding('made-up', [1]), [clip(1)]).acts).toEqual([])
  })
})

describe('a finding is settled', () => {
  it('as soon as one of its acts is done, and no longer when it is undone', () => {
    const proposal = proposeActs(finding('identical', [1, 2]), [clip(1), clip(2)])
    expect(isSettled(proposal, [clip(1), clip(2)])).toBe(false)
    expect(isSettled(proposal, [clip(1), clip(2, { excluded: true })])).toBe(true)
  })

  it('whichever of two labels was chosen for all', () => {
    const before = [clip(1), clip(2, { label: 'angry', intended: 'angry' })]
    const proposal = proposeActs(finding('contradicting-labels', [1, 2]), before)
    expect(isSettled(proposal, before)).toBe(false)
    expect(isSettled(proposal, [clip(1, { label: 'angry' }), before[1]])).toBe(true)
  })
})

describe('one press for many findings', () => {
  const doubt = (id: number, label: string) =>
    finding('suspected-label', [id], { details: { expected: { label, probability: 0.9 } } })

  it('joins exclusions, and labels by label; choices and what is settled are left out', () => {
    const of = (one: Finding, clips: FindingClip[]) => ({ proposal: proposeActs(one, clips), clips })
    const combined = combineActs([
      of(finding('silent', [1]), [clip(1)]),
      of(finding('silent', [2]), [clip(2)]),
      of(finding('silent', [3]), [clip(3, { excluded: true })]),
      of(doubt(4, 'angry'), [clip(4)]),
      of(doubt(5, 'happy'), [clip(5)]),
      of(doubt(6, 'angry'), [clip(6)]),
      of(finding('contradicting-labels', [7, 8]), [clip(7), clip(8, { intended: 'fear', label: 'fear' })]),
    ])
    expect(combined.findingCount).toBe(5)
    expect(combined.acts.map(({ title, clipIds }) => [title, clipIds])).toEqual([
      ['Exclude 2 clips', [1, 2]],
      ['Label 2 clips angry', [4, 6]],
      ['Label 1 clip happy', [5]],
    ])
  })
})
