import { vi } from 'vitest'

// All that holds of undo and restore, where two rows are too many to be held at once.
vi.mock('#main/library/parts.ts', () => ({
  PART_ROWS: 2,
  *partsOf<Item>(items: readonly Item[]) {
    for (let from = 0; from < items.length; from += 2) yield items.slice(from, from + 2)
  },
}))
await import('./label-undo.test.ts')
