import { describe, expect, it } from 'vitest'
import { allOf, exclusion, judgement, labelledClip, said } from '#fixtures/labelled-clips.ts'
import { readJsonLabels, writeJson } from '#main/exchange/json-labels.ts'

const HEAD = { library: 'voices', labelRevision: 7, exportedAt: '2026-01-06T00:00:00.000Z' }
const read = (text: string) => allOf(readJsonLabels(text, 'labels.json'))
const CLIPS = [
  labelledClip('a/x.wav', {
    judgements: [judgement('ann', 'angry', { confidence: 0.5, note: 'loud' })],
    history: [judgement('ann', 'sad'), judgement('ann', 'angry', { confidence: 0.5, note: 'loud' })],
  }),
  labelledClip('b/y.wav', {
    exclusions: [
      exclusion(false),
      exclusion(true, { reason: 'cut off', createdAt: '2026-01-06T10:00:00.000Z' }),
    ],
    startSeconds: 0.5,
    endSeconds: 1,
    judgements: [judgement('ben', 'sad')],
  }),
]

describe('labels as JSON', () => {
  it('are a document with a version, all tracks, and the history where it was asked for', () => {
    const document = JSON.parse([...writeJson(CLIPS, HEAD)].join(''))
    expect(document).toMatchObject({
      format: 'emotone-labels',
      version: 1,
      library: 'voices',
      labelRevision: 7,
    })
    expect(document.clips).toHaveLength(2)
    expect(document.clips[0].history).toHaveLength(2)
    expect(document.clips[1]).not.toHaveProperty('history')
    expect(document.clips[1].exclusions).toMatchObject([
      { isExcluded: false },
      { isExcluded: true, rater: 'cleo', reason: 'cut off' },
    ])
    expect(document.clips[0]).not.toHaveProperty('exclusions')
    expect(JSON.parse([...writeJson([], HEAD)].join('')).clips).toEqual([])
  })

  it('come back as they were written; the history is for people', async () => {
    const { lines, bad, excluded } = await read([...writeJson(CLIPS, HEAD)].join(''))
    expect(bad).toEqual([])
    expect(excluded).toMatchObject([
      { path: 'b/y.wav', startSeconds: 0.5, at: 'clip 2', createdAt: '2026-01-06T10:00:00.000Z' },
    ])
    expect(lines.map(said)).toEqual([
      ['a/x.wav', null, null, 'ann', 'angry', 0.5, 'loud', '2026-01-05T10:00:00.000Z'],
      ['b/y.wav', 0.5, 1, 'ben', 'sad', null, null, '2026-01-05T10:00:00.000Z'],
    ])
  })

  it('of another shape are refused with the reason', async () => {
    await expect(read('{')).rejects.toThrow('labels.json is no JSON: ')
    await expect(read('[]')).rejects.toThrow('labels.json is no export of labels: ')
    await expect(read('{"format":"other"}')).rejects.toThrow('labels.json is no export of labels: format: ')
    const newer = [...writeJson([], HEAD)].join('').replace('"version": 1', '"version": 2')
    await expect(read(newer)).rejects.toThrow('a newer Emotone (version 2; this one reads 1)')
  })

  it('with a faulty clip are read all the same', async () => {
    const document = JSON.parse([...writeJson(CLIPS, HEAD)].join(''))
    document.clips[0].judgements[0].confidence = 3
    const { lines, bad } = await read(JSON.stringify(document))
    expect(lines).toHaveLength(1)
    expect(bad).toMatchObject([{ at: 'clip 1', reason: expect.stringContaining('judgements.0.confidence') }])
  })
})
