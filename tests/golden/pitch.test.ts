import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { frameRms } from '#shared/dsp/levels.ts'
import { pitchTrack } from '#shared/dsp/pitch.ts'
import { decodeSound, monoOf } from '#main/audio/decode.ts'
import { CORPORA_FOLDER, golden, hasCorpora, hasGolden } from '#fixtures/reference-numbers.ts'
import { SIGNALS } from '#fixtures/signals.ts'

interface ProsodyReference {
  sample_rate: number
  voiced_fraction: number
  f0_median_hz: number | null
  f0_hz: (number | null)[]
  rms: number[]
}

const reference =
  golden<Record<'synthetic' | 'real_native', Record<string, ProsodyReference>>>('prosody.json')
/** Two of pYIN's steps of a tenth of a semitone. */
const LARGEST_PITCH_SHARE = 0.012
const LARGEST_VOICED_DIFFERENCE = 0.02
/** Of the frames that both call voiced. */
const LEAST_ALIKE_SHARE = 0.98

function expectProsody(samples: Float32Array, expected: ProsodyReference): void {
  const { hz } = pitchTrack(samples, { sampleRateHz: expected.sample_rate })
  expect(hz.length).toBe(expected.f0_hz.length)
  const voiced = hz.filter((value) => !Number.isNaN(value))
  expect(Math.abs(voiced.length / hz.length - expected.voiced_fraction)).toBeLessThanOrEqual(
    LARGEST_VOICED_DIFFERENCE,
  )
  if (expected.f0_median_hz !== null)
    expect(Math.abs(median(voiced) / expected.f0_median_hz - 1)).toBeLessThan(LARGEST_PITCH_SHARE)
  const both = expected.f0_hz.flatMap((theirs, frame) =>
    theirs === null || Number.isNaN(hz[frame]) ? [] : [Math.abs(hz[frame] / theirs - 1)],
  )
  const alike = both.filter((share) => share < LARGEST_PITCH_SHARE).length
  expect(alike).toBeGreaterThanOrEqual(LEAST_ALIKE_SHARE * both.length)
  frameRms(samples).forEach((value, frame) =>
    expect(Math.abs(value - expected.rms[frame])).toBeLessThan(1e-6),
  )
}

function median(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

describe.skipIf(!hasGolden)('pitch and energy agree with librosa', () => {
  for (const [name, expected] of Object.entries(reference.synthetic ?? {})) {
    it(name, () => expectProsody(SIGNALS[name](), expected))
  }
})

describe.skipIf(!hasGolden || !hasCorpora)('pitch and energy of real files agree with librosa', () => {
  for (const [path, expected] of Object.entries(reference.real_native ?? {})) {
    it(path, async () => {
      expectProsody(monoOf(await decodeSound(readFileSync(resolve(CORPORA_FOLDER, path)), path)), expected)
    })
  }
})
