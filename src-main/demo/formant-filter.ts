/** A second-order resonator: Klatt (1980), equations 2 and 3. */
export class Resonator {
  private readonly sampleRateHz: number
  private gain = 1
  private back1 = 0
  private back2 = 0
  private last1 = 0
  private last2 = 0

  constructor(sampleRateHz: number) {
    this.sampleRateHz = sampleRateHz
  }

  /** Unit gain at 0 Hz. A frequency above 0.45 of the sample rate is taken down to it. */
  tune(frequencyHz: number, bandwidthHz: number): void {
    const hertz = Math.min(frequencyHz, 0.45 * this.sampleRateHz)
    const radius = Math.exp((-Math.PI * bandwidthHz) / this.sampleRateHz)
    this.back2 = -radius * radius
    this.back1 = 2 * radius * Math.cos((2 * Math.PI * hertz) / this.sampleRateHz)
    this.gain = 1 - this.back1 - this.back2
  }

  /** Next output for the next input. */
  filter(input: number): number {
    const output = this.gain * input + this.back1 * this.last1 + this.back2 * this.last2
    this.last2 = this.last1
    this.last1 = output
    return output
  }
}
