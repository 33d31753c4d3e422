import { expect, it } from 'vitest'
import { goldEffectText, otherSharesText } from '#shared/domain/gold-effect-words.ts'
import type { GoldRule } from '#shared/domain/gold-rule.ts'
import type { GoldEffect } from '#shared/domain/label-history.ts'

const effect = (part: Partial<GoldEffect>, rule: Partial<GoldRule> = {}): GoldEffect => ({
  clips: 500,
  changedClips: 0,
  changes: [],
  otherShares: 0,
  rule: { kind: 'intended', rater: null, otherwise: 'intended', ...rule },
  map: { version: 0, name: 'none' },
  ...part,
})

it('says of how many clips the gold label changes, and what it follows', () => {
  expect(goldEffectText(effect({}))).toBe('none of 500 clips changes; the gold label follows intended')
  expect(goldEffectText(effect({ changedClips: 37 }, { kind: 'majority' }))).toBe(
    '37 of 500 clips change; the gold label follows the majority of raters, else intended',
  )
  expect(goldEffectText(effect({ clips: 1, changedClips: 1 }, { kind: 'rater', rater: 'Ann' }))).toBe(
    '1 of 1 clip changes; the gold label follows Ann, else intended',
  )
  expect(goldEffectText(effect({ map: { version: 2, name: 'seed four' } }, { kind: 'perceived' }))).toBe(
    'none of 500 clips changes; the gold label follows perceived, else intended, then the label map seed four (version 2)',
  )
})

it('tells of clips that keep their gold label with other shares', () => {
  expect(otherSharesText(effect({}))).toBeNull()
  expect(otherSharesText(effect({ otherShares: 1 }))).toBe(
    '1 other clip keeps its gold label, with other shares of the votes',
  )
  expect(otherSharesText(effect({ otherShares: 12 }))).toBe(
    '12 other clips keep their gold label, with other shares of the votes',
  )
})
