import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allOf, exclusion, judgement, labelledClip, said } from '#fixtures/labelled-clips.ts'
import { readCsvLabels, writeCsv, writeWideCsv } from '#main/exchange/csv-labels.ts'

const read = (text: string) => allOf(readCsvLabels(text, 'labels.csv'))
const CLIPS = [
  labelledClip('a/x.wav', {
    judgements: [
      judgement('intended', 'sad'),
      judgement('ann', 'angry', { confidence: 0.75, note: 'hoarse, "loud"\nand late' }),
    ],
  }),
  labelledClip('b/y.wav', {
    startSeconds: 0.5,
    endSeconds: 2.25,
    speakerId: null,
    sex: 'unknown',
    judgements: [judgement('ann', 'fear')],
  }),
]

describe('labels as CSV', () => {
  it('are one line per clip and track, with header', () => {
    expect([...writeCsv(CLIPS)].join('')).toBe(
      [
        'path,corpus,start,end,speaker,sex,track,label,confidence,note,createdAt,hash,excluded',
        'a/x.wav,TEST,,,TEST/01,female,intended,sad,,,2026-01-05T10:00:00.000Z,hash of a/x.wav,false',
        'a/x.wav,TEST,,,TEST/01,female,ann,angry,0.75,"hoarse, ""loud""',
        'and late",2026-01-05T10:00:00.000Z,hash of a/x.wav,false',
        'b/y.wav,TEST,0.5,2.25,,unknown,ann,fear,,,2026-01-05T10:00:00.000Z,hash of b/y.wav,false',
        '',
      ].join('\n'),
    )
  })

  it('come back as they were written', async () => {
    const { lines, bad } = await read([...writeCsv(CLIPS)].join(''))
    expect(bad).toEqual([])
    expect(lines.map(said)).toEqual([
      ['a/x.wav', null, null, 'intended', 'sad', null, null, '2026-01-05T10:00:00.000Z'],
      ['a/x.wav', null, null, 'ann', 'angry', 0.75, 'hoarse, "loud"\nand late', '2026-01-05T10:00:00.000Z'],
      ['b/y.wav', 0.5, 2.25, 'ann', 'fear', null, null, '2026-01-05T10:00:00.000Z'],
    ])
    expect(lines.map(({ at }) => at)).toEqual(['line 2', 'line 3', 'line 5'])
  })

  it('come back whatever signs are in them', async () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .map((text) => text.trim())
      .filter((text) => text !== '')
    await fc.assert(
      fc.asyncProperty(word, word, word, word, async (path, track, label, note) => {
        const clip = labelledClip(path, { judgements: [judgement(track, label, { note })] })
        const { lines, bad } = await read([...writeCsv([clip])].join(''))
        expect(bad).toEqual([])
        expect(lines.map(said)).toEqual([
          [path, null, null, track, label, null, note, '2026-01-05T10:00:00.000Z'],
        ])
      }),
    )
  })

  it('have a wide form, one column per track', async () => {
    const text = [...writeWideCsv(CLIPS, ['intended', 'ann'])].join('')
    expect(text.split('\n')).toEqual([
      'path,corpus,start,end,speaker,sex,label.intended,label.ann,hash,excluded',
      'a/x.wav,TEST,,,TEST/01,female,sad,angry,hash of a/x.wav,false',
      'b/y.wav,TEST,0.5,2.25,,unknown,,fear,hash of b/y.wav,false',
      '',
    ])
    const { lines } = await read(text)
    expect(lines.map(({ path, track, label }) => [path, track, label])).toEqual([
      ['a/x.wav', 'intended', 'sad'],
      ['a/x.wav', 'ann', 'angry'],
      ['b/y.wav', 'intended', null],
      ['b/y.wav', 'ann', 'fear'],
    ])
  })

  it('say what is excluded, with a line for an excluded clip that has no label', async () => {
    const clips = [
      labelledClip('a.wav', { exclusions: [exclusion(true)], judgements: [judgement('ann', 'sad')] }),
      labelledClip('b.wav', { exclusions: [exclusion(true)] }),
      labelledClip('c.wav', { exclusions: [exclusion(true), exclusion(false)] }),
    ]
    for (const text of [writeCsv(clips), writeWideCsv(clips, ['ann'])]) {
      const { lines, bad, excluded } = await read([...text].join(''))
      expect(bad).toEqual([])
      expect(excluded.map(({ path, at }) => [path, at])).toEqual([
        ['a.wav', 'line 2'],
        ['b.wav', 'line 3'],
      ])
      expect(lines.filter(({ label }) => label !== null)).toMatchObject([{ path: 'a.wav', label: 'sad' }])
    }
    const others = await read('path,label,excluded\na.wav,sad,yes\nb.wav,sad,0\nc.wav,,1\nd.wav,sad,maybe\n')
    expect(others.excluded.map(({ path }) => path)).toEqual(['a.wav', 'c.wav'])
    expect(others.lines.map(({ path }) => path)).toEqual(['a.wav', 'b.wav'])
    expect(others.bad).toMatchObject([{ at: 'line 5', reason: 'excluded=maybe must be true or false' }])
  })

  it('are read from tables of other programs: semicolons, decimal commas, carriage returns, byte order mark', async () => {
    const { lines, bad } = await read(
      '\ufeffFile;Emotion;Start;End;Rater\r\na.wav;Sad;0,5;1,25;ben\r\n\r\nb.wav;;;;\r\n',
    )
    expect(bad).toEqual([])
    expect(lines.map(said)).toEqual([
      ['a.wav', 0.5, 1.25, 'ben', 'Sad', null, null, null],
      ['b.wav', null, null, null, null, null, null, null],
    ])
  })

  it('with faulty lines are read all the same, and each fault is told with its line', async () => {
    const { lines, bad } = await read(
      [
        'path,label,start,end,confidence,createdAt',
        'a.wav,sad,,,,',
        'b.wav,sad,x,,,',
        'c.wav,sad,2,1,,',
        'd.wav,sad,,,7,',
        'e.wav,sad,,,,yesterday',
        'f.wav,sad',
        ',sad,,,,',
        'g.wav,sad,,,1,2026-01-05 10:00',
      ].join('\n'),
    )
    expect(lines.map(({ path, createdAt }) => [path, createdAt])).toEqual([
      ['a.wav', null],
      ['g.wav', '2026-01-05T10:00:00.000Z'],
    ])
    expect(bad.map(({ at, reason }) => `${at}: ${reason}`)).toEqual([
      'line 3: start=x must be a number of seconds, 0 or more',
      'line 4: start=2 must be before end=1',
      'line 5: confidence=7 must be a number from 0 to 1',
      'line 6: createdAt=yesterday must be a date such as 2026-01-05T10:00:00Z',
      'line 7: 2 fields where the header has 6',
      'line 8: path is empty',
    ])
  })

  it('without the needed columns are refused, and the message says which are there', async () => {
    await expect(read('speaker,mood\n1,2\n')).rejects.toThrow(
      'labels.csv, line 1: no column path and no column label; the columns are speaker, mood.',
    )
    await expect(read('')).rejects.toThrow('the table is empty')
  })

  it('keep their line numbers over many thousand lines', async () => {
    const rows = Array.from({ length: 5001 }, (_, index) => `${index}.wav,sad,"first\nsecond"`)
    const { lines } = await read(`path,label,note\n${rows.join('\n')}\n`)
    expect(lines).toHaveLength(5001)
    expect(lines.every(({ at }, index) => at === `line ${2 + 2 * index}`)).toBe(true)
    await expect(read(`path,label,note\n${rows.join('\n')}\nlast.wav,sad,"open`)).rejects.toThrow(
      'line 10004',
    )
  })
})
