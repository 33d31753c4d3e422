import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resample } from '#shared/dsp/resample.ts'
import { createRandom } from '#shared/random.ts'
import { matchFingerprints, packFingerprints, type FingerprintMatch } from '#main/audit/match-fingerprints.ts'
import { measureSound } from '#main/audit/measures/measure-sound.ts'
import { openFastSums } from '#main/features/fast-sums.ts'
import { atLevel, throughMuLaw, trimmed, withNoise, type PlainSound } from '#fixtures/altered-sounds.ts'
import { throughCodec } from '#fixtures/encoded-sounds.ts'
import { skippedWith } from '#fixtures/engines.ts'
import { MISSING_OPUS, openOpusEncoder, type OpusEncoder } from '#fixtures/opus-encoder.ts'
import { findNearDuplicates } from '#fixtures/audit-measured.ts'
import { measuredClipsOf } from '#fixtures/measured-clips.ts'
import { spoken } from '#fixtures/synthetic-speech.ts'

const EMOTIONS = ['angry', 'happy', 'neutral', 'sad']
const { makeFft, resample: resampleFast } = await openFastSums()
const fingerprintOf = ({ samples, sampleRateHz }: PlainSound) =>
  measureSound(samples, sampleRateHz, makeFft).fingerprint
const atRate = ({ samples, sampleRateHz }: PlainSound, toHz: number): PlainSound => ({
  samples: resampleFast(samples, sampleRateHz, toHz),
  sampleRateHz: toHz,
})

type Alteration = (sound: PlainSound, index: number) => PlainSound | Promise<PlainSound>

const shrunk: Alteration = (sound, index) =>
  atRate(trimmed(atLevel(sound, 0.3), 0.05, 0.9), [11_025, 22_050][index % 2])

const ALTERATIONS: Record<string, Alteration> = {
  'another level': (sound, index) => atLevel(sound, [0.05, 0.3, 0.9][index % 3]),
  'another rate': (sound, index) => atRate(sound, [8000, 22_050, 48_000][index % 3]),
  'another trim': (sound, index) => trimmed(sound, 0.03 + 0.037 * (index % 5), 0.97),
  'a telephone': (sound) => throughMuLaw(atRate(sound, 8000)),
  'MP3 of 128 kbit/s': (sound) => throughCodec(sound, { name: 'mp3', kilobits: 128 }),
  'MP3 of 64 kbit/s': (sound) => throughCodec(sound, { name: 'mp3', kilobits: 64 }),
  'MP3 of 32 kbit/s': (sound) => throughCodec(sound, { name: 'mp3', kilobits: 32 }),
  'Ogg Vorbis of quality −1': (sound) => throughCodec(sound, { name: 'ogg', quality: -1 }),
  'noise 20 dB down': (sound, index) => withNoise(sound, 20, createRandom(index)),
  'all at once': async (sound, index) =>
    throughCodec(await shrunk(sound, index), { name: 'mp3', kilobits: 64 }),
}

/** Sixty sounds go to another program and back. */
const MOST_MS = 180_000
let opus: OpusEncoder
const OPUS_ALTERATIONS: Record<string, Alteration> = {
  'Opus of 64 kbit/s': (sound) => opus.through(sound, 64),
  'Opus of 12 kbit/s': (sound) => opus.through(sound, 12),
  'all at once, with Opus': async (sound, index) => opus.through(await shrunk(sound, index), 24),
}

