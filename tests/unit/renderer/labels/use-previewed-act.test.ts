import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { useSettingsStore } from '#renderer/stores/settings.ts'
import { useToastsStore } from '#renderer/stores/toasts.ts'
import { usePreviewedAct } from '#renderer/views/labels/use-previewed-act.ts'

let scope: EffectScope
const revision = ref<number | null>(null)
const look = vi.fn((of: number) => Promise.resolve(`changes of ${of}`))
const act = vi.fn((of: number) => Promise.resolve({ summary: `restored ${of}` }))
const close = (): void => void (revision.value = null)
const dialog = () => scope.run(() => usePreviewedAct({ subject: () => revision.value, look, act, close }))!
const told = () => useToastsStore().toasts.map(({ tone, text }) => `${tone}: ${text}`)
const settle = () => expect.poll(() => look.mock.settledResults.at(-1)?.type).not.toBe('incomplete')

beforeEach(() => {
  scope = effectScope()
  setActivePinia(createPinia())
  useSettingsStore().rater = 'Ann'
  revision.value = null
  vi.clearAllMocks()
})
afterEach(() => scope.stop())

it('shows what would change, acts with the reason and the rater, tells it and closes', async () => {
  const { isOpen, preview, reason, act: confirm } = dialog()
  expect(isOpen.value).toBe(false)
  revision.value = 7
  await nextTick()
  await settle()
  expect([isOpen.value, preview.value]).toEqual([true, 'changes of 7'])
  reason.value = ' misheard '
  await confirm()
  expect(act).toHaveBeenCalledExactlyOnceWith(7, { note: 'misheard', rater: 'Ann' })
  expect(told()).toEqual(['note: Restored 7'])
  expect(isOpen.value).toBe(false)
})

it('forgets preview and reason when it opens on something else, and no late answer brings them back', async () => {
  let answerLate: () => void = () => {}
  const late = new Promise<string>((resolve) => (answerLate = () => resolve('changes of 7')))
  const { preview, reason } = dialog()
  look.mockReturnValueOnce(late)
  revision.value = 7
  await nextTick()
  reason.value = 'of the first'
  revision.value = 8
  await nextTick()
  await settle()
  answerLate()
  await late
  expect([preview.value, reason.value]).toEqual(['changes of 8', ''])
})

it('closes with the reason where it cannot be shown what would change', async () => {
  const { isOpen } = dialog()
  look.mockRejectedValueOnce(new Error('revision 7 is unknown'))
  revision.value = 7
  await expect.poll(() => told()).toEqual(['error: Revision 7 is unknown'])
  expect(isOpen.value).toBe(false)
})

it('stays open where the act is refused, with the reason still there', async () => {
  const { isOpen, isBusy, reason, act: confirm } = dialog()
  revision.value = 7
  await nextTick()
  reason.value = 'misheard'
  act.mockRejectedValueOnce(new Error('held by another process'))
  await confirm()
  expect(told()).toEqual(['error: Held by another process'])
  expect([isOpen.value, isBusy.value, reason.value]).toEqual([true, false, 'misheard'])
})
