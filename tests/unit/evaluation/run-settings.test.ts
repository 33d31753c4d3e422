import { expect, it } from 'vitest'
import { differingSettings, settingsOf } from '#main/evaluation/run-settings.ts'
import { configOf } from './evaluation-fixtures.ts'

const MAJORITY = { kind: 'majority', rater: null, otherwise: 'unlabelled' } as const
const MAP = { version: 2, name: 'calm → neutral', entries: [{ corpus: '*', label: 'calm', to: 'neutral' }] }

it('a run names the rule of its gold labels and the version of its label map', () => {
  const settings = settingsOf(configOf({ goldRule: MAJORITY, labelMap: MAP }))
  expect(settings).toContainEqual({ name: 'Gold label', value: 'majority of raters, else unlabelled' })
  expect(settings).toContainEqual({ name: 'Label map', value: 'calm → neutral (version 2)' })
})

it('a run that learnt shares says so', () => {
  const goldRule = { kind: 'soft', rater: null, otherwise: 'intended' } as const
  expect(settingsOf(configOf({ goldRule }))).toContainEqual({
    name: 'Gold label',
    value: 'soft distribution of raters and listeners, else intended',
  })
})

it('a run of before there was a choice says what held then, and differs from others by it', () => {
  const old = configOf()
  expect(settingsOf(old)).toContainEqual({ name: 'Gold label', value: 'newest rater, else intended' })
  expect(differingSettings([old, configOf({ goldRule: MAJORITY, labelMap: MAP })])).toEqual([
    { name: 'Gold label', values: ['newest rater, else intended', 'majority of raters, else unlabelled'] },
    { name: 'Label map', values: ['none', 'calm → neutral (version 2)'] },
  ])
})
