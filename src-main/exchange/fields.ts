/** Seconds, 0 or more; null for an empty field; a text says why it is none. */
export function readSeconds(name: string, field: string | null): number | null | string {
  if (field === null) return null
  const seconds = Number(field)
  return seconds >= 0 && Number.isFinite(seconds)
    ? seconds
    : `${name}=${field} must be a number of seconds, 0 or more`
}

/** A ratio 0…1; null for an empty field; a text says why it is none. */
export function readConfidence(field: string | null): number | null | string {
  if (field === null) return null
  const ratio = Number(field)
  return ratio >= 0 && ratio <= 1 ? ratio : `confidence=${field} must be a number from 0 to 1`
}

/** A moment as ISO 8601 in UTC, from a date with or without time; without a zone it is UTC. Null for an empty field. */
export function readMoment(field: string | null): string | null | { reason: string } {
  if (field === null) return null
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(field) && !Number.isNaN(Date.parse(field))) return field
  const match = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?))?(Z|[+-]\d{2}:?\d{2})?$/.exec(
    field,
  )
  const moment = match && new Date(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? 'Z'}`)
  return moment && !Number.isNaN(moment.getTime())
    ? moment.toISOString()
    : { reason: `createdAt=${field} must be a date such as 2026-01-05T10:00:00Z` }
}

const FLAGS: Readonly<Record<string, boolean>> = {
  ...{ true: true, yes: true, 1: true },
  ...{ false: false, no: false, 0: false },
}

/** Yes or no, in one of the usual words; an empty field says no; a text says why it is none. */
export function readFlag(name: string, field: string | null): boolean | string {
  if (field === null) return false
  const word = field.toLowerCase()
  return Object.hasOwn(FLAGS, word) ? FLAGS[word] : `${name}=${field} must be true or false`
}
