import { describe, expect, it } from 'vitest'
import { storedSplit } from '#shared/domain/run.ts'
import { classTargetOf } from '#main/training/plan/class-target.ts'
import { planRun } from '#main/training/plan/plan-run.ts'
import { clipOf, demoClips, IDS, planOf } from './plan-fixtures.ts'

const CLASSES = ['angry', 'happy', 'neutral', 'sad']

describe('the votes of a clip, among the classes of a run', () => {
  it('become the share of each class; other labels are left out and the rest brought to a sum of 1', () => {
    const shares = { sad: 0.5, angry: 0.25, fear: 0.25 }
    const target = classTargetOf({ label: 'sad', shares }, CLASSES)
    expect(target).toEqual({ label: 'sad', shares: [0.25 / 0.75, 0, 0, 0.5 / 0.75] })
  })

  it('are the label alone where nothing else has a share, or nobody voted', () => {
    expect(classTargetOf({ label: 'sad', shares: { sad: 0.6, fear: 0.4 } }, CLASSES)).toEqual({
      label: 'sad',
    })
    expect(classTargetOf({ label: 'sad', shares: null }, CLASSES)).toEqual({ label: 'sad' })
  })

  it('teach nothing where the gold label is no class, whatever else was heard', () => {
    expect(classTargetOf({ label: 'fear' }, CLASSES)).toBeNull()
    const shares = { fear: 0.5, sad: 0.3, angry: 0.2 }
    expect(classTargetOf({ label: 'fear', shares }, CLASSES)).toBeNull()
    expect(classTargetOf({ label: null, shares: { sad: 1 } }, CLASSES)).toBeNull()
  })

  it('keep the gold label as the label where two have equally many: the rule has decided', () => {
    expect(classTargetOf({ label: 'sad', shares: { angry: 0.5, sad: 0.5 } }, CLASSES)).toEqual({
      label: 'sad',
      shares: [0.5, 0, 0, 0.5],
    })
  })
})

describe('a plan with votes', () => {
  const speaker = { speakerId: 'demo/1', corpus: 'demo', sex: 'female' } as const
  const clips = [
    ...demoClips(),
    clipOf(1001, { ...speaker, label: 'sad', shares: { sad: 0.6, neutral: 0.2, fear: 0.2 } }),
    clipOf(1002, { ...speaker, label: 'fear', shares: { fear: 0.6, sad: 0.4 } }),
  ]
  const plan = planOf({ corpora: ['demo'] })

  it('keeps the shares with every row of the clip, in what is stored of the split', () => {
    const { split, config } = planRun(clips, plan, 0, IDS)
    expect(storedSplit.parse(JSON.parse(JSON.stringify(split)))).toEqual(split)
    const rows = split.rows.filter(({ clipId }) => clipId === 1001)
    expect(rows.length).toBe(rows[0].split === 'train' ? 7 : 1)
    for (const { label, shares } of rows) {
      expect(label).toBe('sad')
      expect(shares![config.labels.indexOf('sad')]).toBeCloseTo(0.75, 12)
      expect(shares![config.labels.indexOf('neutral')]).toBeCloseTo(0.25, 12)
      expect(shares!.reduce((sum, share) => sum + share)).toBeCloseTo(1, 12)
    }
    expect(split.rows.filter(({ shares }) => shares).every(({ clipId }) => clipId === 1001)).toBe(true)
  })

  it('leaves out a clip whose gold label is none of its classes', () => {
    const { split } = planRun(clips, plan, 0, IDS)
    expect(split.rows.some(({ clipId }) => clipId === 1002)).toBe(false)
  })

  it('that are all for one label is the plan of that label', () => {
    const voted = demoClips().map((clip) => ({ ...clip, shares: { [clip.label!]: 1 } }))
    expect(planRun(voted, planOf(), 0, IDS)).toEqual(planRun(demoClips(), planOf(), 0, IDS))
  })
})
