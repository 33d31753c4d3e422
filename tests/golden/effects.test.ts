import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIBROSA_MFCC, mfccMeans } from '#shared/dsp/mfcc.ts'
import { pitchShift, timeStretch } from '#shared/dsp/phase-vocoder.ts'
import { resample } from '#shared/dsp/resample.ts'
import { decodeSound, monoOf } from '#main/audio/decode.ts'
import { CORPORA_FOLDER, golden, hasCorpora, hasGolden } from '#fixtures/reference-numbers.ts'
import { largestDifference, rmsOf, SIGNALS } from '#fixtures/signals.ts'

interface Run {
  samples: number
  rms: number
  peak: number
  mfcc_mean: number[]
}
interface Effects {
  real_file: string
  sources: Record<string, { sample_rate: number; samples: number; runs: Record<string, Run> }>
  stretched_lengths: { rows: [samplesIn: number, rate: number, samplesOut: number][] }
}

const reference = golden<Effects>('effects.json')

async function source(name: string): Promise<Float32Array> {
  if (name === 'harmonic') return SIGNALS.harmonic()
  const native = monoOf(
    await decodeSound(readFileSync(resolve(CORPORA_FOLDER, reference.real_file)), 'a.wav'),
  )
  return name === 'real_native_16000' ? native : resample(native.slice(8000, 8000 + 48000), 16000, 22050)
}

/** Tolerances: the signal as librosa had it, against one that came through another resampler. */
const SAME = { rms: 5e-4, peak: 1e-3, mfcc: 0.02 }
const SHIFTED = { rms: 5e-4, peak: 2e-3, mfcc: 1 }
const RESAMPLED = { rms: 1e-3, peak: 2e-3, mfcc: 1 }

describe.skipIf(!hasGolden)('effects agree with librosa', () => {
  for (const [name, { sample_rate: rateHz, samples, runs }] of Object.entries(reference.sources ?? {})) {
    for (const [title, run] of Object.entries(runs)) {
      it.skipIf(name !== 'harmonic' && !hasCorpora)(`${title} of ${name}`, async () => {
        const [effect, value] = title.split(' ')
        const input = await source(name)
        expect(input.length).toBe(samples)
        const ours =
          effect === 'time_stretch'
            ? timeStretch(input, Number(value))
            : pitchShift(input, rateHz, Number(value))
        expect(ours.length).toBe(run.samples)

        const limits = name.startsWith('real_22050') ? RESAMPLED : effect === 'time_stretch' ? SAME : SHIFTED
        const peak = ours.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
        expect(Math.abs(rmsOf(ours) / run.rms - 1)).toBeLessThan(limits.rms)
        expect(Math.abs(peak / run.peak - 1)).toBeLessThan(limits.peak)
        const means = mfccMeans(ours, { ...LIBROSA_MFCC, sampleRateHz: rateHz })
        expect(largestDifference(means, run.mfcc_mean)).toBeLessThan(limits.mfcc)
      })
    }
  }

  it('stretched lengths are rounded, halves to even', () => {
    for (const [count, rate, expected] of reference.stretched_lengths.rows) {
      expect(timeStretch(new Float32Array(count).fill(1), rate).length).toBe(expected)
    }
  })
})
