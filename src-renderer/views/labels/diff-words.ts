import type { LabelDifference } from '#shared/domain/label-history.ts'

/** Such as `label of Ann: sad → fear`. */
export function differenceText({ kind, track, from, to }: Omit<LabelDifference, 'clipId' | 'name'>): string {
  const isLabel = kind === 'label' || kind === 'gold label'
  const [before, after] = [from, to].map((value) => value ?? (isLabel ? 'no label' : 'none'))
  return `${track === null ? kind : `label of ${track}`}: ${before} → ${after}`
}

/** Equal differences together, the most frequent first; `clips` is 0 for what belongs to no clip. */
export function countDifferences(differences: readonly LabelDifference[]): { text: string; clips: number }[] {
  const counts = new Map<string, number>()
  for (const one of differences) {
    const text = differenceText(one)
    counts.set(text, (counts.get(text) ?? 0) + (one.clipId === null ? 0 : 1))
  }
  return [...counts].map(([text, clips]) => ({ text, clips })).sort((a, b) => b.clips - a.clips)
}
