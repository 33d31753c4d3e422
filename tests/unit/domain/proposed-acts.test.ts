import { describe, expect, it } from 'vitest'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { combineActs, isSettled, proposeActs, type FindingClip } from '#shared/domain/proposed-acts.ts'

const clip = (id: number, part: Partial<FindingClip> = {}): FindingClip => ({
  id: id as ClipId,
  label: 'sad',
  intended: 'sad',
  perceived: null,
  excluded: false,
  findings: [],
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

  it('for one sound under two labels is a choice: one clip with the label that fits, or none of them in training', () => {
    const clips = [clip(1), clip(2, { label: 'angry', intended: 'angry' })]
    const choices = ['Keep sad, exclude the other', 'Keep angry, exclude the other', 'Exclude both']
    expect(titles(finding('contradicting-labels', [1, 2]), clips)).toEqual(choices)
    expect(titles(finding('near-duplicate', [1, 2], { severity: 'error' }), clips)).toEqual(choices)
    const three = [...clips, clip(3)]
    expect(proposeActs(finding('contradicting-labels', [1, 2, 3]), three).acts).toMatchObject([
      { title: 'Keep sad, exclude the other 2', clipIds: [2, 3] },
      { title: 'Keep angry, exclude the other 2', clipIds: [1, 3] },
      { title: 'Exclude all 3', clipIds: [1, 2, 3] },
    ])
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

  it('gives no label to a clip in which nothing can be heard, nor to an excluded one among others', () => {
    const clips = [
      clip(1, { perceived: 'calm' }),
      clip(2, { perceived: 'calm', findings: ['clipped', 'silent'] }),
      clip(3, { perceived: 'fear', excluded: true }),
    ]
    const { acts, leftOut } = proposeActs(finding('perceived-disagrees', [1, 2, 3]), clips)
    expect(acts).toMatchObject([{ label: 'calm', title: 'Label calm: 1', clipIds: [1] }])
    expect(leftOut).toEqual([2, 3])
    const expected = { expected: { label: 'angry', probability: 0.87 } }
    expect(titles(finding('suspected-label', [2], { details: expected }), clips)).toEqual([])
    const mute = [clip(1, { findings: ['silent'] }), clip(2, { label: 'angry', findings: ['silent'] })]
    expect(titles(finding('contradicting-labels', [1, 2]), mute)).toEqual(['Exclude both'])
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

  it('whichever of two labels was kept', () => {
    const before = [clip(1), clip(2, { label: 'angry', intended: 'angry' })]
    const proposal = proposeActs(finding('contradicting-labels', [1, 2]), before)
    expect(isSettled(proposal, before)).toBe(false)
    expect(isSettled(proposal, [clip(1, { excluded: true }), before[1]])).toBe(true)
    expect(isSettled(proposal, [before[0], clip(2, { excluded: true })])).toBe(true)
  })

  it('only when every part is done, where each label heard is one', () => {
    const before = [clip(1, { perceived: 'calm' }), clip(2, { perceived: 'fear' })]
    const proposal = proposeActs(finding('perceived-disagrees', [1, 2]), before)
    const [calm, fear] = [clip(1, { perceived: 'calm', label: 'calm' }), clip(2, { label: 'fear' })]
    expect(isSettled(proposal, [calm, before[1]])).toBe(false)
    expect(isSettled(proposal, [calm, fear])).toBe(true)
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
    expect(combined.acts[1].reason).toBe('models that never heard the speaker expect angry')
    const renamed = finding('name-disagrees', [8], {
      details: { otherwise: { label: 'sad', source: 'the name' } },
    })
    expect(combineActs([of(renamed, [clip(8, { label: 'fear' })])]).acts[0].reason).toBe('as the name says')
  })
})
