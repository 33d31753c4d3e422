import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import type { CallInput } from '#shared/contract/contract.ts'
import { StudioError } from '#shared/errors.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { useSettingsStore } from '#renderer/stores/settings.ts'
import { provideSession, type StudioCalls } from '#renderer/stores/session.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'
import { useTriageStore } from '#renderer/stores/triage.ts'

const SOURCE: TriageSource = {
  type: 'clips',
  filter: { ids: [1, 2, 3, 4] as never },
  sort: { by: 'id', descending: false },
}
let studio: FakeStudio
/** Who is said to have answered, as the studio is asked to store it. */
let raters: string[] = []

async function opened() {
  const store = useTriageStore()
  await store.open(SOURCE, null)
  return store
}

beforeEach(() => {
  setActivePinia(createPinia())
  studio = createFakeStudio(20)
  raters = []
  const client = connect(studio.openWire)
  const call = (...asked: Parameters<StudioCalls['call']>) => {
    if (asked[0] === 'triage.answer') raters.push((asked[1] as CallInput<'triage.answer'>).rater)
    return client.call(...asked)
  }
  provideSession({
    client: { call: call as StudioCalls['call'], on: client.on },
    host: { canPickFolder: false, pickFolder: async () => null, mediaUrl: (path) => `data:,${path}` },
  })
})

describe('a walk through a playlist', () => {
  it('starts at the first clip, goes on with each answer, and is saved when the studio says so', async () => {
    const store = await opened()
    expect(store.clipId).toBe(1)
    store.answer({ type: 'label', label: 'calm' })
    expect(store.clipId, 'without waiting for the studio').toBe(2)
    expect(store.unsaved).toHaveLength(1)
    await expect.poll(() => store.unsaved).toEqual([])
    expect(studio.rows[0].label).toBe('calm')
    expect(store.counts.label).toBe(1)
  })

  it('goes on where it was left', async () => {
    const store = await opened()
    store.answer({ type: 'skip' })
    store.answer({ type: 'unsure' })
    await expect.poll(() => store.unsaved).toEqual([])
    setActivePinia(createPinia())
    const again = await opened()
    expect(again.clipId).toBe(3)
    expect(again.counts).toEqual({ label: 0, exclude: 0, skip: 1, unsure: 1 })
  })

  it('keeps an answer that is given while the playlist is opened again', async () => {
    const store = await opened()
    const opening = store.open(SOURCE, null)
    await Promise.resolve()
    store.answer({ type: 'skip' })
    await opening
    expect(store.given.size).toBe(1)
  })

  it('remembers what was there before the answer', async () => {
    const store = await opened()
    const before = studio.rows[0].label
    store.answer({ type: 'label', label: 'boredom' })
    expect([...store.given.values()]).toMatchObject([{ clipId: 1, labelBefore: before }])
  })

  it('shows the answer as the gold label at once where the newest label is that', async () => {
    await useStudioStore().start()
    const store = await opened()
    store.answer({ type: 'label', label: 'boredom' })
    expect(store.rows.get(1 as never)?.label).toBe('boredom')
  })

  it('keeps what was answered apart from the gold label where a rule decides on that', async () => {
    studio.goldRule = { kind: 'intended', rater: null, otherwise: 'intended' }
    await useStudioStore().start()
    const store = await opened()
    const before = studio.rows[0].label
    store.answer({ type: 'label', label: 'boredom' })
    expect(store.rows.get(1 as never)?.label).toBe(before)
    expect(store.given.get(1 as never)?.decision).toEqual({ type: 'label', label: 'boredom' })
    studio.rows[0].label = 'calm' // what the rule makes of it, in the studio
    await expect.poll(() => store.unsaved).toEqual([])
    expect(store.rows.get(1 as never)?.label).toBe('calm')
  })

  it('follows labels that are changed elsewhere', async () => {
    const store = await opened()
    const stop = store.listen()
    studio.rows[0].label = 'calm'
    studio.bus.emit('labels.changed', { labelRevision: 2, clipIds: [1 as never] })
    await expect.poll(() => store.rows.get(1 as never)?.label).toBe('calm')
    stop()
  })

  it('comes to what was left open before, and is finished after the last answer', async () => {
    const store = await opened()
    await store.goTo(2, false)
    for (const id of [3, 4, 1, 2]) {
      expect(store.clipId).toBe(id)
      store.answer({ type: 'skip' })
    }
    expect(store.isFinished).toBe(true)
  })

  it('takes the newest answer back and returns to its clip', async () => {
    const store = await opened()
    store.answer({ type: 'skip' })
    await store.takeBack()
    expect(store.clipId).toBe(1)
    expect(store.given.size).toBe(0)
  })

  it('hides in blind mode until a clip is answered', async () => {
    const store = await opened()
    useSettingsStore().isBlind = true
    expect(store.isRevealed).toBe(false)
    store.answer({ type: 'skip' })
    expect(store.isRevealed).toBe(false)
    await store.goTo(0, false)
    expect(store.isRevealed).toBe(true)
  })

  it('tells a finding in blind mode when each clip that it names is answered', async () => {
    const store = await opened()
    const pair = { clipIds: [1, 2] as never }
    expect(store.isHidden(pair)).toBe(false)
    useSettingsStore().isBlind = true
    store.answer({ type: 'skip' })
    expect(store.isHidden(pair)).toBe(true)
    store.answer({ type: 'skip' })
    expect(store.isHidden(pair)).toBe(false)
  })
})

describe('an answer that is not stored', () => {
  it('stays unsaved while the studio is away, and is sent again when it is back', async () => {
    const store = await opened()
    studio.refusal = new StudioError('unavailable', 'not connected')
    store.answer({ type: 'label', label: 'calm' })
    store.answer({ type: 'label', label: 'fear' })
    await expect.poll(() => studio.answered).toContain('triage.answer')
    expect(store.unsaved).toHaveLength(2)
    studio.refusal = null
    useStudioStore().connection = 'ready'
    await expect.poll(() => store.unsaved).toEqual([])
    expect(studio.rows.slice(0, 2).map((row) => row.label)).toEqual(['calm', 'fear'])
  })

  it('stays the answer of who gave it where another rater sits down before it is sent', async () => {
    const store = await opened()
    const settings = useSettingsStore()
    settings.rater = 'Ann'
    studio.refusal = new StudioError('unavailable', 'not connected')
    store.answer({ type: 'label', label: 'calm' })
    await expect.poll(() => raters).toEqual(['Ann'])
    settings.rater = 'Ben'
    studio.refusal = null
    await store.open(SOURCE, null)
    expect(store.unsaved).toEqual([])
    expect(raters).toEqual(['Ann', 'Ann'])
  })

  it('is none where the studio refuses it', async () => {
    const store = await opened()
    studio.refusal = new StudioError('notFound', 'there is no clip 1')
    store.answer({ type: 'label', label: 'calm' })
    await expect.poll(() => store.unsaved).toEqual([])
    expect(store.given.size).toBe(0)
  })
})
