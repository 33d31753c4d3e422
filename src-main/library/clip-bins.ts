import { STUDIO_LABELS } from '#shared/domain/labels.ts'

/** Edges of the length histogram. */
export const EDGES_SECONDS = [
  0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 7, 8, 10, 15, 20, 30, 60, 120, 300, 600, 1800, 3600,
  86_400,
]

/** The bin that a length falls into; the last one takes what is longer than all edges. */
export function lengthBin(seconds: number): number {
  let bin = 0
  while (bin < EDGES_SECONDS.length - 2 && seconds >= EDGES_SECONDS[bin + 1]) bin++
  return bin
}

const collator = new Intl.Collator('en', { numeric: true })

/** As a person orders names with numbers in them. */
export function byText(a: string, b: string): number {
  return collator.compare(a, b)
}

/** The studio's own order, then others by name, the unlabelled last. */
export function byLabel(a: string, b: string): number {
  return placeOf(a) - placeOf(b) || byText(a, b)
}

function placeOf(label: string): number {
  if (label === '') return STUDIO_LABELS.length + 1
  const place = (STUDIO_LABELS as readonly string[]).indexOf(label)
  return place === -1 ? STUDIO_LABELS.length : place
}
