import type { Random } from '#shared/random.ts'

/** What the vocal folds give at one sample. */
export interface GlottalSettings {
  pitchHz: number
  openQuotient: number
  jitter: number
  /** Standard deviation of the amplitude of a period, ratio. */
  shimmer: number
}

/**
 * Derivative of the glottal flow by the KLGLOTT88 pulse (Klatt and Klatt, 1990): while the folds are open the flow is
 * `t² − t³`, so its derivative rises, falls to −1 and stops at the closure; while closed it is 0.
 */
export class GlottalSource {
  private readonly sampleRateHz: number
  private readonly random: Random
  /** Place in the period, 0…1. */
  private phase = 0
  private periodRatio = 1
  private amplitude = 1
  /** 0 closed … 1 widest open. */
  opening = 0

  constructor(sampleRateHz: number, random: Random) {
    this.sampleRateHz = sampleRateHz
    this.random = random
  }

  next(settings: GlottalSettings): number {
    this.phase += (settings.pitchHz * this.periodRatio) / this.sampleRateHz
    if (this.phase >= 1) {
      this.phase -= Math.floor(this.phase)
      this.periodRatio = Math.max(0.5, 1 + settings.jitter * this.random.normal())
      this.amplitude = Math.max(0.2, 1 + settings.shimmer * this.random.normal())
    }
    const time = this.phase / settings.openQuotient
    if (time >= 1) {
      this.opening = 0
      return 0
    }
    this.opening = 6.75 * time * time * (1 - time)
    return this.amplitude * (2 * time - 3 * time * time)
  }
}
