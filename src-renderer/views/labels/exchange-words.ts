import type { ImportKind, LabelFormat } from '#shared/domain/exchange.ts'

export const FORMAT_CHOICES: readonly { format: LabelFormat; title: string; text: string }[] = [
  { format: 'csv', title: 'CSV', text: 'a table for spreadsheets and scripts, exclusions as a column' },
  {
    format: 'json',
    title: 'JSON',
    text: 'labels, notes and exclusions; on request all that was said before',
  },
  {
    format: 'audformat',
    title: 'audformat',
    text: 'a database for audformat in Python, exclusions as a column',
  },
  { format: 'audacity', title: 'Audacity', text: 'label tracks, one track of labels; without exclusions' },
]

/** What becomes of lines, as buttons and rows say it; `isWritten`: an import writes them. */
export const KIND_WORDS: Readonly<Record<ImportKind, { title: string; isWritten: boolean }>> = {
  new: { title: 'new', isWritten: true },
  changed: { title: 'changed', isWritten: true },
  unchanged: { title: 'as here', isWritten: false },
  noRater: { title: 'of no named rater', isWritten: false },
  asGold: { title: 'as the gold label', isWritten: false },
  conflict: { title: 'in conflict', isWritten: false },
  noClip: { title: 'without a clip here', isWritten: false },
  unknownLabel: { title: 'with an unknown label', isWritten: false },
  bad: { title: 'unreadable', isWritten: false },
  empty: { title: 'without a label', isWritten: false },
}

/** The kinds that a preview has lines of, those that are written first. */
export function kindsIn(totals: Readonly<Record<ImportKind, number>>): ImportKind[] {
  return (Object.keys(KIND_WORDS) as ImportKind[]).filter((kind) => totals[kind] > 0)
}

/** `rater` as a person reads it. */
export function trackTitle(track: string): string {
  return track === '' ? 'no track named' : track
}