describe('near-duplicates of synthesised voices', () => {
  // 10 voices × 3 sentences × 4 emotions × 2 takes: every copy hides among takes of the same words
  const originals: PlainSound[] = []
  let fingerprints: Uint32Array[] = []
  beforeAll(() => {
    for (let voice = 0; voice < 10; voice++)
      for (let sentence = 0; sentence < 3; sentence++)
        for (const emotion of EMOTIONS)
          for (let take = 0; take < 2; take++) originals.push(spoken(voice, sentence, emotion, take))
    fingerprints = originals.map(fingerprintOf)
  }, 120_000)

  it('are never two takes of the same words, of eight takes each', () => {
    const more = Array.from({ length: 10 * 3 * 4 * 6 }, (_, index) => {
      const [voice, sentence, emotion] = [index % 10, Math.floor(index / 10) % 3, Math.floor(index / 30) % 4]
      return fingerprintOf(spoken(voice, sentence, EMOTIONS[emotion], 2 + Math.floor(index / 120)))
    })
    expect(matchFingerprints(packFingerprints([...fingerprints, ...more]))).toEqual([])
  })

  it('are the same where the fingerprints are looked up block by block', () => {
    const chosen = originals.filter((_, index) => index % 5 === 0)
    const copies = chosen.map((sound) => fingerprintOf(atLevel(sound, 0.3)))
    const packed = packFingerprints([...copies, ...fingerprints, ...copies])
    const matches = matchFingerprints(packed)
    const inOrder = (some: FingerprintMatch[]) =>
      some.toSorted((a, b) => a.otherIndex - b.otherIndex || a.oneIndex - b.oneIndex)
    expect(matches.length).toBeGreaterThanOrEqual(3 * chosen.length)
    for (const blockWords of [1, 1000, 5000])
      expect(inOrder(matchFingerprints(packed, blockWords))).toEqual(inOrder(matches))
  })

  async function expectFound(name: string, alter: Alteration, leastRecall = 0.95): Promise<void> {
    const chosen = originals.map((_, index) => index).filter((index) => index % 4 === 1)
    const altered = await Promise.all(chosen.map((index) => alter(originals[index], index)))
    const copies = altered.map(fingerprintOf)
    const matches = matchFingerprints(packFingerprints([...fingerprints, ...copies]))
    const isRight = matches.map(
      ({ oneIndex, otherIndex }) => chosen[otherIndex - originals.length] === oneIndex,
    )
    const right = isRight.filter(Boolean).length
    console.info(`${name}: ${right} of ${chosen.length} copies found, ${matches.length - right} false`)
    expect(matches.length - right).toBe(0)
    expect(right / chosen.length).toBeGreaterThanOrEqual(leastRecall)
  }

  for (const [name, alter] of Object.entries(ALTERATIONS))
    it(`are found through ${name}: precision 1, recall 0.95 or more`, () => expectFound(name, alter))

  describe.skipIf(MISSING_OPUS !== null)(`as Opus${skippedWith(MISSING_OPUS)}`, () => {
    beforeAll(async () => {
      opus = await openOpusEncoder()
    })
    afterAll(() => opus?.close())

    for (const [name, alter] of Object.entries(OPUS_ALTERATIONS))
      it(
        `are found through ${name}: precision 1, recall 0.95 or more`,
        () => expectFound(name, alter),
        MOST_MS,
      )

    it(
      'are found through Opus of 6 kbit/s, the least there is: precision 1, recall 0.85 or more',
      () => expectFound('Opus of 6 kbit/s', (sound) => opus.through(sound, 6), 0.85),
      MOST_MS,
    )
  })
})

describe('a finding of near-duplicates', () => {
  const sound = spoken(0, 0, 'angry', 0)
  const copies = [sound, atLevel(sound, 0.5), trimmed(sound, 0.1, 1), spoken(1, 1, 'sad', 0)]
  const withSounds = (changes: Parameters<typeof measuredClipsOf>[0]) =>
    measuredClipsOf(changes).map((clip, index) => ({
      ...clip,
      measures: measureSound(copies[index].samples, copies[index].sampleRateHz),
    }))

  it('names all copies of one sound, and is an error where their labels differ', () => {
    const found = findNearDuplicates(withSounds([{}, {}, {}, {}]))
    expect(found).toMatchObject([{ kind: 'near-duplicate', severity: 'warning', clipIds: [1, 2, 3] }])
    const [contradicting] = findNearDuplicates(withSounds([{}, { intended: 'happy' }, {}, {}]))
    expect(contradicting.severity).toBe('error')
    expect(contradicting.evidence).toContain('1.wav (sad) = 2.wav (happy) = 3.wav (sad).')
  })

  it('leaves identical files and spans of one recording to others', () => {
    expect(findNearDuplicates(withSounds([{ hash: 'same' }, { hash: 'same' }]))).toEqual([])
    expect(findNearDuplicates(withSounds([{ path: '/a.wav' }, { path: '/a.wav' }]))).toEqual([])
  })

  it('says how far a trimmed copy is shifted', () => {
    const [found] = findNearDuplicates(withSounds([{ hash: 'same' }, { hash: 'same' }, {}]).slice(1))
    const shift = (0.1 * sound.samples.length) / sound.sampleRateHz
    const said = Number(/([\d.]+) s shifted/.exec(found.evidence)?.[1])
    expect(Math.abs(said - shift)).toBeLessThan(0.017)
    const starts = new Map(found.details?.starts?.map(({ clipId, seconds }) => [clipId, seconds]))
    expect([...starts.values()].sort()).toEqual([0, expect.closeTo(shift, 1)])
  })

  it('is the same with the plain sums', () => {
    const plain = { samples: resample(sound.samples, 16_000, 8000), sampleRateHz: 8000 }
    const matches = matchFingerprints(
      packFingerprints([
        measureSound(sound.samples, 16_000).fingerprint,
        measureSound(plain.samples, 8000).fingerprint,
      ]),
    )
    expect(matches).toHaveLength(1)
  })
})
