import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FoundProblem } from '#main/corpora/importer.ts'
import {
  cremaDNames,
  emoDbNames,
  ravdessNames,
  recogniseNames,
  saveeNames,
  SHARED_CORPORA,
  tessNames,
} from '#fixtures/corpora.ts'

/** A corpus by its names: emotions stand in the name as published, written down here once more. */
interface Named {
  paths: string[]
  labelOf: (stem: string) => string
  /** One clip that gets a wrong label: what its name says, and what is said instead. */
  planted: { name: string; says: string; wrong: string }
}

const byCode =
  (codes: Record<string, string>, codeOf: (stem: string) => string) =>
  (stem: string): string =>
    codes[codeOf(stem)]
const SAVEE_CODES = {
  a: 'angry',
  d: 'disgust',
  f: 'fear',
  h: 'happy',
  n: 'neutral',
  sa: 'sad',
  su: 'surprise',
}

const CORPORA: Record<string, Named> = {
  RAVDESS: {
    paths: ravdessNames([1, 2, 3, 4]),
    labelOf: byCode(
      {
        '01': 'neutral',
        '02': 'calm',
        '03': 'happy',
        '04': 'sad',
        '05': 'angry',
        '06': 'fear',
        '07': 'disgust',
        '08': 'surprise',
      },
      (stem) => stem.split('-')[2],
    ),
    planted: { name: '03-01-06-02-01-02-03.wav', says: 'fear', wrong: 'angry' },
  },
  TESS: {
    paths: tessNames(12),
    labelOf: byCode(
      {
        angry: 'angry',
        disgust: 'disgust',
        fear: 'fear',
        happy: 'happy',
        neutral: 'neutral',
        ps: 'surprise',
        sad: 'sad',
      },
      (stem) => stem.split('_')[2],
    ),
    planted: { name: 'YAF_wae_ps.wav', says: 'surprise', wrong: 'happy' },
  },
  'SAVEE, flat': {
    paths: saveeNames('flat'),
    labelOf: byCode(SAVEE_CODES, (stem) => stem.split('_')[1].replace(/\d/g, '')),
    planted: { name: 'JE_sa03.wav', says: 'sad', wrong: 'surprise' },
  },
  'CREMA-D': {
    paths: cremaDNames([1001, 1002, 1003, 1004]),
    labelOf: byCode(
      { ANG: 'angry', DIS: 'disgust', FEA: 'fear', HAP: 'happy', NEU: 'neutral', SAD: 'sad' },
      (stem) => stem.split('_')[2],
    ),
    planted: { name: '1003_MTI_DIS_XX.wav', says: 'disgust', wrong: 'neutral' },
  },
  'EMO-DB': {
    paths: emoDbNames(),
    labelOf: byCode(
      { W: 'angry', L: 'boredom', E: 'disgust', A: 'fear', F: 'happy', T: 'sad', N: 'neutral' },
      (stem) => stem[5],
    ),
    planted: { name: '14b02La.wav', says: 'boredom', wrong: 'sad' },
  },
}

const nameOf = (path: string): string => path.split('/').at(-1)!
const stemOf = (path: string): string => nameOf(path).replace(/\.wav$/, '')
const disagreeing = ({ problems }: { problems: FoundProblem[] }): FoundProblem[] =>
  problems.filter(({ kind }) => kind === 'name-disagrees')

describe.each(Object.entries(CORPORA))('%s: a label and the file name', (_, { paths, labelOf, planted }) => {
  const { name, says, wrong } = planted
  const labelled = (path: string, isPlanted: boolean) =>
    isPlanted && nameOf(path) === name ? wrong : labelOf(stemOf(path))
  const inClassFolders = (isPlanted: boolean) =>
    recogniseNames(paths.map((path) => `${labelled(path, isPlanted)}/${nameOf(path)}`))
  const inManifest = (isPlanted: boolean) =>
    recogniseNames(paths, {
      'labels.csv': ['path,label', ...paths.map((path) => `${path},${labelled(path, isPlanted)}`)].join('\n'),
    })

  it('never disagree in the published layout, in folders of a class, or in a manifest', async () => {
    expect(paths.map(nameOf)).toContain(name)
    for (const found of [await recogniseNames(paths), await inClassFolders(false), await inManifest(false)]) {
      expect(found.clips.map((clip) => clip.label)).not.toContain(null)
      expect(found.clips).toHaveLength(paths.length)
      expect(disagreeing(found)).toEqual([])
    }
  })

  it('disagree where a clip lies in the folder of another class: it is named, and nothing else', async () => {
    const found = await inClassFolders(true)
    expect(disagreeing(found)).toEqual([
      {
        kind: 'name-disagrees',
        severity: 'warning',
        relativePaths: [`${wrong}/${name}`],
        evidence: `${name}: the name says ${says}, the folder ${wrong}; the name was taken.`,
        details: { otherwise: { label: wrong, source: `the folder ${wrong}` } },
      },
    ])
    expect(found.clips.find((clip) => nameOf(clip.relativePath) === name)?.label).toBe(says)
  })

  it('disagree where a manifest gives it another label: it is named, and nothing else', async () => {
    const found = await inManifest(true)
    expect(disagreeing(found)).toEqual([
      {
        kind: 'name-disagrees',
        severity: 'warning',
        relativePaths: [paths.find((path) => nameOf(path) === name)],
        evidence: `${name}: the name says ${says}, labels.csv ${wrong}; the label of labels.csv was taken.`,
        details: { otherwise: { label: says, source: 'the name' } },
      },
    ])
    expect(found.clips.find((clip) => nameOf(clip.relativePath) === name)?.label).toBe(wrong)
  })
})

