import { describe, expect, it } from 'vitest'
import { dct } from '#shared/dsp/dct.ts'
import { hzToMel, melEdgesHz, melFilters, melToHz, type MelFilters } from '#shared/dsp/mel.ts'
import { powerToDecibels, type DecibelSettings } from '#shared/dsp/power-to-db.ts'
import { frameCountOf } from '#shared/dsp/stft.ts'
import { hannWindow } from '#shared/dsp/windows.ts'
import { golden, goldenFloats, hasGolden } from '#fixtures/reference-numbers.ts'
import { largestDifference } from '#fixtures/signals.ts'

interface SmallFunctions {
  power_to_db: { S: number[]; cases: { call: string; db: number[] }[] }
  dct: { cases: { n: number; x: number[]; dct?: number[]; dct_first_58?: number[] }[] }
  hz_to_mel: { hz: number[]; mel: number[] }
  hann: { N8: number[]; N2048_first4: number[]; N2048_middle: number }
  frame_count: { cases: [samples: number, hop: number, frames: number][] }
}
interface MelReference {
  mel_edges_hz: number[]
  row_first_nonzero_bin: number[]
  row_last_nonzero_bin: number[]
  weights?: number[][]
}

const TOLERANCE = 1e-9
const small = golden<SmallFunctions>('small_functions.json')

function dense({ bandCount, binCount, firstBins, offsets, weights }: MelFilters): number[] {
  const matrix = new Array<number>(bandCount * binCount).fill(0)
  for (let band = 0; band < bandCount; band++) {
    for (let at = offsets[band]; at < offsets[band + 1]; at++) {
      matrix[band * binCount + firstBins[band] + at - offsets[band]] = weights[at]
    }
  }
  return matrix
}

describe.skipIf(!hasGolden)('small functions agree with librosa and SciPy', () => {
  const settings: Record<string, DecibelSettings> = {
    'power_to_db(S)': {},
    'power_to_db(S, top_db=None)': { rangeDecibels: null },
    'power_to_db(S, top_db=60)': { rangeDecibels: 60 },
    'power_to_db(S, ref=np.max)': { reference: 1e6 },
    'power_to_db(S, ref=2.0, top_db=None)': { reference: 2, rangeDecibels: null },
    'power_to_db(S, amin=1e-5, top_db=None)': { leastPower: 1e-5, rangeDecibels: null },
  }

  it('power to decibels, under every setting', () => {
    expect(small.power_to_db.cases).toHaveLength(6)
    for (const { call, db } of small.power_to_db.cases) {
      const ours = powerToDecibels(Float64Array.from(small.power_to_db.S), settings[call])
      expect(largestDifference(ours, db), call).toBeLessThan(TOLERANCE)
    }
  })

  it('DCT', () => {
    for (const { x, dct: whole, dct_first_58: part } of small.dct.cases) {
      const reference = whole ?? part ?? []
      expect(largestDifference(dct(x, reference.length), reference)).toBeLessThan(TOLERANCE)
    }
  })

  it('the mel scale, and back', () => {
    const { hz, mel } = small.hz_to_mel
    expect(largestDifference(hz.map(hzToMel), mel)).toBeLessThan(TOLERANCE)
    expect(largestDifference(mel.map(melToHz), hz)).toBeLessThan(1e-8)
  })

  it('the Hann window', () => {
    const { N8, N2048_first4, N2048_middle } = small.hann
    expect(largestDifference(hannWindow(8), N8)).toBeLessThan(TOLERANCE)
    expect(largestDifference(hannWindow(2048).subarray(0, 4), N2048_first4)).toBeLessThan(TOLERANCE)
    expect(hannWindow(2048)[1024]).toBeCloseTo(N2048_middle, 9)
  })

  it('frame counts', () => {
    for (const [samples, hop, frames] of small.frame_count.cases)
      expect(frameCountOf(samples, hop)).toBe(frames)
  })
})

describe.skipIf(!hasGolden)('mel filters agree with librosa.filters.mel', () => {
  for (const [name, rate, size, bands] of [
    ['mel_22050_2048_128', 22050, 2048, 128],
    ['mel_16000_512_64', 16000, 512, 64],
  ] as const) {
    it(name, () => {
      const reference = golden<MelReference>(`${name}.json`)
      const filters = melFilters(rate, size, bands)
      expect(largestDifference(melEdgesHz(bands, 0, rate / 2), reference.mel_edges_hz)).toBeLessThan(1e-6)
      expect([...filters.firstBins]).toEqual(reference.row_first_nonzero_bin)
      const lastBins = [...filters.firstBins].map(
        (first, b) => first + filters.offsets[b + 1] - filters.offsets[b] - 1,
      )
      expect(lastBins).toEqual(reference.row_last_nonzero_bin)
      const weights = reference.weights?.flat() ?? goldenFloats(`${name}.bin`)
      expect(largestDifference(dense(filters), weights)).toBeLessThan(1e-7)
    })
  }
})
