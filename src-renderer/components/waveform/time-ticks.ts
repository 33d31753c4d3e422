const STEPS_SECONDS = [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300]

/**
 * Round times for an axis.
 * @param most how many fit. @returns seconds, from 0, the end left out.
 */
export function timeTicks(seconds: number, most: number): number[] {
  if (!(seconds > 0) || most < 1) return []
  const step = STEPS_SECONDS.find((candidate) => seconds / candidate <= most) ?? seconds
  const count = Math.ceil(seconds / step - 1e-9)
  return Array.from({ length: count }, (_, index) => Math.round(index * step * 1000) / 1000)
}
