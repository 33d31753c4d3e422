import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LIBROSA_MFCC, mfccMeans } from '#shared/dsp/mfcc.ts'
import { openFastSums } from '#main/features/fast-sums.ts'
import { SEED_FEATURES } from '#main/features/feature-settings.ts'
import { plainSums } from '#main/features/feature-sums.ts'
import { decodeSound, monoOf, readSoundHeader } from '#main/audio/decode.ts'
import { CORPORA_FOLDER, golden, hasCorpora, hasGolden, sha256OfFloats } from '#fixtures/reference-numbers.ts'
import { largestDifference, rmsOf } from '#fixtures/signals.ts'

interface Part {
  samples: number
  rms: number
  peak: number
  mfcc_mean: number[]
}
interface RealFile {
  container: string
  sample_rate: number
  channels: number
  frames: number
  native: Part & {
    sha256_float32_le: string
    first8_int16: number[]
    middle8_at: number
    middle8_int16: number[]
  }
  'native_offset0.5_duration3': Part & { start_sample: number }
  load22050: Part
  'load22050_offset0.5_duration3': Part
}

const files = golden<Record<string, RealFile>>('real_files.json')
const fastSums = await openFastSums()
const peakOf = (samples: Float32Array) =>
  samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)

describe.skipIf(!hasGolden || !hasCorpora)(
  'real files agree with librosa.load and librosa.feature.mfcc',
  () => {
    for (const [path, reference] of Object.entries(files)) {
      it(path, async () => {
        const bytes = readFileSync(resolve(CORPORA_FOLDER, path))
        const about = {
          sampleRateHz: reference.sample_rate,
          container: reference.container,
          frameCount: reference.frames,
        }
        const sound = await decodeSound(bytes, path)
        expect(sound).toMatchObject(about)
        expect(readSoundHeader(bytes.subarray(0, 65536), path, bytes.length)).toMatchObject(about)
        expect(sound.channels).toHaveLength(reference.channels)

        const native = monoOf(sound)
        const { middle8_at: middle } = reference.native
        expect(sha256OfFloats(native)).toBe(reference.native.sha256_float32_le)
        expect([...native.subarray(middle, middle + 8)].map((x) => x * 32768)).toEqual(
          reference.native.middle8_int16,
        )

        const rateHz = reference.sample_rate
        const start = Math.floor(0.5 * rateHz)
        const segment = native.slice(start, start + 3 * rateHz)
        expect(start).toBe(reference['native_offset0.5_duration3'].start_sample)
        for (const [samples, part] of [
          [native, reference.native],
          [segment, reference['native_offset0.5_duration3']],
        ] as const) {
          expect(samples.length).toBe(part.samples)
          const means = mfccMeans(samples, { ...LIBROSA_MFCC, sampleRateHz: rateHz })
          expect(largestDifference(means, part.mfcc_mean)).toBeLessThan(1e-3)
        }
        for (const sums of [plainSums, fastSums]) {
          for (const [samples, part] of [
            [native, reference.load22050],
            [segment, reference['load22050_offset0.5_duration3']],
          ] as const) {
            const resampled = sums.resample(samples, rateHz, 22050)
            expect(resampled.length).toBe(part.samples)
            if (part.rms > 0) {
              expect(Math.abs(rmsOf(resampled) / part.rms - 1)).toBeLessThan(1e-3)
              expect(Math.abs(peakOf(resampled) / part.peak - 1)).toBeLessThan(2e-3)
            }
            const means = sums.mfccMeans(resampled, SEED_FEATURES)
            expect(largestDifference(means, part.mfcc_mean)).toBeLessThan(1)
          }
        }
      })
    }
  },
)
