import { shallowRef, watch, type Ref } from 'vue'
import { watchDebounced } from '@vueuse/core'
import { useRunsStore, type ExperimentPlan, type PlanPreview } from '../../stores/runs.ts'
import { planProblem } from './plan-defaults.ts'

const QUIET_MILLISECONDS = 200

/** The preview of a plan, asked for again a moment after the plan has changed; the old one stays until then. */
export function usePlanPreview(plan: Ref<ExperimentPlan | null>) {
  const store = useRunsStore()
  const preview = shallowRef<{ plan: ExperimentPlan; answer: PlanPreview } | null>(null)
  const error = shallowRef<unknown>(null)
  let asked = 0

  async function ask(): Promise<void> {
    const current = plan.value
    if (current === null || planProblem(current) !== null) return
    const mine = ++asked
    try {
      const answer = await store.preview(current)
      if (mine !== asked) return
      preview.value = { plan: current, answer }
      error.value = null
    } catch (failure) {
      if (mine === asked) error.value = failure
    }
  }

  watch(plan, (next, before) => before === null && next !== null && void ask())
  watchDebounced(plan, ask, { debounce: QUIET_MILLISECONDS })
  void ask()
  return { preview, error }
}
