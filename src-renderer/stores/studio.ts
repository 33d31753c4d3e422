import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ConnectionState } from '#shared/contract/connect.ts'
import type { Job, LibraryInfo } from '#shared/domain/library.ts'
import type { EngineInfo, RunInfo, RunState } from '#shared/domain/run.ts'
import { useSession } from './session.ts'

/** `ready`: connected and the snapshot is here. */
export type StudioConnection = 'connecting' | 'ready' | 'lost'

const ACTIVE_RUN_STATES: readonly RunState[] = ['queued', 'preparing', 'running']

/** The studio as this page knows it: library, engines, running jobs and runs. Kept up by events. */
export const useStudioStore = defineStore('studio', () => {
  const connection = ref<StudioConnection>('connecting')
  const version = ref('')
  const library = shallowRef<LibraryInfo | null>(null)
  const engines = shallowRef<EngineInfo[]>([])
  const jobs = ref<Job[]>([])
  const activeRuns = ref<RunInfo[]>([])

  const isSynthetic = computed(() => library.value?.isSynthetic ?? false)
  const runningJobs = computed(() => jobs.value.filter((job) => job.state === 'running'))
  /** The engine a run would get: the first that is there. */
  const engine = computed(() => engines.value.find((candidate) => candidate.isAvailable) ?? null)
  const missingTensorflow = computed(
    () =>
      engines.value.find((candidate) => candidate.name === 'tensorflow' && !candidate.isAvailable) ?? null,
  )

  /** Listens for all that may change, then takes the snapshot. Call once. */
  async function start(): Promise<void> {
    const { client } = useSession()
    client.on('library.changed', (info) => (library.value = info))
    client.on('engines.changed', (list) => (engines.value = list))
    client.on('jobs.changed', noteJob)
    client.on('runs.changed', noteRun)
    client.on('runs.removed', ({ runId }) => {
      activeRuns.value = activeRuns.value.filter((run) => run.runId !== runId)
    })
    await refresh()
  }

  /** Takes the snapshot: at the start and after a reconnection. */
  async function refresh(): Promise<void> {
    const { client } = useSession()
    const snapshot = await client.call('studio.snapshot', {})
    version.value = snapshot.version
    library.value = snapshot.library
    engines.value = snapshot.engines
    jobs.value = snapshot.jobs
    connection.value = 'ready'
    if (snapshot.library === null) return
    const runs = await client.call('runs.list', {})
    activeRuns.value = runs.filter(isActive)
  }

  /** What can train may change while the studio runs: TensorFlow is installed beside it. */
  async function refreshEngines(): Promise<void> {
    engines.value = await useSession().client.call('engines.list', {})
  }

  /** Follows the wire; what happened while it was gone comes with a new snapshot. */
  function noteConnection(state: ConnectionState): void {
    if (state === 'connected' && connection.value === 'lost') void refresh()
    if (state === 'reconnecting' || state === 'closed') connection.value = 'lost'
  }

  function noteJob(job: Job): void {
    const index = jobs.value.findIndex((known) => known.id === job.id)
    if (index === -1) jobs.value.push(job)
    else jobs.value[index] = job
  }

  function noteRun(run: RunInfo): void {
    const others = activeRuns.value.filter((known) => known.runId !== run.runId)
    activeRuns.value = isActive(run) ? [...others, run] : others
  }

  async function openLibrary(path: string, isNew: boolean): Promise<void> {
    library.value = await useSession().client.call('library.open', { path, isNew })
  }

  async function openDemo(): Promise<void> {
    library.value = await useSession().client.call('library.openDemo', {})
  }

  async function cancelJob(jobId: string): Promise<void> {
    await useSession().client.call('jobs.cancel', { jobId })
  }

  async function cancelRun(runId: RunInfo['runId']): Promise<void> {
    await useSession().client.call('runs.cancel', { runId })
  }

  return {
    connection,
    version,
    library,
    engines,
    jobs,
    activeRuns,
    isSynthetic,
    runningJobs,
    engine,
    missingTensorflow,
    start,
    refresh,
    refreshEngines,
    noteConnection,
    openLibrary,
    openDemo,
    cancelJob,
    cancelRun,
  }
})

function isActive(run: RunInfo): boolean {
  return ACTIVE_RUN_STATES.includes(run.state)
}
