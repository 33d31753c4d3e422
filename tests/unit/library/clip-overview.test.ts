import { expect, it } from 'vitest'
import { clipOverview } from '#shared/domain/overview.ts'
import { addFoundClips } from './add-found-clips.ts'
import { newLibrary } from './filled-library.ts'

const CLIPS = [
  { corpus: 'B', speaker: '1', sex: 'female' as const, label: 'sad' },
  { corpus: 'B', speaker: '1', sex: 'female' as const, label: 'sad' },
  { corpus: 'B', speaker: '2', sex: 'male' as const, label: 'angry' },
  { corpus: 'A', speaker: null, label: null },
]
const LEVELS = [0.5, 0.5, 0.1, 0]

function filledLibrary() {
  const library = newLibrary()
  addFoundClips(
    library,
    CLIPS,
    (index) => 1 + index / 2,
    (index) => ({
      sampleRateHz: index === 0 ? 48_000 : 16_000,
      levels: {
        peak: LEVELS[index],
        rms: LEVELS[index],
        dcOffset: 0,
        clippedSamples: 0,
        leadingZeroSamples: 0,
        trailingZeroSamples: 0,
        isSilent: LEVELS[index] === 0,
      },
    }),
  )
  return library
}

it('counts what a library consists of', () => {
  const overview = filledLibrary().clips.overview({})
  expect(clipOverview.parse(overview)).toEqual(overview)
  expect(overview).toEqual({
    clips: 4,
    seconds: 7,
    speakerCount: 2,
    corpora: [
      { corpus: 'A', seconds: 2.5, clips: { female: 0, male: 0, unknown: 1 } },
      { corpus: 'B', seconds: 4.5, clips: { female: 2, male: 1, unknown: 0 } },
    ],
    labels: ['angry', 'sad', ''],
    cells: [
      { corpus: 'A', label: '', clips: { female: 0, male: 0, unknown: 1 } },
      { corpus: 'B', label: 'angry', clips: { female: 0, male: 1, unknown: 0 } },
      { corpus: 'B', label: 'sad', clips: { female: 2, male: 0, unknown: 0 } },
    ],
    lengths: [
      { fromSeconds: 1, toSeconds: 1.5, clips: { female: 1, male: 0, unknown: 0 } },
      { fromSeconds: 1.5, toSeconds: 2, clips: { female: 1, male: 0, unknown: 0 } },
      { fromSeconds: 2, toSeconds: 2.5, clips: { female: 0, male: 1, unknown: 0 } },
      { fromSeconds: 2.5, toSeconds: 3, clips: { female: 0, male: 0, unknown: 1 } },
    ],
    levels: [
      // 0.1 is −20 dB, 0.5 is −6.02 dB
      { fromDecibels: -21, toDecibels: -18, clips: { female: 0, male: 1, unknown: 0 } },
      ...[-18, -15, -12].map((from) => ({
        fromDecibels: from,
        toDecibels: from + 3,
        clips: { female: 0, male: 0, unknown: 0 },
      })),
      { fromDecibels: -9, toDecibels: -6, clips: { female: 2, male: 0, unknown: 0 } },
    ],
    withoutLevel: 1,
    sampleRates: [
      { value: '16000', clips: { female: 1, male: 1, unknown: 1 } },
      { value: '48000', clips: { female: 1, male: 0, unknown: 0 } },
    ],
    speakers: [
      { speakerId: 'B/1', sex: 'female', clips: 2, seconds: 2.5 },
      { speakerId: '', sex: 'unknown', clips: 1, seconds: 2.5 },
      { speakerId: 'B/2', sex: 'male', clips: 1, seconds: 2 },
    ],
  })
})

it('counts under a filter, and follows labels', () => {
  const { clips, labels } = filledLibrary()
  labels.set([clips.ids({}, { by: 'id', descending: false })[0]], 'fear', null)
  const { cells } = clips.overview({ corpora: ['B'], sexes: ['female'] })
  expect(cells.map((cell) => [cell.label, cell.clips.female])).toEqual([
    ['sad', 1],
    ['fear', 1],
  ])
  expect(clips.overview({ text: 'nothing' })).toMatchObject({
    clips: 0,
    lengths: [],
    levels: [],
    speakers: [],
  })
})
