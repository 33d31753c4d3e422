import { describe, expect, it } from 'vitest'
import { StudioError } from '#shared/errors.ts'
import { assertSpeakerDisjoint, checkSplit } from '#main/training/plan/check-split.ts'
import { planRun } from '#main/training/plan/plan-run.ts'
import { demoClips, IDS, planOf } from './plan-fixtures.ts'

const honest = () => planRun(demoClips(), planOf(), 0, IDS).split

describe('checking a split', () => {
  it('refuses speakers that are in two parts and names them', () => {
    const split = honest()
    const [first, second] = split.speakers.train
    for (const speakerId of [first, second]) {
      split.rows.find((row) => row.speakerId === speakerId)!.split = 'test'
    }
    expect(() => assertSpeakerDisjoint(split)).toThrow(
      new StudioError('leakage', `2 speakers are in both train and test: ${first}, ${second}.`),
    )
  })

  it('refuses the same sound in train and test', () => {
    const split = honest()
    const trained = split.rows.find((row) => row.split === 'train')!
    split.rows.find((row) => row.split === 'test')!.clipHash = trained.clipHash
    expect(() => checkSplit(split)).toThrow('The same sound is in both train and test')
  })

  it('refuses a split without test rows', () => {
    const split = honest()
    split.rows = split.rows.filter((row) => row.split !== 'test')
    expect(() => checkSplit(split)).toThrow('The split has no test rows.')
  })
})
