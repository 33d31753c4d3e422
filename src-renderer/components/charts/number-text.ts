/** 0.4231 → `42.3 %`; null → `–`. */
export function percentText(share: number | null, digits = 1): string {
  return share === null || !Number.isFinite(share) ? '–' : `${(share * 100).toFixed(digits)} %`
}

/** A share in a matrix cell: whole percent. 0.183 → `18 %`. */
export function wholePercentText(share: number | null): string {
  return percentText(share, 0)
}

/** A loss or a learning rate: 0.00016 → `1.6e-4`, 1.23456 → `1.235`. */
export function bareText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return '–'
  if (value !== 0 && Math.abs(value) < 0.01) return value.toExponential(1)
  return value.toFixed(3)
}

/** [0.41, 0.52] → `41.0–52.0 %`. */
export function intervalText(interval: readonly [number, number] | null): string {
  if (interval === null) return '–'
  return `${(interval[0] * 100).toFixed(1)}–${(interval[1] * 100).toFixed(1)} %`
}
