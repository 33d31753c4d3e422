import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { measureLevels, trimSpan } from '#shared/dsp/levels.ts'
import { decodeSound, monoOf } from '#main/audio/decode.ts'
import { CORPORA_FOLDER, golden, hasCorpora, hasGolden } from '#fixtures/reference-numbers.ts'
import { SIGNALS } from '#fixtures/signals.ts'

interface LevelReference {
  peak: number
  peak_dbfs: number | null
  rms_dbfs: number | null
  dc_offset: number
  clipped_samples: number
  leading_zero_samples: number
  trailing_zero_samples: number
  trim_top_db30: [number, number]
  trim_top_db60: [number, number]
}

const reference = golden<Record<'synthetic' | 'real_native', Record<string, LevelReference>>>('levels.json')

function expectLevels(samples: Float32Array, expected: LevelReference): void {
  const ours = measureLevels(samples)
  expect(ours).toMatchObject({
    clippedSamples: expected.clipped_samples,
    leadingZeroSamples: expected.leading_zero_samples,
    trailingZeroSamples: expected.trailing_zero_samples,
    isSilent: expected.peak === 0,
    peak: expected.peak,
  })
  expect(ours.dcOffset).toBeCloseTo(expected.dc_offset, 12)
  for (const [mine, theirs] of [
    [ours.peakDecibels, expected.peak_dbfs],
    [ours.rmsDecibels, expected.rms_dbfs],
  ]) {
    if (theirs === null || mine === null) expect(mine).toBe(theirs)
    else expect(Math.abs(mine - theirs)).toBeLessThan(1e-6)
  }
  expect(trimSpan(samples, { rangeDecibels: 30 })).toEqual(expected.trim_top_db30)
  expect(trimSpan(samples, { rangeDecibels: 60 })).toEqual(expected.trim_top_db60)
}

describe.skipIf(!hasGolden)('levels agree with the reference', () => {
  for (const [name, expected] of Object.entries(reference.synthetic ?? {})) {
    it(name, () => expectLevels(SIGNALS[name](), expected))
  }
})

describe.skipIf(!hasGolden || !hasCorpora)('levels of real files agree with the reference', () => {
  for (const [path, expected] of Object.entries(reference.real_native ?? {})) {
    it(path, async () => {
      expectLevels(monoOf(await decodeSound(readFileSync(resolve(CORPORA_FOLDER, path)), path)), expected)
    })
  }
})
