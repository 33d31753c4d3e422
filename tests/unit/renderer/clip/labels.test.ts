import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import { StudioError } from '#shared/errors.ts'
import { DEFAULT_SORT } from '#renderer/stores/clip-query.ts'
import { useClipListStore } from '#renderer/stores/clip-list.ts'
import { useLabelsStore } from '#renderer/stores/labels.ts'
import { provideSession, useSession } from '#renderer/stores/session.ts'
import { useSettingsStore } from '#renderer/stores/settings.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'
import { useToastsStore } from '#renderer/stores/toasts.ts'

let studio: FakeStudio

beforeEach(async () => {
  setActivePinia(createPinia())
  studio = createFakeStudio(200)
  provideSession({
    client: connect(() => studio.openWire()),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  await useStudioStore().start()
  const list = useClipListStore()
  await list.show({}, DEFAULT_SORT)
  await list.moveTo(3)
})

describe('labelling', () => {
  it('shows the label before the studio has answered', async () => {
    const list = useClipListStore()
    const writing = useLabelsStore().set(list.targetIds, 'calm')
    expect(list.cursorRow?.label).toBe('calm')
    expect(studio.rows[3].label).not.toBe('calm')
    expect(await writing).toBe(true)
    expect(studio.rows[3].label).toBe('calm')
  })

  it('takes the label back and says why when the studio refuses', async () => {
    const list = useClipListStore()
    const before = list.cursorRow?.label
    studio.refusal = new StudioError('busy', 'another studio holds this library')
    expect(await useLabelsStore().set(list.targetIds, 'calm')).toBe(false)
    expect(list.cursorRow?.label).toBe(before)
    expect(useToastsStore().toasts.map(({ text, tone }) => ({ text, tone }))).toEqual([
      { text: 'Another studio holds this library', tone: 'error' },
    ])
  })

  it('labels a whole selection as one act, which one undo takes back', async () => {
    const list = useClipListStore()
    const labels = useLabelsStore()
    const before = studio.rows.slice(3, 8).map(({ label }) => label)
    await list.extendTo(7)
    await labels.set(list.targetIds, 'calm')
    expect(studio.rows.slice(3, 8).map(({ label }) => label)).toEqual(Array(5).fill('calm'))
    await labels.undo()
    expect(studio.rows.slice(3, 8).map(({ label }) => label)).toEqual(before)
    await labels.redo()
    expect(studio.rows[7].label).toBe('calm')
  })

  it('is done in the name of the rater who sits here', async () => {
    useSettingsStore().rater = 'Ann'
    const list = useClipListStore()
    await useLabelsStore().set(list.targetIds, 'calm')
    const { annotations } = await useSession().client.call('clips.get', { clipId: list.targetIds[0] })
    expect(annotations.map(({ track }) => track)).toEqual(['intended', 'Ann'])
  })

  it('offers undo where the label was given', async () => {
    await useLabelsStore().set(useClipListStore().targetIds, 'calm')
    expect(useToastsStore().toasts[0]).toMatchObject({
      text: 'Labelled calm: 1 clip',
      act: { title: 'Undo' },
    })
  })

  it('says that there is nothing to undo', async () => {
    await useLabelsStore().undo()
    expect(useToastsStore().toasts[0].text).toBe('Nothing to undo')
  })

  it('excludes and includes again', async () => {
    const list = useClipListStore()
    await useLabelsStore().setExcluded(list.targetIds, true)
    expect(studio.rows[3].excluded).toBe(true)
    await useLabelsStore().setExcluded(list.targetIds, false)
    expect(studio.rows[3].excluded).toBe(false)
  })

  it('puts the labels that a person has set first, on keys 1, 2, …', () => {
    useSettingsStore().labelKeys = ['sad', 'calm', 'gone']
    expect(useLabelsStore().ordered.slice(0, 4)).toEqual(['sad', 'calm', 'angry', 'happy'])
    expect(useLabelsStore().ordered).not.toContain('gone')
  })
})
