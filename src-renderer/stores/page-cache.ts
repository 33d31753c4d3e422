import type { ClipId, ClipRow } from '#shared/domain/clip.ts'

/** Rows in one page; a screen shows about 30. */
export const PAGE_ROWS = 200

/** Most pages kept; the ones used longest ago go first. */
const MAX_PAGES = 60

/** The fetched part of a long list, by place. */
export interface PageCache {
  rowAt(index: number): ClipRow | undefined
  /** Place of a clip, as far as it was fetched; −1 where it was not. */
  indexOf(clipId: ClipId): number
  /** Pages that touch `from`…`to` (exclusive) and are not here. */
  missing(from: number, to: number): number[]
  put(pageIndex: number, rows: ClipRow[]): void
  /** Puts a newer state of a row in its place; does nothing where the row was not fetched. */
  replace(row: ClipRow): void
}

export function createPageCache(): PageCache {
  // a Map keeps the order of insertion: the first page is the one used longest ago
  const pages = new Map<number, ClipRow[]>()

  return {
    rowAt(index) {
      const page = Math.floor(index / PAGE_ROWS)
      return pages.get(page)?.[index - page * PAGE_ROWS]
    },
    indexOf(clipId) {
      for (const [page, rows] of pages) {
        const place = rows.findIndex((row) => row.id === clipId)
        if (place !== -1) return page * PAGE_ROWS + place
      }
      return -1
    },
    missing(from, to) {
      const wanted: number[] = []
      if (from >= to) return wanted
      for (let page = Math.floor(from / PAGE_ROWS); page * PAGE_ROWS < to; page++) {
        if (page >= 0 && !pages.has(page)) wanted.push(page)
      }
      return wanted
    },
    put(pageIndex, rows) {
      pages.delete(pageIndex)
      pages.set(pageIndex, rows)
      if (pages.size <= MAX_PAGES) return
      const [oldest] = pages.keys()
      pages.delete(oldest)
    },
    replace(row) {
      for (const [page, rows] of pages) {
        const place = rows.findIndex((other) => other.id === row.id)
        if (place === -1) continue
        const next = [...rows]
        next[place] = row
        pages.set(page, next)
      }
    },
  }
}
