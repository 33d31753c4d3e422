import { describe, expect, it } from 'vitest'
import { effectScope, nextTick, ref } from 'vue'
import { StudioError } from '#shared/errors.ts'
import { useDialogAct } from '#renderer/components/forms/use-dialog-act.ts'

function openDialog() {
  const isOpen = ref(true)
  return { isOpen, ...effectScope().run(() => useDialogAct(isOpen))! }
}

describe('the act of a dialog', () => {
  it('closes it when it is done, and is busy until then', async () => {
    const { isOpen, isBusy, act } = openDialog()
    let done = () => {}
    const acting = act(() => new Promise<void>((resolve) => (done = resolve)))
    expect([isBusy.value, isOpen.value]).toEqual([true, true])
    done()
    await acting
    expect([isBusy.value, isOpen.value]).toEqual([false, false])
  })

  it('says as a sentence what refused it, stays open, and forgets it when the dialog is closed', async () => {
    const { isOpen, isBusy, problem, act } = openDialog()
    await act(() => Promise.reject(new StudioError('notFound', 'there is no file x')))
    expect([isBusy.value, isOpen.value, problem.value]).toEqual([false, true, 'There is no file x.'])
    isOpen.value = false
    await nextTick()
    expect(problem.value).toBe('')
  })

  it('is not begun twice', async () => {
    const { act } = openDialog()
    let count = 0
    const work = () => Promise.resolve(count++)
    await Promise.all([act(work), act(work)])
    expect(count).toBe(1)
  })
})
