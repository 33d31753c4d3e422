import { shallowRef, type Ref } from 'vue'
import type { ClipId, ClipRow } from '#shared/domain/clip.ts'

interface SelectionOptions {
  /** Place of the clip that is heard and labelled; −1 where there is none. */
  cursor: Ref<number>
  rowAt: (index: number) => ClipRow | undefined
  /** Ids of the whole list in its order. */
  allIds: () => Promise<ClipId[]>
  /** Another list is on its way: places are still those of the list before. */
  isOld: () => boolean
  /** Brings a row here. */
  ensure: (from: number, to: number) => Promise<void>
}

/** The clips of a list that one act is to touch together: from an anchor to a place, one by one, or all. */
export function createClipSelection({ cursor, rowAt, allIds, isOld, ensure }: SelectionOptions) {
  const selected = shallowRef<ReadonlySet<ClipId>>(new Set())
  let anchor = -1

  /** Selects nothing. @param from where the next selection begins; −1: at the cursor */
  function deselect(from = -1): void {
    selected.value = new Set()
    anchor = from
  }

  /** Selects from where the selection began to `index`, both included. */
  async function extendTo(index: number): Promise<void> {
    if (isOld()) return
    if (anchor === -1) anchor = Math.max(0, cursor.value)
    const order = await allIds()
    if (isOld()) return
    const place = Math.min(Math.max(0, index), order.length - 1)
    selected.value = new Set(order.slice(Math.min(anchor, place), Math.max(anchor, place) + 1))
    await ensure(place, place + 1)
    cursor.value = place
  }

  /** Adds one clip to the selection or takes it out. */
  function toggle(index: number): void {
    const row = rowAt(index)
    if (row === undefined) return
    const atCursor = rowAt(cursor.value)
    const next = new Set(selected.value)
    if (next.size === 0 && atCursor !== undefined && cursor.value !== index) next.add(atCursor.id)
    if (!next.delete(row.id)) next.add(row.id)
    selected.value = next
    cursor.value = index
    anchor = index
  }

  async function selectAll(): Promise<void> {
    const all = await allIds()
    if (!isOld()) selected.value = new Set(all)
  }

  /** Lets the selection go; the next one still begins where this one did. */
  function clearSelection(): void {
    selected.value = new Set()
  }

  return { selected, deselect, extendTo, toggle, selectAll, clearSelection }
}
