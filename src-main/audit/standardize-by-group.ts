import { fitStandardizer, standardizeInto } from '#shared/metrics/standardizer.ts'

/**
 * Standardises rows within each group, such as the speaker: what is common to a group is taken out.
 * @param groups [rowCount] @param rows [rowCount × columnCount] row-major; is written over, there may be many
 */
export function standardizeByGroup(groups: readonly string[], rows: Float32Array, columnCount: number): void {
  const members = new Map<string, number[]>()
  for (const [row, group] of groups.entries()) {
    const own = members.get(group)
    if (own) own.push(row)
    else members.set(group, [row])
  }
  const spanOf = (row: number): [number, number] => [row * columnCount, (row + 1) * columnCount]
  for (const own of members.values()) {
    const part = new Float64Array(own.length * columnCount)
    for (const [place, row] of own.entries()) part.set(rows.subarray(...spanOf(row)), place * columnCount)
    standardizeInto(fitStandardizer(part, columnCount), part, part)
    for (const [place, row] of own.entries()) rows.set(part.subarray(...spanOf(place)), row * columnCount)
  }
}
