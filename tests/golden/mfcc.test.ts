import { describe, expect, it } from 'vitest'
import { dct } from '#shared/dsp/dct.ts'
import { LIBROSA_MFCC, logMel, melPower, mfcc, mfccMeans } from '#shared/dsp/mfcc.ts'
import { stft } from '#shared/dsp/stft.ts'
import { golden, hasGolden } from '#fixtures/reference-numbers.ts'
import { largestDifference, SIGNALS } from '#fixtures/signals.ts'

const TOLERANCE = 1e-3
const NAMES = ['sine440', 'chirp', 'silence', 'impulse', 'noise', 'harmonic', 'short']

interface MfccReference {
  shape: [coefficients: number, frames: number]
  mean: number[]
  mfcc: number[][]
}
interface Stages {
  frame: number
  n_frames: number
  stft_real_first8: number[]
  stft_imag_first8: number[]
  power: number[]
  mel_power: number[]
  mel_db: number[]
  mel_db_max_of_whole_signal: number
  mfcc: number[]
}
interface LogMel {
  shape: [bands: number, frames: number]
  band_mean: number[]
  frames_listed: number[]
  db_of_listed_frames: number[][]
}

describe.skipIf(!hasGolden)('MFCC agrees with librosa.feature.mfcc', () => {
  for (const name of NAMES) {
    it(`${name}: every coefficient of every frame, and the means`, () => {
      const reference = golden<MfccReference>(`mfcc_${name}.json`)
      const ours = mfcc(SIGNALS[name](), LIBROSA_MFCC)
      expect([ours.width, ours.frameCount]).toEqual(reference.shape)
      for (let frame = 0; frame < ours.frameCount; frame++) {
        const row = ours.values.subarray(frame * ours.width, (frame + 1) * ours.width)
        const column = reference.mfcc.map((coefficient) => coefficient[frame])
        expect(largestDifference(row, column), `frame ${frame}`).toBeLessThan(TOLERANCE)
      }
      expect(largestDifference(mfccMeans(SIGNALS[name](), LIBROSA_MFCC), reference.mean)).toBeLessThan(
        TOLERANCE,
      )
    })
  }
})

describe.skipIf(!hasGolden)('every step of the MFCC agrees with librosa', () => {
  for (const [name, reference] of Object.entries(golden<Record<string, Stages>>('mfcc_stages.json'))) {
    it(name, () => {
      const samples = SIGNALS[name]()
      const spectra = stft(samples, LIBROSA_MFCC)
      expect(spectra.frameCount).toBe(reference.n_frames)
      const width = spectra.binCount * 2
      const spectrum = spectra.values.subarray(reference.frame * width, (reference.frame + 1) * width)
      const reals = Array.from({ length: 8 }, (_, bin) => spectrum[2 * bin])
      const imaginaries = Array.from({ length: 8 }, (_, bin) => spectrum[2 * bin + 1])
      expect(largestDifference(reals, reference.stft_real_first8)).toBeLessThan(1e-5)
      expect(largestDifference(imaginaries, reference.stft_imag_first8)).toBeLessThan(1e-5)

      const power = reference.power.map((_, bin) => spectrum[2 * bin] ** 2 + spectrum[2 * bin + 1] ** 2)
      expectRelative(power, reference.power)
      const frameOf = (values: Float64Array) =>
        values.subarray(reference.frame * 128, (reference.frame + 1) * 128)
      expectRelative(frameOf(melPower(samples, LIBROSA_MFCC).values), reference.mel_power)
      const decibels = logMel(samples, LIBROSA_MFCC)
      expect(largestDifference(frameOf(decibels.values), reference.mel_db)).toBeLessThan(1e-4)
      expect(Math.max(...decibels.values)).toBeCloseTo(reference.mel_db_max_of_whole_signal, 4)
      expect(largestDifference(dct(frameOf(decibels.values), 58), reference.mfcc)).toBeLessThan(TOLERANCE)
    })
  }
})

/** Within 1e-5 of the larger of the value and a millionth of the largest value. */
function expectRelative(ours: ArrayLike<number>, reference: number[]): void {
  const floor = Math.max(...reference) * 1e-6
  reference.forEach((value, index) => {
    expect(Math.abs(ours[index] - value) / Math.max(value, floor)).toBeLessThan(1e-5)
  })
}

describe.skipIf(!hasGolden)('log-mel with a window shorter than the FFT agrees with librosa', () => {
  const reference = golden<Record<string, LogMel>>('logmel_16000.json')
  const settings = { sampleRateHz: 16000, fftSize: 512, hopSamples: 160, windowSamples: 400, bandCount: 64 }

  for (const name of ['chirp16k', 'noise16k']) {
    it(name, () => {
      const { frameCount, width, values } = logMel(SIGNALS[name](), settings)
      expect([width, frameCount]).toEqual(reference[name].shape)
      reference[name].frames_listed.forEach((frame, index) => {
        const row = values.subarray(frame * width, (frame + 1) * width)
        expect(largestDifference(row, reference[name].db_of_listed_frames[index])).toBeLessThan(1e-3)
      })
      const means = reference[name].band_mean.map((_, band) => {
        let sum = 0
        for (let frame = 0; frame < frameCount; frame++) sum += values[frame * width + band]
        return sum / frameCount
      })
      expect(largestDifference(means, reference[name].band_mean)).toBeLessThan(1e-3)
    })
  }
})
