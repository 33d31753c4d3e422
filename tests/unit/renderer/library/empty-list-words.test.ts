import { describe, expect, it } from 'vitest'
import type { Facets } from '#shared/domain/clip.ts'
import { emptyListWords } from '#renderer/views/library/empty-list-words.ts'

const NOTHING: Facets = {
  total: 0,
  corpora: [{ value: 'CREMA-D', count: 0 }],
  speakers: [],
  sexes: [
    { value: 'female', count: 0 },
    { value: 'male', count: 0 },
  ],
  labels: [],
  intensities: [],
  sampleRates: [],
  findings: [],
  lengths: [{ fromSeconds: 1, toSeconds: 1.5, count: 0 }],
}

describe('the words of an empty list', () => {
  it('send to the counts only where one of them is above 0', () => {
    const sexes = [{ value: 'male', count: 3 }]
    const filter = { text: 'x', sexes: ['female' as const] }
    expect(emptyListWords(filter, { ...NOTHING, sexes })).toContain('counts on the left')
    expect(emptyListWords(filter, NOTHING)).not.toContain('on the left')
  })

  it('send to the lengths where only the length leaves none', () => {
    const lengths = [{ fromSeconds: 1, toSeconds: 1.5, count: 2 }]
    expect(emptyListWords({ minSeconds: 90 }, { ...NOTHING, lengths })).toContain('bars on the left')
  })

  it('say that no clip has the words only where nothing else is asked for', () => {
    expect(emptyListWords({ text: 'zebra' }, NOTHING)).toBe(
      'No clip has the words “zebra” in its name, speaker, label or text.',
    )
    expect(emptyListWords({ text: 'zebra', excluded: true }, NOTHING)).toBe(
      'No clip with the words “zebra” fits the other filters.',
    )
    expect(emptyListWords({ relabelled: true }, NOTHING)).toBe('No single other value would leave one.')
  })
})
