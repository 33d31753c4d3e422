import { ref } from 'vue'
import type { RunInfo } from '#shared/domain/run.ts'
import { useRunsStore } from '../../stores/runs.ts'
import { useToastsStore } from '../../stores/toasts.ts'

/** Cancel, resume and delete with their failures told; delete asks first. */
export function useRunActs() {
  const store = useRunsStore()
  const toasts = useToastsStore()
  /** The run that somebody wants to delete and has not confirmed. */
  const toDelete = ref<RunInfo | null>(null)

  async function attempt(act: () => Promise<void>): Promise<boolean> {
    try {
      await act()
      return true
    } catch (error) {
      toasts.showError(error)
      return false
    }
  }

  return {
    toDelete,
    cancel: (run: RunInfo) => attempt(() => store.cancel(run.runId)),
    resume: (run: RunInfo) => attempt(() => store.resume(run.runId)),
    /** Deletes what was asked about. @returns whether it is gone. */
    async confirmDelete(): Promise<boolean> {
      const run = toDelete.value
      toDelete.value = null
      return run !== null && (await attempt(() => store.remove(run.runId)))
    },
  }
}
