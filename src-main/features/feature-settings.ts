/** How a clip becomes rows of numbers. Everything that changes a number is in here, and in the key. */
export interface FeatureSettings {
  kind: 'mfcc'
  /** Clips are resampled to this rate. */
  sampleRateHz: number
  /** What of a clip is used: from here … */
  offsetSeconds: number
  /** … for at most so long. */
  durationSeconds: number
  coefficientCount: number
  fftSize: number
  hopSamples: number
  bandCount: number
  /** 1: the clip alone. 7: the clip and six augmented rows. */
  variantCount: 1 | 7
  /** Of the chance in the augmented rows. */
  seed: number
}

/** The seed experiment's features. */
export const SEED_FEATURES: FeatureSettings = {
  kind: 'mfcc',
  sampleRateHz: 22050,
  offsetSeconds: 0.5,
  durationSeconds: 3,
  coefficientCount: 58,
  fftSize: 2048,
  hopSamples: 512,
  bandCount: 128,
  variantCount: 7,
  seed: 1,
}

/**
 * The settings as a name fit for a folder, such as `mfcc58-22050hz-0.5s-3s-fft2048-hop512-mel128-x7-seed1`. Without
 * augmented rows the seed changes nothing and is left out.
 */
export function featureSetKey(settings: FeatureSettings): string {
  const parts = [
    `${settings.kind}${settings.coefficientCount}`,
    `${settings.sampleRateHz}hz`,
    `${settings.offsetSeconds}s`,
    `${settings.durationSeconds}s`,
    `fft${settings.fftSize}`,
    `hop${settings.hopSamples}`,
    `mel${settings.bandCount}`,
    `x${settings.variantCount}`,
  ]
  if (settings.variantCount > 1) parts.push(`seed${settings.seed}`)
  return parts.join('-')
}

/** The key of the same features without augmented rows: what a model is given when it predicts. */
export function originalRowsKey(featureSetKey: string): string {
  return featureSetKey.replace(/-x\d+(-seed\d+)?$/, '-x1')
}
