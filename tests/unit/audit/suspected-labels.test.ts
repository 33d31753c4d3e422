import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import { featuredClips } from '#main/audit/feature-table.ts'
import { findConfounds } from '#main/audit/confounds.ts'
import { foldsOf } from '#main/audit/out-of-fold.ts'
import { findSuspectedLabels, suspectLabels } from '#main/audit/suspected-labels.ts'
import { makeDemoCorpus } from '#main/demo/make-demo-corpus.ts'
import { measuredClipsOfFolder } from '#fixtures/measure-clips.ts'
import { sourcesAmong } from '#fixtures/audit-measured.ts'
import { measuredClipsOf, type FullClip } from '#fixtures/measured-clips.ts'

const LABELS = ['angry', 'happy', 'neutral', 'sad']

/** Gives every twentieth clip, by chance, another label. @returns the clips, and those whose label is wrong */
function withWrongLabels(clips: readonly FullClip[], seed: string) {
  const random = createRandom(seed)
  const wrong = new Set<number>()
  const order = random.shuffle(clips.map((_, index) => index)).slice(0, Math.round(clips.length * 0.05))
  const changed = clips.slice()
  for (const index of order) {
    const others = LABELS.filter((label) => label !== clips[index].intended)
    changed[index] = { ...clips[index], label: others[random.integer(others.length)] }
    wrong.add(clips[index].clipId)
  }
  return { clips: changed, wrong }
}

describe('suspected labels in the demo voices', () => {
  let folder = ''
  let demo: FullClip[] = []
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emotone-audit-'))
    await makeDemoCorpus(folder, { seed: 1 })
    demo = await measuredClipsOfFolder(folder)
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('name the clip whose voice has another emotion than its name', () => {
    const found = findSuspectedLabels(demo, sourcesAmong(demo))
    expect(found[0]).toMatchObject({ kind: 'suspected-label', severity: 'note' })
    expect(found.map((one) => one.evidence)).toContainEqual(
      expect.stringMatching(
        /^f04_s3_sad_t2.wav is labelled sad \(0\.\d %\), .* expect angry \(\d\d\.\d %\): number [12] of/,
      ),
    )
    expect(found.length).toBeLessThan(0.01 * demo.length)
  })

  it('put planted wrong labels first: of 5 % in 360, most of the first ten and half of the first twenty', () => {
    const atTen: number[] = []
    const atTwenty: number[] = []
    const listed: number[] = []
    for (const seed of ['one', 'two', 'three', 'four', 'five']) {
      const { clips, wrong } = withWrongLabels(demo, seed)
      const suspected = suspectLabels(featuredClips(clips))!
      const hits = suspected.doubts.ranking.map((row) => (wrong.has(suspected.clips[row].clipId) ? 1 : 0))
      const precision = (count: number) =>
        hits.slice(0, count).reduce<number>((sum, hit) => sum + hit, 0) / count
      atTen.push(precision(10))
      atTwenty.push(precision(20))
      if (suspected.worthCheckingCount > 0) listed.push(precision(suspected.worthCheckingCount))
    }
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    console.info(
      `precision with 5 % planted: first ten ${mean(atTen).toFixed(2)}, first twenty ${mean(atTwenty).toFixed(2)}, listed ${mean(listed).toFixed(2)}`,
    )
    expect(mean(atTen)).toBeGreaterThan(0.6)
    expect(mean(atTwenty)).toBeGreaterThan(0.4)
    expect(mean(listed)).toBeGreaterThan(0.6)
  })

  it('are not listed where a rater has labelled the clip, nor for a clip that is excluded', () => {
    const rated = demo.map((clip) => ({ ...clip, isRated: true }))
    expect(findSuspectedLabels(rated, sourcesAmong(demo))).toEqual([])
    const name = 'f04_s3_sad_t2.wav'
    const excluded = demo.map((clip) => ({ ...clip, isExcluded: clip.name === name }))
    expect(
      findSuspectedLabels(excluded, sourcesAmong(demo)).some(({ evidence }) => evidence.startsWith(name)),
    ).toBe(false)
  })

  it('are not sought among fewer than four speakers', () => {
    const three = new Set([...new Set(demo.map((clip) => clip.speakerId))].slice(0, 3))
    expect(suspectLabels(featuredClips(demo.filter((clip) => three.has(clip.speakerId))))).toBeNull()
  })
})

describe('the folds', () => {
  it('keep every group whole and share the rows evenly', () => {
    const groups = Array.from({ length: 300 }, (_, row) => `speaker ${(row * row) % 17}`)
    const folds = foldsOf(groups, 5)
    for (const group of new Set(groups)) {
      expect(new Set(folds.filter((_, row) => groups[row] === group)).size).toBe(1)
    }
    const sizes = [0, 1, 2, 3, 4].map((fold) => folds.filter((one) => one === fold).length)
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThan(40)
  })
})

describe('confounds', () => {
  /** 2 corpora × 4 speakers × 20 clips with features of pure chance, moved by what a clip is. */
  const clipsMovedBy = (shift: (clip: Partial<FullClip>) => number): FullClip[] => {
    const random = createRandom('confounds')
    return measuredClipsOf(
      Array.from({ length: 160 }, (_, index) => {
        const corpus = index < 80 ? 'Lab' : 'Stage'
        const speaker = Math.floor(index / 20) % 4
        const clip: Partial<FullClip> = {
          corpus,
          speakerId: `${corpus}/${speaker}`,
          sex: speaker % 2 === 0 ? 'female' : 'male',
          label: LABELS[index % 4],
        }
        const features = Float32Array.from({ length: 4 }, () => random.normal())
        features[0] += shift(clip)
        return { ...clip, features }
      }),
    )
  }

  it('are none where features are chance', () => {
    expect(findConfounds(clipsMovedBy(() => 0))).toEqual([])
  })

  it('name the corpus where it shows, and say that labels do not go with it', () => {
    const [found, ...others] = findConfounds(clipsMovedBy((clip) => (clip.corpus === 'Lab' ? 6 : 0)))
    expect(others).toEqual([])
    expect(found).toMatchObject({ kind: 'confound', severity: 'note', clipIds: [] })
    expect(found.evidence).toMatch(
      /^The corpus can be told from the 4 features of clips of unheard speakers \(UAR \d+ %, chance 50 %, 2 corpora\), though labels hardly go with it/,
    )
  })

  it('say so where labels go with it', () => {
    const clips = clipsMovedBy((clip) => (clip.corpus === 'Lab' ? 6 : 0)).map((clip) => ({
      ...clip,
      label: clip.corpus === 'Lab' ? 'sad' : clip.label,
    }))
    expect(findConfounds(clips)[0].evidence).toContain('and labels go with it')
  })

  it('name the sex where unheard speakers give it away', () => {
    const found = findConfounds(clipsMovedBy((clip) => (clip.sex === 'male' ? 6 : 0)))
    expect(found.map(({ evidence }) => evidence.slice(0, 8))).toEqual(['The sex '])
  })
})
