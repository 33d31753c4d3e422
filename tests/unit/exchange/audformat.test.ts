import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allOf, exclusion, judgement, labelledClip, said, textFile, whole } from '#fixtures/labelled-clips.ts'
import { writeAudformat } from '#main/exchange/audformat-write.ts'
import { readAudformat } from '#main/exchange/audformat-read.ts'
import type { NamedBytes } from '#main/exchange/label-line.ts'

/** Written by audformat 1.4.3, see make.py there. */
const FIXTURES = path.resolve(import.meta.dirname, '../../fixtures/audformat')
const fixture = (name: string): NamedBytes => {
  if (!name.endsWith('.parquet')) return { name, bytes: readFileSync(path.join(FIXTURES, name)) }
  return { name, bytes: Buffer.from(readFileSync(path.join(FIXTURES, `${name}.base64`), 'utf8'), 'base64') }
}
const SAID = [
  ['a/x.wav', null, null, 'anna', 'anger', 0.5, 'one, two', '2026-01-05T10:00:00.250Z'],
  ['a/y, "q".wav', null, null, 'anna', 'sadness', null, null, null],
  ['b/z.wav', 0, 1, 'machine', 'happiness', null, null, null],
  ['b/z.wav', 1.25, null, 'machine', 'neutral', null, null, null],
]

const CLIPS = [
  labelledClip('a/x.wav', {
    judgements: [
      judgement('intended', 'sad'),
      judgement('ann b.', 'angry', { confidence: 0.75, note: 'hoarse, "loud"\nand ä' }),
    ],
  }),
  labelledClip('a/no.wav', { speakerId: null, sex: 'unknown', exclusions: [exclusion(true)] }),
  labelledClip('b/y.wav', {
    speakerId: 'TEST/02',
    sex: 'male',
    startSeconds: 90061.5,
    endSeconds: 90062.25,
    judgements: [judgement('ann b.', 'fear')],
  }),
  labelledClip('b/y.wav', {
    speakerId: 'TEST/02',
    sex: 'male',
    startSeconds: 90063,
    judgements: [judgement('intended', 'fear')],
  }),
]
const INFO = { name: 'voices', labelRevision: 7, tracks: ['intended', 'ann b.'] }
const WRITTEN = [
  ['a/x.wav', null, null, 'intended', 'sad', null, null, '2026-01-05T10:00:00.000Z'],
  ['a/x.wav', null, null, 'ann b.', 'angry', 0.75, 'hoarse, "loud"\nand ä', '2026-01-05T10:00:00.000Z'],
  ['b/y.wav', 90061.5, 90062.25, 'ann b.', 'fear', null, null, '2026-01-05T10:00:00.000Z'],
  ['b/y.wav', 90063, null, 'intended', 'fear', null, null, '2026-01-05T10:00:00.000Z'],
]

describe('an audformat database', () => {
  it.each(['csv', 'parquet'])('that audformat has written as %s is read', async (ending) => {
    const names = ['db.yaml', `db.emotion.${ending}`, `db.segments.${ending}`]
    const { lines, bad } = await allOf(readAudformat(names.map(fixture)))
    expect(bad).toEqual([])
    expect(lines.map(said)).toEqual(SAID)
    expect(lines[0].at).toBe(ending === 'csv' ? 'line 2' : 'row 1')
  })

  it('that was written here is read back', async () => {
    const files = writeAudformat(CLIPS, INFO)
      .map(whole)
      .map(({ name, text }) => textFile(name, text))
    const { lines, bad, excluded } = await allOf(readAudformat(files))
    expect(bad).toEqual([])
    expect(lines.map(said)).toEqual(WRITTEN)
    expect(excluded).toMatchObject([{ path: 'a/no.wav', at: 'line 4' }])
  })

  it('says what is excluded beside a rater of that name', async () => {
    const tracks = ['excluded']
    const clip = labelledClip('a.wav', {
      judgements: [judgement('excluded', 'sad')],
      exclusions: [exclusion(true)],
    })
    const files = writeAudformat([clip], { ...INFO, tracks })
      .map(whole)
      .map(({ name, text }) => textFile(name, text))
    const { lines, excluded } = await allOf(readAudformat(files))
    expect(lines).toMatchObject([{ track: 'excluded', label: 'sad' }])
    expect(excluded).toHaveLength(1)
  })

  it('with nothing labelled is still a database', () => {
    const [header] = writeAudformat([], { ...INFO, tracks: [] }).map(whole)
    expect(header.text).toContain('name: voices')
  })

  it('is refused with a reason where a part is missing or speaks of other things', async () => {
    const refusal = (files: NamedBytes[]) =>
      allOf(readAudformat(files)).catch((error: Error) => error.message)
    const header = fixture('db.yaml')
    expect(await refusal([fixture('db.emotion.csv')])).toContain('has a header, db.yaml')
    expect(await refusal([header])).toBe('The table db.emotion.csv (or .parquet) is not among the files.')
    expect(await refusal([header, textFile('db.emotion.pkl', 'x')])).toContain('pickled')
    expect(await refusal([header, textFile('db.emotion.parquet', 'PAR1')])).toContain(
      'db.emotion.parquet is no Parquet',
    )
    expect(await refusal([textFile('db.yaml', 'name: a\nschemes:\n  age: {dtype: int}\ntables: {}\n')])).toBe(
      'db.yaml: no table holds emotions; the schemes are age.',
    )
    expect(await refusal([textFile('db.yaml', '- 1\n')])).toContain('no header of an audformat database')
    expect(await refusal([textFile('db.yaml', 'a: [')])).toContain('db.yaml is no YAML')
  })
})

