import { describe, expect, it } from 'vitest'
import { filterChips } from '#renderer/stores/filter-chips.ts'
import {
  corpusMarks,
  countTicks,
  lengthMarks,
  levelMarks,
  matrixRows,
  rateMarks,
  sexWords,
  speakerMarks,
} from '#renderer/views/overview/overview-marks.ts'
import type { ClipOverview } from '#shared/domain/overview.ts'

const women = (count: number) => ({ female: count, male: 0, unknown: 0 })
const OVERVIEW: ClipOverview = {
  clips: 3,
  seconds: 5400,
  speakerCount: 1,
  corpora: [{ corpus: 'A', seconds: 5400, clips: women(3) }],
  labels: ['sad', ''],
  cells: [{ corpus: 'A', label: 'sad', clips: women(3) }],
  lengths: [{ fromSeconds: 1, toSeconds: 1.5, clips: women(3) }],
  levels: [
    { fromDecibels: -72, toDecibels: -69, clips: women(1) },
    { fromDecibels: -69, toDecibels: -66, clips: women(2) },
  ],
  withoutLevel: 0,
  sampleRates: [{ value: '44100', clips: women(3) }],
  speakers: [{ speakerId: 'A/07', sex: 'female', clips: 3, seconds: 90 }],
}

describe('a mark of the overview', () => {
  it('stands for its own filter on top of the one that holds', () => {
    const filter = { text: 'kids' }
    expect(matrixRows(OVERVIEW, filter)[0].cells.map((cell) => cell?.filter)).toEqual([
      { text: 'kids', corpora: ['A'], labels: ['sad'] },
      undefined,
    ])
    expect(corpusMarks(OVERVIEW, filter)[0].filter).toEqual({ text: 'kids', corpora: ['A'] })
    expect(speakerMarks(OVERVIEW, filter)[0].filter).toEqual({ text: 'kids', speakers: ['A/07'] })
    expect(rateMarks(OVERVIEW, filter)[0].filter).toEqual({ text: 'kids', sampleRates: ['44100'] })
    expect(lengthMarks(OVERVIEW, {})[0].filter).toEqual({ minSeconds: 1, maxSeconds: 1.5 })
    expect(levelMarks(OVERVIEW, {}).map((mark) => mark.filter)).toEqual([
      { maxDecibels: -69 },
      { minDecibels: -69, maxDecibels: -66 },
    ])
  })

  it('says what it shows', () => {
    expect(corpusMarks(OVERVIEW, {})[0]).toMatchObject({ title: 'A', note: '3 clips', text: '1.5 h' })
    expect(speakerMarks(OVERVIEW, {})[0]).toMatchObject({ title: '07', note: 'A', text: '3 · 1.5 min' })
    expect(levelMarks(OVERVIEW, {})[0]).toMatchObject({ title: '−72 to −69 dBFS', text: '1 clip' })
    expect(sexWords({ female: 1200, male: 0, unknown: 3 })).toBe('1,200 women, 3 sex not known')
  })
})

describe('the chips of a filter', () => {
  it('say each condition, and what is left without it', () => {
    const filter = { corpora: ['A', 'B'], labels: [''], minSeconds: 2, maxDecibels: -30, text: 'kids' }
    const chips = filterChips(filter)
    expect(chips.map((chip) => chip.text)).toEqual([
      'A',
      'B',
      'unlabelled',
      'from 2 s',
      'level up to −30 dBFS',
      '“kids”',
    ])
    expect(chips[0].rest).toEqual({ ...filter, corpora: ['B'] })
    expect(chips[3].rest).toEqual({ corpora: ['A', 'B'], labels: [''], maxDecibels: -30, text: 'kids' })
  })

  it('are none for the whole library', () => {
    expect(filterChips({})).toEqual([])
  })
})

describe('the axis of a histogram', () => {
  it('names round counts up to the highest column', () => {
    expect(countTicks(432)).toEqual([0, 200, 400])
    expect(countTicks(219)).toEqual([0, 100, 200])
    expect(countTicks(1)).toEqual([0, 1])
    expect(countTicks(3)).toEqual([0, 1, 2, 3])
  })
})
