/**
 * A closed path round a waveform: along the maxima, back along the minima; x counts buckets, y is −1…1 downwards.
 * @param peaks [bucketCount × 2], minimum and maximum of each bucket in turn
 */
export function outlineOf(peaks: Float32Array): string {
  const count = Math.floor(peaks.length / 2)
  if (count === 0) return ''
  const top: string[] = []
  const bottom: string[] = []
  for (let index = 0; index < count; index++) {
    top.push(`${index + 0.5} ${(-peaks[index * 2 + 1]).toFixed(3)}`)
    bottom.push(`${index + 0.5} ${(-peaks[index * 2]).toFixed(3)}`)
  }
  return `M${top.join('L')}L${bottom.reverse().join('L')}Z`
}
