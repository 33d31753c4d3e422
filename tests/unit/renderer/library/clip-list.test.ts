import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import { DEFAULT_SORT } from '#renderer/stores/clip-query.ts'
import { useClipListStore } from '#renderer/stores/clip-list.ts'
import { provideSession } from '#renderer/stores/session.ts'

let studio: FakeStudio

beforeEach(async () => {
  setActivePinia(createPinia())
  studio = createFakeStudio(1000)
  provideSession({
    client: connect(() => studio.openWire()),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  await useClipListStore().show({}, DEFAULT_SORT)
})

describe('the clip list', () => {
  it('fetches only the pages that are looked at', async () => {
    const list = useClipListStore()
    expect(list.total).toBe(1000)
    expect(list.rowAt(0)?.id).toBe(1)
    expect(list.rowAt(900)).toBeUndefined()
    await list.ensure(900, 930)
    expect(list.rowAt(900)?.id).toBe(901)
    expect(studio.answered.filter((name) => name === 'clips.page')).toHaveLength(2)
  })

  it('does not ask again for the list that it shows', async () => {
    const before = studio.answered.length
    await useClipListStore().show({}, DEFAULT_SORT)
    expect(studio.answered.length).toBe(before)
  })

  it('keeps the cursor on its clip when the filter still lets it through', async () => {
    const list = useClipListStore()
    await list.moveTo(10)
    const { cursorId, cursorRow } = list
    await list.show({ labels: [cursorRow?.label ?? ''] }, DEFAULT_SORT)
    expect(list.cursorId).toBe(cursorId)
    await list.show({ corpora: ['nowhere'] }, DEFAULT_SORT)
    expect(list.cursorId).toBeNull()
    expect(list.total).toBe(0)
  })

  it('moves the cursor for keys that are pressed before the first list is there', async () => {
    const list = useClipListStore()
    list.forget()
    const coming = list.show({}, DEFAULT_SORT)
    await Promise.all([list.moveBy(1), list.moveBy(1)])
    expect(list.cursor).toBe(1)
    await coming
    expect(list.cursor).toBe(1)
  })

  it('keeps the cursor where a key moved it while the next list was on its way', async () => {
    const list = useClipListStore()
    await list.moveTo(10)
    const coming = list.show({ minSeconds: 0 }, DEFAULT_SORT)
    expect(list.isComing).toBe(true)
    await list.moveTo(12)
    const { cursorId } = list
    await coming
    expect(list.isComing).toBe(false)
    expect(list.cursorId).toBe(cursorId)
  })

  it('waits for a list that is asked for twice before it is here', async () => {
    const list = useClipListStore()
    const third = studio.rows[2].id
    const filter = { ids: [third] }
    void list.show(filter, DEFAULT_SORT)
    await list.show({ ...filter }, DEFAULT_SORT)
    expect(list.total).toBe(1)
    expect(await list.moveToClip(third)).toBe(true)
    expect(list.cursorId).toBe(third)
  })

  it('waits for its rows also where news asks for them anew meanwhile', async () => {
    const list = useClipListStore()
    const third = studio.rows[2].id
    const coming = list.show({ ids: [third] }, DEFAULT_SORT)
    void list.reload()
    await coming
    expect([list.total, list.rowAt(0)?.id]).toEqual([1, third])
  })

  it('takes no place of the next list for one in the list that is still shown', async () => {
    const list = useClipListStore()
    const wanted = studio.rows[900].id
    const coming = list.show({ ids: [wanted, studio.rows[901].id] }, DEFAULT_SORT)
    expect(await list.moveToClip(wanted)).toBe(true)
    expect(list.cursorId).toBe(wanted)
    await coming
    expect(list.cursorId).toBe(wanted)
  })

  it('selects all of the next list where that is on its way, and nothing that only the old one had', async () => {
    const list = useClipListStore()
    const coming = list.show({ ids: [studio.rows[0].id, studio.rows[1].id] }, DEFAULT_SORT)
    await list.selectAll()
    await coming
    expect([...list.selected]).toEqual([studio.rows[0].id, studio.rows[1].id])
    const next = list.show({ ids: [studio.rows[5].id] }, DEFAULT_SORT)
    list.toggle(1)
    await list.extendTo(0)
    await next
    expect([...list.selected]).toEqual([])
  })

  it('goes to a clip far below that was never fetched', async () => {
    const list = useClipListStore()
    expect(await list.moveToClip(studio.rows[777].id)).toBe(true)
    expect(list.cursor).toBe(777)
    expect(list.cursorRow?.name).toBe(studio.rows[777].name)
  })

  it('says so when a clip is not in the list', async () => {
    const list = useClipListStore()
    await list.show({ ids: [studio.rows[5].id] }, DEFAULT_SORT)
    expect(await list.moveToClip(studio.rows[6].id)).toBe(false)
  })

  it('stays inside the list', async () => {
    const list = useClipListStore()
    await list.moveBy(-5)
    expect(list.cursor).toBe(0)
    await list.moveTo(5000)
    expect(list.cursor).toBe(999)
  })

  it('selects from the anchor to a row on a page that is not here', async () => {
    const list = useClipListStore()
    await list.moveTo(2)
    await list.extendTo(700)
    expect(list.selected.size).toBe(699)
    await list.extendTo(0)
    expect([...list.selected]).toEqual([1, 2, 3])
  })

  it('adds single clips to the one at the cursor', async () => {
    const list = useClipListStore()
    await list.moveTo(2)
    list.toggle(5)
    expect([...list.selected]).toEqual([3, 6])
    list.toggle(5)
    expect([...list.selected]).toEqual([3])
    expect(list.targetIds).toEqual([3])
  })

  it('selects all of a filtered list', async () => {
    const list = useClipListStore()
    await list.show({ corpora: ['TESS'] }, DEFAULT_SORT)
    await list.selectAll()
    expect(list.selected.size).toBe(list.total)
  })

  it('keeps rows that no longer fit until it is fetched again, and counts them', async () => {
    const list = useClipListStore()
    await list.show({ labels: ['sad'] }, DEFAULT_SORT)
    const before = list.total
    const row = studio.rows.find(({ label }) => label === 'sad')
    if (row === undefined) throw new Error('the fixture has sad clips')
    row.label = 'happy'
    await list.refreshRows([row.id])
    expect(list.total).toBe(before)
    expect(list.rowAt(0)?.label).toBe('happy')
    expect(list.staleCount).toBe(1)
    await list.reload()
    expect(list.total).toBe(before - 1)
    expect(list.staleCount).toBe(0)
  })
})
