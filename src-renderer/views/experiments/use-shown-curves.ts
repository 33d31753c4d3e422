import { computed, ref, watch } from 'vue'
import type { RunId } from '#shared/domain/run.ts'
import type { CurveRun } from '../../components/charts/curve-option.ts'
import { runNames } from '../../stores/run-names.ts'
import { isUnderWay, useRunsStore } from '../../stores/runs.ts'
import { useToastsStore } from '../../stores/toasts.ts'

/** The experiment whose curves and log are shown: the chosen one, else the newest that runs, else the newest. */
export function useShownCurves() {
  const store = useRunsStore()
  const toasts = useToastsStore()
  const chosenId = ref<string | null>(null)
  const chosenLog = ref<RunId | null>(null)

  const shown = computed(
    () =>
      store.experiments.find((group) => group.experimentId === chosenId.value) ??
      store.experiments.find((group) => group.runs.some((run) => isUnderWay(run.state))) ??
      store.experiments[0] ??
      null,
  )
  const shownId = computed({
    get: () => shown.value?.experimentId ?? null,
    set: (id) => {
      chosenId.value = id
      chosenLog.value = null
    },
  })

  const missing = computed(() => {
    const runIds = shown.value?.runs.map((run) => run.runId) ?? []
    return runIds.filter((runId) => !store.details.has(runId)).join(',')
  })
  watch(
    missing,
    async (list) => {
      try {
        await Promise.all(
          (list.split(',').filter(Boolean) as RunId[]).map((runId) => store.loadDetail(runId)),
        )
      } catch (error) {
        toasts.showError(error)
      }
    },
    { immediate: true },
  )

  const curves = computed<CurveRun[]>(() => {
    const runs = shown.value?.runs ?? []
    const names = runNames(runs)
    return runs.map((run, index) => ({
      name: names[index],
      lookIndex: index,
      epochs: store.details.get(run.runId)?.epochs ?? [],
      plannedEpochs: run.epochs,
      labelCount: run.labels.length,
    }))
  })

  const logOf = computed({
    get: () => {
      const runs = shown.value?.runs ?? []
      const busy = runs.find((run) => run.state === 'running' || run.state === 'preparing')
      return chosenLog.value ?? busy?.runId ?? runs[0]?.runId ?? null
    },
    set: (runId) => (chosenLog.value = runId),
  })
  const log = computed(() => (logOf.value === null ? [] : (store.details.get(logOf.value)?.log ?? [])))

  return { shownId, shown, curves, log, logOf }
}
