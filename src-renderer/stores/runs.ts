import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { EpochMetrics, RunId, RunInfo, RunReport, RunState } from '#shared/domain/run.ts'
import type { CallInput, CallOutput } from '#shared/contract/contract.ts'
import { endedExperiment, groupByExperiment, type EndedExperiment } from './experiment-groups.ts'
import { mergeEpochs } from './merge-epochs.ts'
import { useSession } from './session.ts'
import { useStudioStore } from './studio.ts'

export type ExperimentPlan = CallInput<'experiments.launch'>
export type PlanPreview = CallOutput<'experiments.preview'>

/** What a run's page shows beside its line in the list. */
export interface RunDetail {
  epochs: EpochMetrics[]
  report: RunReport | null
  log: string[]
  settings: { name: string; value: string }[]
}

const UNDER_WAY: readonly RunState[] = ['queued', 'preparing', 'running']
const MAX_LOG_LINES = 2000

export function isUnderWay(state: RunState): boolean {
  return UNDER_WAY.includes(state)
}

/** All runs of the open library, kept up by events; details of those somebody looks at. */
export const useRunsStore = defineStore('runs', () => {
  const runs = ref<RunInfo[]>([])
  const isLoaded = ref(false)
  const loadError = shallowRef<unknown>(null)
  const details = reactive(new Map<RunId, RunDetail>())
  /** Experiments launched from this page whose runs are not all at their end. */
  const watched = new Set<{ runIds: RunId[]; onEnded: (ended: EndedExperiment) => void }>()

  const experiments = computed(() => groupByExperiment(runs.value))
  const doneRuns = computed(() => runs.value.filter((run) => run.state === 'done'))

  const studio = useStudioStore()
  let stopListening: (() => void)[] = []
  watch(
    () => [studio.library?.path, studio.connection],
    () => {
      if (stopListening.length > 0 && studio.connection === 'ready') void load()
    },
  )

  /** Listens for what happens to runs and loads the list. May be called by every screen; only the first listens. */
  async function start(): Promise<void> {
    if (stopListening.length === 0) {
      const { client } = useSession()
      stopListening = [
        client.on('runs.changed', noteRun),
        client.on('runs.removed', ({ runId }) => forget(runId)),
        client.on('runs.epochEnded', ({ runId, metrics }) => {
          const detail = details.get(runId)
          if (detail) detail.epochs = mergeEpochs(detail.epochs, [metrics])
        }),
        client.on('runs.logged', ({ runId, line }) => {
          const detail = details.get(runId)
          if (detail) detail.log = [...detail.log.slice(1 - MAX_LOG_LINES), line]
        }),
      ]
    }
    await load()
  }

  /** Takes the list anew: at the start, after a reconnection, and when another library is opened. */
  async function load(): Promise<void> {
    try {
      runs.value = await useSession().client.call('runs.list', {})
      loadError.value = null
    } catch (error) {
      loadError.value = error
    }
    isLoaded.value = true
    const known = new Set(runs.value.map((run) => run.runId))
    for (const runId of details.keys()) if (!known.has(runId)) details.delete(runId)
    await Promise.all([...details.keys()].map((runId) => loadDetail(runId)))
  }

  function noteRun(run: RunInfo): void {
    const index = runs.value.findIndex((known) => known.runId === run.runId)
    const before = runs.value[index]?.state
    if (index === -1) runs.value.unshift(run)
    else runs.value[index] = run
    // the report and the last lines of the log come with the end of a run
    if (before !== run.state && !isUnderWay(run.state) && details.has(run.runId)) void loadDetail(run.runId)
    noteEnds()
  }

  function noteEnds(): void {
    for (const launched of watched) {
      const result = endedExperiment(launched.runIds, runs.value)
      if (result === 'under way') continue
      watched.delete(launched)
      if (result !== null) launched.onEnded(result)
    }
  }

  function forget(runId: RunId): void {
    runs.value = runs.value.filter((run) => run.runId !== runId)
    details.delete(runId)
  }

  /** Loads what a run's page shows; afterwards events keep it up. @throws StudioError when there is no such run. */
  async function loadDetail(runId: RunId): Promise<RunDetail> {
    const { info, epochs, report, log, settings } = await useSession().client.call('runs.get', { runId })
    const index = runs.value.findIndex((known) => known.runId === runId)
    if (index === -1) runs.value.push(info)
    else runs.value[index] = info
    const detail = { epochs: mergeEpochs(epochs, []), report, log, settings }
    details.set(runId, detail)
    return detail
  }

  /** What a plan would train on. @throws StudioError when the plan breaks a rule. */
  function preview(plan: ExperimentPlan): Promise<PlanPreview> {
    return useSession().client.call('experiments.preview', plan)
  }

  /**
   * Starts the runs of a plan.
   * @param onEnded called once, when the last of the runs is at its end and at least one is done.
   * @param beside experiments of their own that are to be compared with it.
   * @throws StudioError when the plan breaks a rule.
   */
  async function launch(
    plan: ExperimentPlan,
    onEnded: (ended: EndedExperiment) => void,
    beside: ExperimentPlan[] = [],
  ): Promise<CallOutput<'experiments.launch'>> {
    const { client } = useSession()
    const launched = await client.call('experiments.launch', plan)
    const runIds = [...launched.runIds]
    for (const other of beside) runIds.push(...(await client.call('experiments.launch', other)).runIds)
    watched.add({ runIds, onEnded })
    runs.value = await client.call('runs.list', {})
    noteEnds()
    return launched
  }

  async function cancel(runId: RunId): Promise<void> {
    await useSession().client.call('runs.cancel', { runId })
  }

  async function resume(runId: RunId): Promise<void> {
    await useSession().client.call('runs.resume', { runId })
  }

  async function remove(runId: RunId): Promise<void> {
    await useSession().client.call('runs.delete', { runId })
    forget(runId)
  }

  /** Stops listening: for tests. */
  function stop(): void {
    for (const off of stopListening) off()
    stopListening = []
  }

  return {
    runs,
    isLoaded,
    loadError,
    details,
    experiments,
    doneRuns,
    start,
    stop,
    load,
    loadDetail,
    preview,
    launch,
    cancel,
    resume,
    remove,
  }
})
