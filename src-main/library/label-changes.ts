import type { LabelChange } from '#shared/domain/label-history.ts'

/** More kinds of change than these are not listed one by one. */
const MOST_LISTED = 40

/** Counts what went to what. A rule or a map is said of no clip: 0. */
export interface ChangeCount {
  add(change: Omit<LabelChange, 'clips'>): void
  /** The most frequent first; changes that change nothing count too: a label was confirmed. */
  list(): LabelChange[]
}

export function createChangeCount(): ChangeCount {
  const counts = new Map<string, LabelChange>()
  return {
    add(change) {
      const key = JSON.stringify([change.kind, change.track, change.from, change.to])
      const clips = change.kind === 'label' || change.kind === 'training' ? 1 : 0
      const known = counts.get(key)
      if (known) known.clips += clips
      else counts.set(key, { ...change, clips })
    },
    list: () => [...counts.values()].sort((a, b) => b.clips - a.clips).slice(0, MOST_LISTED),
  }
}

/** `1 clip`, `3 clips`. */
export function plainSum(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
