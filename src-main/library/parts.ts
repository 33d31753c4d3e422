/** So many rows are held at once where all of a large library are gone through: more would fill the memory. */
export const PART_ROWS = 5000

/** A long list, some items at a time. */
export function* partsOf<Item>(items: readonly Item[]): Generator<readonly Item[]> {
  for (let from = 0; from < items.length; from += PART_ROWS) yield items.slice(from, from + PART_ROWS)
}
