import type { HistoryEntry, LabelChange } from '#shared/domain/label-history.ts'
import { plural } from '../../format.ts'

/** What a change went from and to, as text: `no label`, `sad`. */
export function sideText(kind: LabelChange['kind'], value: string | null): string {
  return value ?? (kind === 'label' ? 'no label' : 'none')
}

/** Such as `Ann: sad → fear, 3 clips`; a rule or a map that is said of no clip goes without. */
export function changeText(change: LabelChange): string {
  const { kind, track } = change
  const clips = change.clips === 0 ? '' : `, ${plural(change.clips, 'clip')}`
  const who = track === null ? (kind === 'label' ? '' : `${kind}: `) : `${track}: `
  const [from, to] = [change.from, change.to].map((value) => sideText(kind, value))
  return from === to ? `${who}${to} confirmed${clips}` : `${who}${from} → ${to}${clips}`
}

/** What has become of an act: null where it simply stands. */
export function stateText(entry: HistoryEntry): string | null {
  if (!entry.isUndone) return null
  return entry.kind === 'undo' ? 'undone again' : 'undone'
}

/** Can this entry be undone from the history? What a corpus says cannot, nor what is undone already. */
export function canUndo(entry: HistoryEntry): boolean {
  return entry.kind !== 'import' && !entry.isUndone
}

/** What a person is asked about before it is undone. */
export interface ActsToUndo {
  /** Of the act, or of the round. */
  title: string
  /** See `undoWord`. */
  word: string
  changeSetIds: number[]
}

/** What the button says: to undo an undo is to do its act again. */
export function undoWord(entry: HistoryEntry): string {
  return entry.kind === 'undo' ? 'Do again' : 'Undo'
}

/** What the button says that brings back the state after an entry. */
export function restoreWord({ kind, labelRevision }: HistoryEntry): string {
  if (labelRevision === null) return 'It wrote no label'
  const what = kind === 'import' ? ', what the corpora said' : ''
  return `Restore label revision ${labelRevision}${what}`
}

/**
 * Entries that pass: by who acted (null: everybody) and by words in what was done or why.
 */
export function filterHistory(
  entries: readonly HistoryEntry[],
  rater: string | null,
  text: string,
): HistoryEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (rater !== null && (entry.rater ?? 'corpus') !== rater) return false
    const all = [entry.summary, entry.reason ?? '', entry.rater ?? 'corpus', ...entry.changes.map(changeText)]
    return words.every((word) => all.some((one) => one.toLowerCase().includes(word)))
  })
}
