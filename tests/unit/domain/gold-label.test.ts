import { describe, expect, it } from 'vitest'
import {
  corpusMapOf,
  goldLabelOf,
  goldSharesOf,
  IDENTITY_MAP,
  type Voices,
} from '#shared/domain/gold-label.ts'
import { describeGoldRule, goldRule, type GoldRule } from '#shared/domain/gold-rule.ts'

const voices = (raters: string[], rest: Partial<Voices> = {}): Voices => ({
  intended: 'sad',
  perceived: null,
  listeners: null,
  raters: raters.map((label, index) => ({ rater: 'ABCDE'[index], label })),
  ...rest,
})
const rule = (
  kind: GoldRule['kind'],
  otherwise: GoldRule['otherwise'] = 'intended',
  rater: string | null = null,
) => goldRule.parse({ kind, otherwise, rater })
const gold = (said: Voices, by: GoldRule) => goldLabelOf(said, by, IDENTITY_MAP)

describe('the gold label', () => {
  it('of the newest rater is what was said last', () => {
    expect(gold(voices(['calm', 'fear']), rule('newest'))).toBe('fear')
    expect(gold(voices([]), rule('newest'))).toBe('sad')
  })

  it('of the intended rule is the corpus’s, whatever raters say', () => {
    expect(gold(voices(['calm', 'fear']), rule('intended'))).toBe('sad')
  })

  it('of the majority is what most raters say; a tie goes to the intended label or to none', () => {
    expect(gold(voices(['calm', 'fear', 'calm']), rule('majority'))).toBe('calm')
    expect(gold(voices(['calm', 'fear']), rule('majority'))).toBe('sad')
    expect(gold(voices(['calm', 'fear']), rule('majority', 'unlabelled'))).toBeNull()
    expect(gold(voices(['calm', 'fear', 'fear', 'calm', 'happy']), rule('majority', 'unlabelled'))).toBeNull()
    expect(gold(voices([]), rule('majority', 'unlabelled'))).toBeNull()
  })

  it('of one rater is theirs alone', () => {
    expect(gold(voices(['calm', 'fear']), rule('rater', 'intended', 'A'))).toBe('calm')
    expect(gold(voices(['calm', 'fear']), rule('rater', 'unlabelled', 'Z'))).toBeNull()
  })

  it('of listeners is what they perceived', () => {
    expect(gold(voices(['calm'], { perceived: 'angry' }), rule('perceived'))).toBe('angry')
    expect(gold(voices(['calm']), rule('perceived'))).toBe('sad')
    expect(gold(voices(['calm']), rule('perceived', 'unlabelled'))).toBeNull()
  })

  it('of most votes counts one vote a rater and one a listener; a tie goes to the fallback', () => {
    const said = voices(['calm', 'calm'], { listeners: { neutral: 3, calm: 2 } })
    expect(gold(said, rule('votes'))).toBe('calm')
    expect(gold(voices(['calm'], { listeners: { fear: 1 } }), rule('votes'))).toBe('sad')
  })

  it('of the soft distribution is that of most votes, with the share of each', () => {
    const said = voices(['calm', 'calm'], { listeners: { neutral: 3, calm: 2 } })
    expect(gold(said, rule('soft'))).toBe('calm')
    expect(goldSharesOf(said, rule('soft'), IDENTITY_MAP)).toEqual({ calm: 4 / 7, neutral: 3 / 7 })
    const merging = corpusMapOf([{ corpus: '*', label: 'calm', to: 'neutral' }], 'X')
    expect(goldSharesOf(said, rule('soft'), merging)).toEqual({ neutral: 1 })
    const leaving = corpusMapOf([{ corpus: '*', label: 'neutral', to: null }], 'X')
    expect(goldSharesOf(said, rule('soft'), leaving)).toEqual({ calm: 1 })
    expect(goldSharesOf(voices([]), rule('soft'), IDENTITY_MAP)).toBeNull()
    expect(goldSharesOf(said, rule('votes'), IDENTITY_MAP)).toBeNull()
    expect(goldSharesOf(voices(['calm', 'fear']), rule('soft', 'unlabelled'), IDENTITY_MAP)).toBeNull()
  })

  it('says in words what it follows from', () => {
    expect(describeGoldRule(rule('majority', 'unlabelled'))).toBe('majority of raters, else unlabelled')
    expect(describeGoldRule(rule('soft'))).toBe('soft distribution of raters and listeners, else intended')
    expect(() => goldRule.parse({ kind: 'rater', rater: null, otherwise: 'intended' })).toThrow(
      'rater must be given',
    )
    expect(() => goldRule.parse({ kind: 'votes', rater: 'A', otherwise: 'intended' })).toThrow(
      'rater must be given',
    )
  })
})

describe('a label map', () => {
  const every = (label: string, to: string | null) => ({ corpus: '*', label, to })

  it('goes by corpus first, then by what holds for every corpus', () => {
    const entries = [every('calm', 'neutral'), { corpus: 'RAVDESS', label: 'calm', to: null }]
    const said = voices(['calm'])
    expect(goldLabelOf(said, rule('newest'), corpusMapOf(entries, 'RAVDESS'))).toBeNull()
    expect(goldLabelOf(said, rule('newest'), corpusMapOf(entries, 'EMO-DB'))).toBe('neutral')
  })

  it('is applied once, before votes are counted', () => {
    const map = corpusMapOf([every('calm', 'neutral'), every('neutral', 'boredom')], 'X')
    expect(goldLabelOf(voices(['calm', 'neutral', 'neutral']), rule('majority'), map)).toBe('boredom')
    const merging = corpusMapOf([every('calm', 'neutral')], 'X')
    expect(goldLabelOf(voices(['calm', 'neutral', 'fear']), rule('majority'), merging)).toBe('neutral')
  })

  it('leaves a clip out when that is what most votes come to', () => {
    const map = corpusMapOf([every('calm', null)], 'X')
    expect(goldLabelOf(voices(['calm', 'calm', 'fear']), rule('majority'), map)).toBeNull()
    expect(goldLabelOf(voices([], { intended: 'calm' }), rule('newest'), map)).toBeNull()
  })
})
