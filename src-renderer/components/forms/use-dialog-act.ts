import { ref, watch, type Ref } from 'vue'
import { messageOf } from '#shared/errors.ts'
import { sentence } from '../../format.ts'

interface DialogAct {
  /** Why the act was refused, as a sentence; empty where it was not. */
  problem: Ref<string>
  isBusy: Ref<boolean>
  /** Does it, and closes; what is refused stands in `problem`, and the dialog stays. Nothing while one is on its way. */
  act: (work: () => Promise<unknown>) => Promise<void>
}

/** The act of a dialog. */
export function useDialogAct(isOpen: Ref<boolean>): DialogAct {
  const problem = ref('')
  const isBusy = ref(false)
  watch(isOpen, () => (problem.value = ''))

  async function act(work: () => Promise<unknown>): Promise<void> {
    if (isBusy.value) return
    isBusy.value = true
    problem.value = ''
    try {
      await work()
      isOpen.value = false
    } catch (error) {
      problem.value = sentence(messageOf(error))
    } finally {
      isBusy.value = false
    }
  }

  return { problem, isBusy, act }
}
