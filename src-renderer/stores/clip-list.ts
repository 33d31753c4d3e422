import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ClipFilter, ClipId, ClipRow, ClipSort, Facets } from '#shared/domain/clip.ts'
import { DEFAULT_SORT } from './clip-query.ts'
import { createClipSelection } from './clip-selection.ts'
import { PAGE_ROWS, createPageCache } from './page-cache.ts'
import { useSession } from './session.ts'

/** Most rows that `clips.page` gives at once. */
const MAX_PAGE_ROWS = 5000
const MILLISECONDS_BETWEEN_RELOADS = 500

/**
 * The clips on the screen: the library's table, or a playlist of some ids. One list is current; the player and the keys
 * walk along it. Rows are fetched by page as they are looked at.
 */
export const useClipListStore = defineStore('clipList', () => {
  const filter = shallowRef<ClipFilter>({})
  const sort = shallowRef<ClipSort>(DEFAULT_SORT)
  const total = ref(0)
  const facets = shallowRef<Facets | null>(null)
  const error = shallowRef<unknown>(null)
  const isLoaded = ref(false)
  /** True while another list, or a newer state of this one, is on its way: what is shown is the old one until then. */
  const isComing = ref(false)
  /** Place of the clip that is heard and labelled; −1 where there is none. */
  const cursor = ref(-1)
  /** Goes up whenever a row changed: what is drawn from `rowAt` depends on it. */
  const revision = ref(0)

  let cache = createPageCache()
  /** What the rows in the cache belong to; `filter` and `sort` are already the next list's while that is coming. */
  let cached: { filter: ClipFilter; sort: ClipSort } = { filter: {}, sort: DEFAULT_SORT }
  let generation = 0
  let ids: Promise<ClipId[]> | null = null
  /** The list that was asked for last. */
  let latest: Promise<void> | null = null
  let pending = new Set<number>()
  let reloadTimer: ReturnType<typeof setTimeout> | null = null
  let hasNews = false
  let visible = { from: 0, to: 60 }

  const { deselect, ...selection } = createClipSelection({ cursor, rowAt, allIds, isOld, ensure })
  const { selected } = selection
  const cursorRow = computed(() => rowAt(cursor.value))
  const cursorId = computed(() => cursorRow.value?.id ?? null)
  /** Clips that an act would touch: the selection, or the clip at the cursor. */
  const targetIds = computed<ClipId[]>(() => {
    if (selected.value.size > 0) return [...selected.value]
    return cursorId.value === null ? [] : [cursorId.value]
  })
  /** Rows shown that no longer fit the filter, because their labels changed. */
  const staleCount = computed(() =>
    facets.value === null ? 0 : Math.max(0, total.value - facets.value.total),
  )

  function rowAt(index: number): ClipRow | undefined {
    void revision.value
    return index < 0 ? undefined : cache.rowAt(index)
  }

  /** The rows here are those of the list before. */
  function isOld(): boolean {
    return cached.filter !== filter.value || cached.sort !== sort.value
  }

  /** Waits until no list is on its way any more. */
  async function settled(): Promise<void> {
    while (isComing.value) await latest
  }

  /** Makes another list current, and waits until its rows, or those of a later one, are here. Asks for nothing when it already is. */
  async function show(nextFilter: ClipFilter, nextSort: ClipSort): Promise<void> {
    const isSame = JSON.stringify([nextFilter, nextSort]) === JSON.stringify([filter.value, sort.value])
    if (isSame && (isLoaded.value || isComing.value)) return settled()
    filter.value = nextFilter
    sort.value = nextSort
    deselect()
    void reload()
    await settled()
  }

  /** Fetches the list again; the cursor stays on its clip where that still fits. */
  function reload(): Promise<void> {
    latest = fetchList()
    return latest
  }

  async function fetchList(): Promise<void> {
    const mine = ++generation
    const coming = { filter: filter.value, sort: sort.value }
    const fresh = createPageCache()
    const firstPage = Math.max(0, Math.floor(visible.from / PAGE_ROWS))
    ids = null
    error.value = null
    isComing.value = true
    try {
      const [first, second, counts] = await Promise.all([
        fetchPage(coming, 0),
        firstPage > 0 ? fetchPage(coming, firstPage) : null,
        useSession().client.call('clips.facets', { filter: filter.value }),
      ])
      if (mine !== generation) return
      fresh.put(0, first.rows)
      if (second !== null) fresh.put(firstPage, second.rows)
      // a key may have moved the cursor while the answer was on its way
      const keptId = cursorId.value
      if (isOld()) deselect()
      cache = fresh
      cached = coming
      ids = null
      pending = new Set()
      total.value = first.total
      facets.value = counts
      isLoaded.value = true
      cursor.value = keptId === null ? -1 : cache.indexOf(keptId)
      revision.value++
    } catch (caught) {
      if (mine === generation) error.value = caught
    } finally {
      if (mine === generation) isComing.value = false
    }
  }

  /** Another library is open: nothing of the old list holds. */
  function forget(): void {
    generation++
    cache = createPageCache()
    cached = { filter: {}, sort: DEFAULT_SORT }
    pending = new Set()
    ids = null
    isComing.value = false
    filter.value = {}
    sort.value = DEFAULT_SORT
    total.value = 0
    facets.value = null
    cursor.value = -1
    deselect()
    isLoaded.value = false
    revision.value++
  }

  function fetchPage(of: { filter: ClipFilter; sort: ClipSort }, page: number) {
    return useSession().client.call('clips.page', {
      ...of,
      offset: page * PAGE_ROWS,
      limit: PAGE_ROWS,
    })
  }

  /** Sees to it that the rows `from`…`to` (exclusive) are here or on their way. */
  async function ensure(from: number, to: number): Promise<void> {
    visible = { from: Math.max(0, from), to }
    const into = cache
    const asked = pending
    const wanted = into.missing(from, Math.min(to, total.value)).filter((page) => !asked.has(page))
    await Promise.all(
      wanted.map(async (page) => {
        asked.add(page)
        try {
          const { rows } = await fetchPage(cached, page)
          if (into !== cache) return
          into.put(page, rows)
          revision.value++
        } catch (caught) {
          if (into === cache) error.value = caught
        } finally {
          asked.delete(page)
        }
      }),
    )
  }

  /** Ids of the whole list in its order, of the next one where that is on its way; fetched once. */
  async function allIds(): Promise<ClipId[]> {
    if (isOld()) await settled()
    ids ??= useSession().client.call('clips.ids', { filter: filter.value, sort: sort.value })
    return ids
  }

  /** Puts the cursor on a place; the selection becomes that clip alone. */
  async function moveTo(index: number): Promise<void> {
    if (!isLoaded.value) await settled()
    if (total.value === 0) return
    const place = Math.min(Math.max(0, index), total.value - 1)
    // a row that is here is gone to at once: of keys that follow fast each starts where the last one ended
    if (cache.rowAt(place) === undefined) await ensure(place, place + 1)
    cursor.value = place
    deselect(place)
  }

  async function moveBy(steps: number): Promise<void> {
    if (!isLoaded.value) await settled()
    await moveTo(cursor.value === -1 ? 0 : cursor.value + steps)
  }

  /** Puts the cursor on a clip wherever it is in the list. @returns false where it is not in the list. */
  async function moveToClip(clipId: ClipId): Promise<boolean> {
    if (clipId === cursorId.value) return true
    const shown = cache
    const near = shown.indexOf(clipId)
    const place = near === -1 ? (await allIds()).indexOf(clipId) : near
    // a place in another list is none in this one
    if (shown !== cache) return moveToClip(clipId)
    if (place === -1) return false
    await moveTo(place)
    return true
  }

  /** Changes rows before the studio has said so. @returns what takes it back. */
  function patch(clipIds: ClipId[], change: Partial<Pick<ClipRow, 'label' | 'excluded'>>): () => void {
    const before: ClipRow[] = []
    for (const id of clipIds) {
      const row = cache.rowAt(cache.indexOf(id))
      if (row === undefined) continue
      before.push(row)
      cache.replace({ ...row, ...change })
    }
    revision.value++
    return () => {
      before.forEach((row) => cache.replace(row))
      revision.value++
    }
  }

  /** Takes the newer state of some clips, keeping the list as it stands, and counts anew. */
  async function refreshRows(clipIds: ClipId[]): Promise<void> {
    const { client } = useSession()
    const mine = generation
    const here = clipIds.filter((id) => cache.indexOf(id) !== -1)
    const [page, counts] = await Promise.all([
      here.length === 0
        ? null
        : client.call('clips.page', {
            filter: { ids: here },
            sort: DEFAULT_SORT,
            offset: 0,
            limit: Math.min(here.length, MAX_PAGE_ROWS),
          }),
      client.call('clips.facets', { filter: filter.value }),
    ])
    if (mine !== generation) return
    page?.rows.forEach((row) => cache.replace(row))
    facets.value = counts
    revision.value++
  }

  /** One reload after the other, so that a busy studio's late answers are not thrown away for ever. */
  async function takeNews(): Promise<void> {
    hasNews = false
    await reload()
    reloadTimer = hasNews ? setTimeout(() => void takeNews(), MILLISECONDS_BETWEEN_RELOADS) : null
  }

  /** Follows the studio's events. Call once. */
  function listen(): void {
    const { client } = useSession()
    client.on(
      'labels.changed',
      ({ clipIds }) => void refreshRows(clipIds).catch((caught) => (error.value = caught)),
    )
    client.on('clips.changed', () => {
      hasNews = true
      reloadTimer ??= setTimeout(() => void takeNews(), MILLISECONDS_BETWEEN_RELOADS)
    })
  }

  return {
    filter,
    sort,
    total,
    facets,
    error,
    isLoaded,
    isComing,
    cursor,
    cursorRow,
    cursorId,
    ...selection,
    targetIds,
    staleCount,
    revision,
    rowAt,
    show,
    reload,
    forget,
    ensure,
    allIds,
    moveTo,
    moveBy,
    moveToClip,
    patch,
    refreshRows,
    listen,
  }
})
