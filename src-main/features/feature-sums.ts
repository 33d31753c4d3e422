import { createRealFft, type FftFactory } from '#shared/dsp/fft.ts'
import { mfccMeans } from '#shared/dsp/mfcc.ts'
import type { Resampler } from '#shared/dsp/phase-vocoder.ts'
import { resample } from '#shared/dsp/resample.ts'
import type { FeatureSettings } from './feature-settings.ts'

/** The sums that features need. The plain ones are readable; the fast ones agree with them. */
export interface FeatureSums {
  resample: Resampler
  makeFft: FftFactory
  /** Mean MFCC of samples at the settings' rate, [coefficientCount]. */
  mfccMeans(samples: Float32Array, settings: FeatureSettings): Float64Array
}

export const plainSums: FeatureSums = {
  resample,
  makeFft: createRealFft,
  mfccMeans: (samples, settings) => mfccMeans(samples, settings),
}
