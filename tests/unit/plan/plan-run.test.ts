import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import { runConfig, storedSplit, type StoredSplit } from '#shared/domain/run.ts'
import { assertSpeakerDisjoint } from '#main/training/plan/check-split.ts'
import { planRun } from '#main/training/plan/plan-run.ts'
import { leakedShare, rowsOf } from '#main/training/plan/split-rows.ts'
import { clipOf, clipsOf, corpusClips, demoClips, hasCorpora, IDS, planOf } from './plan-fixtures.ts'

const PARTS = ['train', 'dev', 'test'] as const
const sketches = fc.array(
  fc.record({
    corpus: fc.constantFrom('A', 'B', 'C'),
    sex: fc.constantFrom('female' as const, 'male' as const, 'unknown' as const),
    clipsPerLabel: fc.integer({ min: 1, max: 4 }),
  }),
  { minLength: 3, maxLength: 16 },
)
const seeds = fc.integer({ min: 0, max: 2 ** 31 })
const labelsIn = (split: StoredSplit, part: (typeof PARTS)[number]) =>
  new Set(rowsOf(split, part).map((row) => row.label)).size

describe('an honest plan', () => {
  it('never has a speaker in two parts, and has every clip exactly once', () => {
    fc.assert(
      fc.property(sketches, seeds, (speakers, seed) => {
        const clips = clipsOf(speakers)
        const { split } = planRun(clips, planOf({ seed }), 0, IDS)
        assertSpeakerDisjoint(split)
        expect(leakedShare(split)).toBe(0)
        const originals = split.rows.filter((row) => row.variantIndex === 0)
        expect(originals.map((row) => row.clipId).sort((a, b) => a - b)).toEqual(
          clips.map((clip) => clip.clipId),
        )
        for (const part of PARTS) expect(split.speakers[part].length).toBeGreaterThan(0)
      }),
      { numRuns: 40 },
    )
  })

  it('is the same for the same seed, in whatever order the clips come', () => {
    fc.assert(
      fc.property(sketches, seeds, (speakers, seed) => {
        const clips = clipsOf(speakers)
        const shuffled = createRandom(seed).shuffle([...clips])
        expect(planRun(shuffled, planOf({ seed }), 0, IDS)).toEqual(planRun(clips, planOf({ seed }), 0, IDS))
      }),
      { numRuns: 15 },
    )
  })

  it('splits otherwise for another seed', () => {
    const testSpeakers = [1, 2, 3, 4, 5].map((seed) =>
      planRun(demoClips(), planOf({ seed }), 0, IDS).split.speakers.test.join(),
    )
    expect(new Set(testSpeakers).size).toBeGreaterThan(1)
  })

  it('lets augmented rows follow their clip into train and nowhere else', () => {
    const { split } = planRun(demoClips(), planOf(), 0, IDS)
    expect(rowsOf(split, 'train')).toHaveLength(6 * 24 * 7)
    expect(rowsOf(split, 'dev')).toHaveLength(2 * 24)
    expect(rowsOf(split, 'test').every((row) => row.variantIndex === 0)).toBe(true)
    expect(planRun(demoClips(), planOf({ augment: false }), 0, IDS).split.rows).toHaveLength(240)
  })

  it('gives both sexes and all labels to every part of the demo library', () => {
    for (const seed of [1, 2, 3]) {
      const { split, remarks } = planRun(demoClips(), planOf({ seed }), 0, IDS)
      expect(remarks).toEqual([])
      for (const part of PARTS) {
        expect(labelsIn(split, part)).toBe(4)
        expect(new Set(rowsOf(split, part).map((row) => row.sex)).size).toBe(2)
      }
    }
  })

  it.skipIf(!hasCorpora).each([
    ['mixed', 18, [10, 4, 4]],
    ['female', 10, [6, 2, 2]],
    ['male', 8, [4, 2, 2]],
  ] as const)(
    'splits the real corpora, %s (skipped without ../shared/corpora)',
    (population, speakers, parts) => {
      const { split, config } = planRun(corpusClips(), planOf({ population }), 0, IDS)
      expect(PARTS.map((part) => split.speakers[part].length)).toEqual(parts)
      expect(Object.values(split.speakers).flat()).toHaveLength(speakers)
      const originals = split.rows.filter((row) => row.variantIndex === 0)
      for (const part of PARTS) {
        expect(labelsIn(split, part)).toBe(4)
        const share = rowsOf({ ...split, rows: originals }, part).length / originals.length
        expect(Math.abs(share - (part === 'train' ? 0.6 : 0.2))).toBeLessThan(0.13)
      }
      expect(config.corpora).toContain('RAVDESS')
      expect(runConfig.parse(config)).toEqual(config)
      expect(storedSplit.parse(split)).toEqual(split)
    },
  )

  it('tests the models of women and men on the speakers that test the mixed model', () => {
    for (const seed of [1, 2, 3]) {
      const testSpeakers = (population: 'mixed' | 'female' | 'male') =>
        planRun(demoClips(), planOf({ seed, population }), 0, IDS).split.speakers.test
      expect([...testSpeakers('female'), ...testSpeakers('male')].sort()).toEqual(testSpeakers('mixed'))
    }
  })

  it('places speakers of unknown sex, and a sex of fewer than three speakers', () => {
    const sexes = ['female', 'female', 'female', 'male', 'male', 'unknown'] as const
    const speakers = sexes.map((sex) => ({ corpus: 'A', sex, clipsPerLabel: 2 }))
    const { split } = planRun(clipsOf(speakers), planOf(), 0, IDS)
    expect(PARTS.map((part) => split.speakers[part].length)).toEqual([2, 2, 2])
    const { split: few } = planRun(clipsOf(speakers.slice(0, 5)), planOf(), 0, IDS)
    expect(PARTS.map((part) => few.speakers[part].length)).toEqual([2, 1, 2])
    const two = clipsOf([speakers[0], speakers[1], speakers[3], speakers[4]])
    expect(PARTS.map((part) => planRun(two, planOf(), 0, IDS).split.speakers[part].length)).toEqual([2, 1, 1])
  })

  it('leaves out other labels, unlabelled clips and other corpora', () => {
    const extra = [clipOf(900, { label: 'calm' }), clipOf(901, { label: null }), clipOf(902, { corpus: 'Y' })]
    const { split } = planRun([...demoClips(), ...extra], planOf({ corpora: ['demo'] }), 0, IDS)
    expect(split.rows.some((row) => row.clipId >= 900)).toBe(false)
  })

  it('counts the clips that it cannot place', () => {
    const clips = demoClips()
    const extra = [
      clipOf(900, { speakerId: null }),
      clipOf(901, { speakerId: 'Z/9', clipHash: clips[0].clipHash, name: 'zz.wav' }),
    ]
    const { split, remarks } = planRun([...clips, ...extra], planOf(), 0, IDS)
    expect(remarks).toEqual([
      '1 clip is left out: the speaker is unknown.',
      '1 clip is left out: the same sound is there under another speaker.',
    ])
    expect(split.rows.some((row) => row.clipId >= 900)).toBe(false)
  })

  it('says how many speakers there are where they are too few', () => {
    const two = clipsOf([
      { corpus: 'A', sex: 'female', clipsPerLabel: 2 },
      { corpus: 'A', sex: 'male', clipsPerLabel: 2 },
    ])
    expect(() => planRun(two, planOf(), 0, IDS)).toThrow(
      'Clips of 2 speakers are left; at least 3 speakers are needed, one each for train, dev and test.',
    )
    expect(() => planRun(two, planOf({ population: 'male' }), 0, IDS)).toThrow('Clips of 1 speaker are left')
  })

  it('says what is missing where a class or a population has no clips', () => {
    expect(() => planRun(demoClips(), planOf({ labels: ['angry', 'boredom'] }), 0, IDS)).toThrow(
      'Every class needs clips; there are none of boredom: population mixed, classes angry, boredom, corpora all.',
    )
    const unknown = demoClips().map((clip) => ({ ...clip, speakerId: null }))
    expect(() => planRun(unknown, planOf(), 0, IDS)).toThrow(
      /^No clip is left to train on: .* 240 clips are left out: the speaker is unknown\.$/,
    )
  })

  it('says which labels a part lacks', () => {
    const clips = demoClips().filter((clip) => clip.label !== 'sad' || clip.speakerId === 'demo/1')
    const { remarks } = planRun(clips, planOf(), 0, IDS)
    expect(remarks).toHaveLength(2)
    expect(remarks[0]).toMatch(/^No (train|dev) clip is labelled sad\.$/)
  })
})

describe('the published protocol', () => {
  it('splits seven rows a clip 80/20, rounding the test part up', () => {
    const clips = clipsOf([{ corpus: 'A', sex: 'female', clipsPerLabel: 1068 }]).slice(0, 4248)
    const { split, config } = planRun(clips, planOf({ preset: 'seed' }), 0, IDS)
    expect([rowsOf(split, 'train').length, rowsOf(split, 'test').length]).toEqual([23788, 5948])
    expect(config.splitBy).toBe('row')
  })

  it('leaks, and takes its test rows for dev', () => {
    const { split } = planRun(demoClips(), planOf({ preset: 'seed' }), 0, IDS)
    expect(leakedShare(split)).toBeGreaterThan(0.95)
    expect(rowsOf(split, 'dev')).toEqual(rowsOf(split, 'test'))
    expect(() => assertSpeakerDisjoint(split)).toThrow('10 speakers are in both train and test: demo/1')
  })

  it('needs no speakers', () => {
    const clips = demoClips().map((clip) => ({ ...clip, speakerId: null }))
    expect(planRun(clips, planOf({ preset: 'seed' }), 0, IDS).split.speakers.test).toEqual(['demo/unknown'])
  })
})
