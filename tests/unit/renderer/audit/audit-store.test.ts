import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import { StudioError } from '#shared/errors.ts'
import { useAuditStore } from '#renderer/stores/audit.ts'
import { useLabelsStore } from '#renderer/stores/labels.ts'
import { provideSession } from '#renderer/stores/session.ts'
import { useSettingsStore } from '#renderer/stores/settings.ts'
import { useToastsStore } from '#renderer/stores/toasts.ts'

let studio: FakeStudio

async function loaded() {
  const store = useAuditStore()
  await store.load()
  const silent = store.shown.filter((one) => one.kind === 'silent')
  await store.fetchRows(silent.flatMap((one) => one.clipIds))
  return { store, silent }
}

beforeEach(() => {
  setActivePinia(createPinia())
  studio = createFakeStudio(400)
  provideSession({
    client: connect(studio.openWire),
    host: { canPickFolder: false, pickFolder: async () => null, mediaUrl: (path) => `data:,${path}` },
  })
})

describe('findings on the screen', () => {
  it('offer an act that is carried out, settles the finding, and is undone', async () => {
    const { store, silent } = await loaded()
    const [finding] = silent
    const stop = store.listen()
    expect(store.isSettledNow(finding)).toBe(false)
    await store.carryOut(store.proposalFor(finding).acts)
    await store.fetchRows(finding.clipIds, true)
    expect(store.isSettledNow(finding)).toBe(true)
    useToastsStore().toasts[0].act?.run()
    await expect.poll(() => store.isSettledNow(finding)).toBe(false)
    stop()
  })

  it('are carried out together, but for those that are settled', async () => {
    const { store, silent } = await loaded()
    await store.carryOut(store.proposalFor(silent[0]).acts)
    await store.fetchRows(silent[0].clipIds, true)
    const { acts, findingCount } = store.combined(silent)
    expect(findingCount).toBe(silent.length - 1)
    expect(acts).toHaveLength(1)
    await store.carryOut(acts)
    expect(studio.rows.filter((row) => row.findings[0] === 'silent').every((row) => row.excluded)).toBe(true)
  })

  it('that were seen are hidden, counted, and come back', async () => {
    const { store, silent } = await loaded()
    const stop = store.listen()
    const before = store.shown.length
    await store.see(silent, true)
    expect(store.shown).toHaveLength(before - silent.length)
    expect(store.seenCount).toBe(silent.length)
    store.showsSeen = true
    expect(store.shown).toHaveLength(before)
    useToastsStore().toasts[0].act?.run()
    await expect.poll(() => store.seenCount).toBe(0)
    stop()
  })

  it('follow undo and redo, in the order of time with acts on labels', async () => {
    const { store, silent } = await loaded()
    const stop = store.listen()
    const labels = useLabelsStore()
    await store.see(silent, true)
    await labels.setExcluded([1 as never], true)
    await labels.undo()
    expect(store.seenCount).toBe(silent.length)
    expect(studio.rows[0].excluded).toBe(false)
    await labels.undo()
    await expect.poll(() => store.seenCount).toBe(0)
    await labels.redo()
    await expect.poll(() => store.seenCount).toBe(silent.length)
    stop()
  })

  it('propose no act in blind mode whose title says a label', async () => {
    const { store, silent } = await loaded()
    const clipped = store.shown.find((one) => one.kind === 'clipped')!
    const { clipIds } = clipped
    await store.fetchRows(clipIds)
    const doubtful = {
      ...clipped,
      kind: 'suspected-label',
      details: { expected: { label: 'fear', probability: 0.9 } },
    }
    expect(store.proposalFor(doubtful).acts).toMatchObject([{ type: 'label', label: 'fear', clipIds }])
    useSettingsStore().isBlind = true
    expect(JSON.stringify(store.proposalFor(doubtful))).not.toContain('fear')
    const contradicting = { ...clipped, kind: 'contradicting-labels' }
    expect(store.proposalFor(contradicting).acts).toEqual([])
    expect(store.combined([doubtful])).toEqual({ acts: [], findingCount: 0 })
    expect(store.proposalFor(silent[0]).acts).toMatchObject([{ type: 'exclude' }])
  })

  it('say why they could not be read', async () => {
    const store = useAuditStore()
    provideSession({
      client: {
        call: () => Promise.reject(new StudioError('unreadable', 'the library is damaged')),
        on: () => () => {},
      },
      host: { canPickFolder: false, pickFolder: async () => null, mediaUrl: (path) => path },
    })
    await store.load()
    expect(store.error).toMatchObject({ message: 'the library is damaged' })
  })
})