describe('a label and the file name', () => {
  it('disagree in the folders of TESS, also about the speaker', async () => {
    const found = await recogniseNames([
      'YAF_sad/YAF_germ_angry.wav',
      'OAF_Pleasant_surprise/OAF_pad_ps.wav',
      'OAF_sad/YAF_germ_sad.wav',
      'OAF_neutral/OA_bite_neutral.wav',
    ])
    expect(disagreeing(found).map(({ evidence }) => evidence)).toEqual([
      'YAF_germ_sad.wav: the name says speaker YAF, the folder OAF_sad; the name was taken.',
      'YAF_germ_angry.wav: the name says angry, the folder YAF_sad; the name was taken.',
    ])
  })

  it('disagree about the actor of RAVDESS, and about the speaker of SAVEE', async () => {
    const actor = await recogniseNames([
      'Actor_03/03-01-05-01-01-01-04.wav',
      'Actor_04/03-01-05-01-01-01-04.wav',
    ])
    expect(disagreeing(actor).map(({ evidence }) => evidence)).toEqual([
      '03-01-05-01-01-01-04.wav: the name says speaker 04, the folder Actor_03; the name was taken.',
    ])
    const savee = await recogniseNames(['DC/DC_a01.wav', 'DC/DC_a02.wav', 'DC/JE_a03.wav'])
    expect(disagreeing(savee).map(({ evidence }) => evidence)).toEqual([
      'JE_a03.wav: the name says speaker JE, the folder DC; the name was taken.',
    ])
  })

  it('disagree in SAVEE where the folders of speakers lie in folders of a class', async () => {
    const found = await recogniseNames(['angry/DC/a01.wav', 'angry/DC/a02.wav', 'angry/JE/sa01.wav'])
    expect(disagreeing(found).map(({ evidence }) => evidence)).toEqual([
      'sa01.wav: the name says sad, the folder angry; the name was taken.',
    ])
  })

  it('are not compared where a folder means something else by its word', async () => {
    const normal = ravdessNames([1]).filter((path) => path.split('-')[3] === '01')
    const found = await recogniseNames(normal.map((path) => `normal/${nameOf(path)}`))
    expect(disagreeing(found)).toEqual([])
  })

  it('disagree once for each pair of labels in a manifest, and the names are counted', async () => {
    const paths = ravdessNames([1, 2])
    const { labelOf } = CORPORA.RAVDESS
    const calm = paths.filter((path) => labelOf(stemOf(path)) === 'calm')
    const rows = paths.map((path) => `${path},${labelOf(stemOf(path)).replace('calm', 'neutral')}`)
    const [problem, ...others] = disagreeing(
      await recogniseNames(paths, { 'labels.csv': ['path,label', ...rows].join('\n') }),
    )
    expect(others).toEqual([])
    expect([...problem.relativePaths].sort()).toEqual([...calm].sort())
    expect(problem.evidence).toMatch(
      /^03-\S+, 03-\S+, 03-\S+ and 13 more: the names say calm, labels.csv neutral; /,
    )
  })

  it('are one note where a manifest labels most by something else, and none where its words are no emotions', async () => {
    const paths = emoDbNames()
    const manifest = (label: (index: number) => string) =>
      recogniseNames(paths, {
        'ears.csv': ['path,label', ...paths.map((path, index) => `${path},${label(index)}`)].join('\n'),
      })
    const heard = disagreeing(await manifest(() => 'neutral'))
    expect(heard).toMatchObject([
      {
        severity: 'note',
        evidence: '600 of 700 names say another label than ears.csv; its labels were taken.',
      },
    ])
    expect(heard[0].relativePaths).toHaveLength(600)
    expect(disagreeing(await manifest((index) => (index % 2 ? 'positive' : 'negative')))).toEqual([])
  })
})

const MANIFEST = join(SHARED_CORPORA, 'manifest.csv')
const hasManifest = existsSync(MANIFEST)
if (!hasManifest) console.warn(`${MANIFEST} is missing: real names are not held against their labels.`)

describe.skipIf(!hasManifest)(
  'the names of real corpora (skipped where ../shared/corpora is missing)',
  () => {
    const rows = hasManifest
      ? readFileSync(MANIFEST, 'utf8')
          .trim()
          .split('\n')
          .slice(1)
          .map((line) => line.split(','))
          .map(([path, corpus, , , , label]) => ({ path, corpus, label }))
      : []
    const inClassFolders = (planted: ReadonlyMap<string, string>) =>
      recogniseNames(rows.map(({ path, label }) => `${planted.get(path) ?? label}/${nameOf(path)}`))

    it('agree with their labels, in their own folders and in folders of a class', async () => {
      expect(rows).toHaveLength(1284)
      expect(disagreeing(await recogniseNames(rows.map(({ path }) => path)))).toEqual([])
      expect(disagreeing(await inClassFolders(new Map()))).toEqual([])
    })

    it('are found, each and only those, where one clip in forty lies in the folder of another class', async () => {
      const labels = [...new Set(rows.map(({ label }) => label))]
      const planted = new Map(
        rows
          .filter((_, index) => index % 40 === 7)
          .map(({ path, label }, index) => [
            path,
            labels[(labels.indexOf(label) + 1 + (index % (labels.length - 1))) % labels.length],
          ]),
      )
      expect(planted.size).toBe(32)
      const found = disagreeing(await inClassFolders(planted))
      expect(found.map(({ relativePaths }) => nameOf(relativePaths[0])).sort()).toEqual(
        [...planted.keys()].map(nameOf).sort(),
      )
    })
  },
)
