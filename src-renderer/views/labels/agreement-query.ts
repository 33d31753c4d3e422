import type { AgreementCell, AgreementQuery } from '#shared/domain/agreement.ts'
import { withMinus } from '#shared/wording.ts'

type QueryValue = string | null | (string | null)[] | undefined

/** Address → tracks, corpora and the pair whose confusion is shown. */
export function parseAgreementQuery(
  query: Record<string, QueryValue>,
): AgreementQuery & { pair: [string, string] | null } {
  const pair = textsOf(query.pair)
  return {
    tracks: textsOf(query.track).slice(0, 12),
    corpora: textsOf(query.corpus),
    pair: pair.length === 2 ? [pair[0], pair[1]] : null,
  }
}

/** The same as an address; what is at its default is left out. */
export function writeAgreementQuery({
  tracks,
  corpora,
  pair,
}: AgreementQuery & { pair: [string, string] | null }): Record<string, string[]> {
  return {
    ...(tracks.length > 0 && { track: [...tracks] }),
    ...(corpora.length > 0 && { corpus: [...corpora] }),
    ...(pair && { pair: [...pair] }),
  }
}

/** With the value, or without where it was there. */
export function toggled(values: readonly string[], value: string): string[] {
  return values.includes(value) ? values.filter((one) => one !== value) : [...values, value]
}

/** The verbal scale of Landis and Koch (1977); null where there is no value. */
export function strengthOf(value: number | null): string | null {
  if (value === null) return null
  if (value < 0) return 'worse than chance'
  if (value <= 0.2) return 'slight'
  if (value <= 0.4) return 'fair'
  if (value <= 0.6) return 'moderate'
  if (value <= 0.8) return 'substantial'
  return 'almost perfect'
}

/** 0.613 → `0.61`; null → `–`. */
export function kappaText(value: number | null): string {
  return value === null ? '–' : withMinus(value.toFixed(2))
}

/** `0.48 to 0.71`; empty where there is none. */
export function intervalText(interval: readonly [number, number] | null): string {
  return interval === null ? '' : `${kappaText(interval[0])} to ${kappaText(interval[1])}`
}

/** The cell of a pair's confusion at these places. */
export function cellAt(
  pair: [string, string],
  labels: readonly string[],
  row: number,
  column: number,
): AgreementCell {
  return { first: pair[0], second: pair[1], firstLabel: labels[row], secondLabel: labels[column] }
}

function textsOf(value: QueryValue): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((text): text is string => typeof text === 'string' && text !== '')
}
