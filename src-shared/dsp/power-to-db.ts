export interface DecibelSettings {
  /** The power that is 0 dB; default 1. */
  reference?: number
  /** Less power than this counts as this; default 1e-10. */
  leastPower?: number
  /** Values further below the largest are raised to that; null: not. Default 80. */
  rangeDecibels?: number | null
}

/** Power as decibels, in place, as librosa.power_to_db: the range is taken over all values together. */
export function powerToDecibels<T extends Float32Array | Float64Array>(
  power: T,
  settings: DecibelSettings = {},
): T {
  const { reference = 1, leastPower = 1e-10, rangeDecibels = 80 } = settings
  const zero = 10 * Math.log10(Math.max(leastPower, Math.abs(reference)))
  let most = -Infinity
  for (let index = 0; index < power.length; index++) {
    const decibels = 10 * Math.log10(Math.max(leastPower, power[index])) - zero
    power[index] = decibels
    if (decibels > most) most = decibels
  }
  if (rangeDecibels === null) return power
  for (let index = 0; index < power.length; index++)
    power[index] = Math.max(power[index], most - rangeDecibels)
  return power
}