const python = process.env.EMOTONE_BENCH_PYTHON
const hasAudformat = python !== undefined && canImport(python)
const SKIPPED = ' (skipped: EMOTONE_BENCH_PYTHON names no Python with audformat)'
if (!hasAudformat) console.warn(`The real audformat is not asked${SKIPPED}.`)

describe.skipIf(!hasAudformat)(`the real audformat${hasAudformat ? '' : SKIPPED}`, () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-audformat-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('reads what was written here, label for label', () => {
    const place = path.join(folder, 'written')
    mkdirSync(place)
    for (const { name, text } of writeAudformat(CLIPS, INFO).map(whole))
      writeFileSync(path.join(place, name), text)
    const script = `
import audformat, json, sys
db = audformat.Database.load(sys.argv[1])
whole, parts = db["emotion"].df, db["segments"].df
print(json.dumps({
  "whole": json.loads(whole.reset_index().to_json(orient="values", date_format="iso")),
  "starts": [start.total_seconds() for start in parts.index.get_level_values("start")],
  "ends": [str(end) for end in parts.index.get_level_values("end")],
  "labels": db["segments"]["ann b."].get().tolist()[:1],
  "gender": db["files"]["speaker"].get(map="gender").astype(object).where(lambda one: one.notna(), None).tolist(),
  "raters": {name: rater.type for name, rater in db.raters.items()},
  "emotions": db.schemes["emotion"].labels,
}))`
    const answer = JSON.parse(execFileSync(python!, ['-c', script, place], { encoding: 'utf8' }))
    expect(answer.whole).toEqual([
      [
        'a/x.wav',
        'sad',
        null,
        null,
        '2026-01-05T10:00:00.000',
        'angry',
        0.75,
        'hoarse, "loud"\nand ä',
        '2026-01-05T10:00:00.000',
        false,
      ],
      ['a/no.wav', null, null, null, null, null, null, null, null, true],
    ])
    expect(answer.starts).toEqual([90061.5, 90063])
    expect(answer.ends).toEqual(['1 days 01:01:02.250000', 'NaT'])
    expect(answer.labels).toEqual(['fear'])
    expect(answer.gender).toEqual(['female', null, 'male'])
    expect(answer.raters).toEqual({ intended: 'truth', 'ann b.': 'human' })
    expect(answer.emotions).toEqual(['angry', 'fear', 'sad'])
  })

  it.each(['csv', 'parquet'])('writes %s, and it is read here', async (format) => {
    const place = path.join(folder, format)
    execFileSync(python!, [path.join(FIXTURES, 'make.py'), place, format])
    const files = readdirSync(place).map((name) => ({ name, bytes: readFileSync(path.join(place, name)) }))
    const { lines, bad } = await allOf(readAudformat(files))
    expect(bad).toEqual([])
    expect(lines.map(said)).toEqual(SAID)
  })
})

function canImport(python: string): boolean {
  try {
    execFileSync(python, ['-c', 'import audformat'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
