import { describe, expect, it } from 'vitest'
import { allOf, judgement, labelledClip, whole } from '#fixtures/labelled-clips.ts'
import { readLabelTracks, writeLabelTracks, writeListTrack } from '#main/exchange/audacity-labels.ts'

const CLIPS = [
  labelledClip('a/x.wav', { judgements: [judgement('ann', 'sad')] }),
  labelledClip('b/y.wav', {
    startSeconds: 3,
    endSeconds: 4.5,
    seconds: 1.5,
    judgements: [judgement('ann', 'fear')],
  }),
  labelledClip('b/y.wav', {
    startSeconds: 0,
    endSeconds: 1,
    seconds: 1,
    judgements: [judgement('ann', 'calm')],
  }),
  labelledClip('c.wav', { seconds: 0.5 }),
]

describe('an Audacity label track', () => {
  it('belongs to a recording: its clips are the regions', () => {
    expect([...writeLabelTracks(CLIPS)].map(whole)).toEqual([
      { name: 'a/x.wav.txt', text: '0.000000\t2.000000\tsad\n' },
      { name: 'b/y.wav.txt', text: '0.000000\t1.000000\tcalm\n3.000000\t4.500000\tfear\n' },
    ])
  })

  it('or to a list of clips laid end to end', () => {
    expect([...writeListTrack(CLIPS)].join('')).toBe(
      '0.000000\t2.000000\tsad [a/x.wav]\n2.000000\t3.500000\tfear [b/y.wav@3-4.5]\n3.500000\t4.500000\tcalm [b/y.wav@0-1]\n',
    )
  })

  it('is read back in both forms', async () => {
    const { lines } = await allOf(readLabelTracks([...writeLabelTracks(CLIPS)].map(whole)))
    expect(
      lines.map(({ path, startSeconds, endSeconds, label }) => [path, startSeconds, endSeconds, label]),
    ).toEqual([
      ['a/x.wav', 0, 2, 'sad'],
      ['b/y.wav', 0, 1, 'calm'],
      ['b/y.wav', 3, 4.5, 'fear'],
    ])
    const list = { name: 'list.txt', text: [...writeListTrack(CLIPS)].join('') }
    const read = await allOf(readLabelTracks([list]))
    expect(
      read.lines.map(({ path, startSeconds, endSeconds, label }) => [path, startSeconds, endSeconds, label]),
    ).toEqual([
      ['a/x.wav', null, null, 'sad'],
      ['b/y.wav', 3, 4.5, 'fear'],
      ['b/y.wav', 0, 1, 'calm'],
    ])
  })

  it('may have frequencies below its regions, decimal commas and carriage returns', async () => {
    const text = '0,5\t1,25\tsad\r\n\\\t120.5\t3000.0\r\n2\t2\tpoint\r\n3\t4\r\nx\ty\tz\r\n'
    const { lines, bad } = await allOf(readLabelTracks([{ name: 'call.txt', text }]))
    expect(
      lines.map(({ at, path, startSeconds, endSeconds, label }) => [
        at,
        path,
        startSeconds,
        endSeconds,
        label,
      ]),
    ).toEqual([
      ['line 1', 'call', 0.5, 1.25, 'sad'],
      ['line 3', 'call', 2, 2, 'point'],
      ['line 4', 'call', 3, 4, null],
    ])
    expect(bad.map(({ at }) => at)).toEqual(['line 5'])
  })

  it('that is none is refused', async () => {
    await expect(allOf(readLabelTracks([{ name: 'note.txt', text: 'call Ben' }]))).rejects.toThrow(
      'note.txt, line 1: a label track has start, end and label, separated by tabs.',
    )
  })
})
