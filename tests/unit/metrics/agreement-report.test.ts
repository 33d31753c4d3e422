import { describe, expect, it } from 'vitest'
import { fleissKappa, krippendorffAlpha } from '#shared/metrics/agreement.ts'
import { agreementReport, isDisputed, type RatedClip } from '#shared/metrics/agreement-report.ts'
import { createRandom } from '#shared/random.ts'

/**
 * Krippendorff's own worked example ("Computing Krippendorff's Alpha-Reliability", 2011, part C): four observers, twelve
 * units, values missing; nominal alpha 0.743.
 */
const OBSERVERS = [
  '1 2 3 3 2 1 4 1 2 . . .',
  '1 2 3 3 2 2 4 1 2 5 . 3',
  '. 3 3 3 2 3 4 2 2 5 1 .',
  '1 2 3 3 2 4 4 1 2 5 1 .',
]
const UNITS = Array.from({ length: 12 }, (_, unit) =>
  OBSERVERS.map((observer) => observer.split(' ')[unit]).map((value) => (value === '.' ? null : value)),
)
/** Cohen's kappa example of Wikipedia: 50 applications, yes/no 20, 5, 10, 15; kappa 0.4. */
const APPLICATIONS = [
  ['yes', 'yes', 20],
  ['yes', 'no', 5],
  ['no', 'yes', 10],
  ['no', 'no', 15],
] as const
const clipsOf = (units: readonly (readonly (string | null)[])[], corpus = 'A'): RatedClip[] =>
  units.map((labels) => ({ corpus, labels }))
const report = (tracks: string[], clips: RatedClip[]) => agreementReport(tracks, clips, createRandom('test'))
const PAIR = APPLICATIONS.flatMap(([first, second, count]) =>
  Array.from({ length: count }, () => [first, second]),
)

describe('the agreement of several tracks', () => {
  it('is Krippendorff’s alpha of the published example, with missing values', () => {
    const { all } = report(['a', 'b', 'c', 'd'], clipsOf(UNITS))
    expect(all.alpha.value).toBeCloseTo(0.743, 3)
    expect(all.alpha.value).toBeCloseTo(krippendorffAlpha(UNITS)!, 12)
    expect(all.alpha.interval).toBeNull()
    expect(all).toMatchObject({ clips: 11, disagreements: 3 })
  })

  it('is Fleiss’ kappa over the clips that every track judged', () => {
    const whole = UNITS.filter((unit) => !unit.includes(null)) as string[][]
    const { all } = report(['a', 'b', 'c', 'd'], clipsOf(UNITS))
    expect(all.fleiss).toEqual({ value: fleissKappa(whole), clips: whole.length })
  })

  it('is told pair by pair: Cohen’s kappa of the published example, and the confusion', () => {
    const [pair] = report(['a', 'b'], clipsOf(PAIR)).pairs
    expect(pair.kappa.value).toBeCloseTo(0.4, 12)
    expect(pair).toMatchObject({ first: 'a', second: 'b', clips: 50, sameShare: 0.7 })
    expect(pair.confusion).toEqual([
      [15, 10],
      [5, 20],
    ])
  })

  it('has an interval that holds the value, the same for the same seed', () => {
    const { all } = report(['a', 'b'], clipsOf(PAIR))
    const [low, high] = all.alpha.interval!
    expect(low).toBeLessThan(all.alpha.value!)
    expect(high).toBeGreaterThan(all.alpha.value!)
    expect(report(['a', 'b'], clipsOf(PAIR)).all.alpha.interval).toEqual([low, high])
  })

  it('is told by class, one against all others, and by corpus', () => {
    const clips = [
      ...clipsOf(
        [
          ['sad', 'sad'],
          ['fear', 'sad'],
        ],
        'B',
      ),
      ...clipsOf(
        [
          ['sad', 'sad'],
          ['calm', 'calm'],
          ['calm', null],
        ],
        'A',
      ),
    ]
    const { byLabel, byCorpus, labels } = report(['a', 'b'], clips)
    expect(labels).toEqual(['calm', 'fear', 'sad'])
    expect(byLabel.map(({ label, ratings, alpha }) => [label, ratings, alpha === 1])).toEqual([
      ['calm', 3, true],
      ['fear', 1, false],
      ['sad', 5, false],
    ])
    expect(byCorpus.map(({ corpus, clips: count, disagreements }) => [corpus, count, disagreements])).toEqual(
      [
        ['A', 2, 0],
        ['B', 2, 1],
      ],
    )
  })

  it('is unknown where nobody judged the same clip, or there is but one value', () => {
    const apart = report(
      ['a', 'b'],
      clipsOf([
        ['sad', null],
        [null, 'sad'],
      ]),
    )
    expect(apart.all).toEqual({
      clips: 0,
      disagreements: 0,
      alpha: { value: null, interval: null },
      fleiss: { value: null, clips: 0 },
    })
    expect(apart.pairs[0]).toMatchObject({ clips: 0, sameShare: null, kappa: { value: null } })
    expect(report(['a', 'b'], clipsOf([['sad', 'sad']])).pairs[0].kappa.value).toBeNull()
  })

  it('knows a clip on which two do not say the same', () => {
    expect(
      [
        ['sad', null, 'sad'],
        ['sad', null, 'fear'],
        [null, null],
      ].map(isDisputed),
    ).toEqual([false, true, false])
  })
})
