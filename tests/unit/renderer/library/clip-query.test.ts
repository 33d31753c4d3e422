import { describe, expect, it } from 'vitest'
import { clipFilter, type ClipId } from '#shared/domain/clip.ts'
import {
  GIVEN_ORDER,
  parseClipQuery,
  toggleValue,
  writeClipQuery,
  type ClipQuery,
} from '#renderer/stores/clip-query.ts'

const id = (value: number): ClipId => value as ClipId

describe('the library’s address', () => {
  it('comes back as it was written', () => {
    const query: ClipQuery = {
      filter: {
        corpora: ['CREMA-D', 'A, B & C'],
        speakers: ['RAVDESS/01'],
        sexes: ['female'],
        labels: ['', 'sad'],
        intensities: ['strong'],
        sampleRates: ['16000', '44100'],
        findings: ['clipped'],
        minSeconds: 1.5,
        maxSeconds: 3,
        minDecibels: -40.5,
        maxDecibels: -20,
        text: 'kids door',
        excluded: true,
        relabelled: true,
        ids: [id(4), id(2)],
      },
      sort: { by: 'label', descending: true },
      clipId: id(12),
    }
    expect(parseClipQuery(writeClipQuery(query))).toEqual(query)
  })

  it('keeps the order of its clips, where they are to stay in it', () => {
    const query: ClipQuery = { filter: { ids: [id(4), id(2)] }, sort: GIVEN_ORDER, clipId: null }
    expect(parseClipQuery(writeClipQuery(query))).toEqual(query)
  })

  it('is empty for the whole library in its own order', () => {
    expect(writeClipQuery(parseClipQuery({}))).toEqual({})
  })

  it('leaves out what cannot be read, so that an old link still opens', () => {
    const query = parseClipQuery({
      min: 'much',
      max: '-3',
      quietest: 'very',
      sort: 'beauty',
      clip: 'x',
      sex: 'third',
      ids: '1.a.3',
    })
    expect(query).toEqual({ filter: { ids: [1, 3] }, sort: { by: 'id', descending: false }, clipId: null })
    expect(clipFilter.parse(query.filter)).toEqual(query.filter)
  })
})

describe('choosing a value', () => {
  it('adds it, and takes it out again with the member', () => {
    const once = toggleValue({ text: 'a' }, 'labels', 'sad')
    expect(once).toEqual({ text: 'a', labels: ['sad'] })
    expect(toggleValue(once, 'labels', 'angry').labels).toEqual(['sad', 'angry'])
    expect(toggleValue(once, 'labels', 'sad')).toEqual({ text: 'a' })
  })
})
