import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakeEpochs, fakeRun } from '#fixtures/fake-run.ts'
import { createFakeRuns, type FakeRuns } from '#fixtures/fake-runs.ts'
import type { RunId } from '#shared/domain/run.ts'
import type { EndedExperiment } from '#renderer/stores/experiment-groups.ts'
import { useRunsStore, type ExperimentPlan } from '#renderer/stores/runs.ts'
import { provideSession } from '#renderer/stores/session.ts'

const PLAN: ExperimentPlan = {
  name: 'first',
  preset: 'seed-honest',
  populations: ['mixed', 'female', 'male'],
  labels: ['angry', 'happy', 'neutral', 'sad'],
  corpora: [],
  epochs: 2,
  seed: 1,
  augment: false,
  engine: null,
}

function provide(client: FakeRuns): void {
  const host = {
    canPickFolder: false,
    pickFolder: () => Promise.resolve(null),
    mediaUrl: (path: string) => path,
  }
  provideSession({ client, host } as Parameters<typeof provideSession>[0])
}

describe('the runs of a library', () => {
  let fake: FakeRuns
  let store: ReturnType<typeof useRunsStore>

  beforeEach(async () => {
    setActivePinia(createPinia())
    fake = createFakeRuns([fakeRun('old-1'), fakeRun('old-2', { population: 'female' })])
    provide(fake)
    store = useRunsStore()
    await store.start()
  })

  const finish = (runId: RunId) => {
    fake.step(runId)
    fake.step(runId)
  }

  it('are listed, and kept up by events', () => {
    expect(store.runs.map((run) => run.runId)).toEqual(['old-1', 'old-2'])
    fake.put('old-1' as RunId, { state: 'interrupted', message: 'killed' })
    expect(store.runs[0]).toMatchObject({ state: 'interrupted', message: 'killed' })
    expect(store.doneRuns.map((run) => run.runId)).toEqual(['old-2'])
  })

  it('are listened to once, however many screens start them', async () => {
    await store.start()
    await store.loadDetail('old-1' as RunId)
    fake.emit('runs.logged', { runId: 'old-1' as RunId, line: 'once' })
    expect(store.details.get('old-1' as RunId)?.log.filter((line) => line === 'once')).toHaveLength(1)
  })

  it('grow by an epoch where somebody looks at them', async () => {
    const runId = 'old-1' as RunId
    await store.loadDetail(runId)
    const [next] = fakeEpochs(21, 0.6).slice(20)
    fake.emit('runs.epochEnded', { runId, metrics: next })
    expect(store.details.get(runId)?.epochs).toHaveLength(21)
    fake.emit('runs.epochEnded', { runId: 'old-2' as RunId, metrics: next })
    expect(store.details.has('old-2' as RunId)).toBe(false)
  })

  it('end together with an experiment that was launched beside them, to be compared with it', async () => {
    const ends: EndedExperiment[] = []
    const leaking: ExperimentPlan = { ...PLAN, preset: 'seed', populations: ['mixed'] }
    const { runIds } = await store.launch(PLAN, (ended) => ends.push(ended), [leaking])
    runIds.forEach(finish)
    expect(ends).toEqual([])
    const beside = store.runs.find((run) => run.state === 'queued' || run.state === 'running')
    finish(beside!.runId)
    expect(ends).toHaveLength(1)
    expect(ends[0].runIds).toEqual(expect.arrayContaining([...runIds, beside!.runId]))
  })

  it('tell once when the last run of a launched experiment is at its end, in population order', async () => {
    const ends: EndedExperiment[] = []
    const { runIds } = await store.launch(PLAN, (ended) => ends.push(ended))
    finish(runIds[2])
    finish(runIds[0])
    expect(ends).toEqual([])
    finish(runIds[1])
    fake.put(runIds[1], { message: 'again' })
    expect(ends.map((ended) => ended.runIds)).toEqual([['run-1-mixed', 'run-1-female', 'run-1-male']])
  })

  it('leave out of the comparison what was cancelled, and tell of one run, too', async () => {
    const ends: EndedExperiment[] = []
    const first = await store.launch(PLAN, (ended) => ends.push(ended))
    await store.cancel(first.runIds[1])
    finish(first.runIds[0])
    finish(first.runIds[2])
    expect(ends.map((ended) => ended.runIds)).toEqual([['run-1-mixed', 'run-1-male']])
    const second = await store.launch(PLAN, (ended) => ends.push(ended))
    await store.cancel(second.runIds[0])
    await store.cancel(second.runIds[1])
    finish(second.runIds[2])
    expect(ends.map((ended) => ended.runIds.length)).toEqual([2, 1])
    const third = await store.launch(PLAN, (ended) => ends.push(ended))
    for (const runId of third.runIds) await store.cancel(runId)
    expect(ends, 'nothing is done').toHaveLength(2)
  })

  it('bring their report when they are done', async () => {
    const { runIds } = await store.launch(PLAN, () => undefined)
    await store.loadDetail(runIds[0])
    expect(store.details.get(runIds[0])?.report).toBeNull()
    finish(runIds[0])
    await expect.poll(() => store.details.get(runIds[0])?.report?.labels).toEqual(PLAN.labels)
  })

  it('go when they are deleted, here or elsewhere', async () => {
    await store.loadDetail('old-1' as RunId)
    await store.remove('old-1' as RunId)
    expect(store.details.size).toBe(0)
    fake.emit('runs.removed', { runId: 'old-2' as RunId })
    expect(store.runs).toEqual([])
  })

  it('stand in groups by experiment, the newest first', async () => {
    await store.launch({ ...PLAN, populations: ['male', 'mixed'] }, () => undefined)
    expect(store.experiments.map((group) => group.runs.map((run) => run.population))).toEqual([
      ['mixed', 'male'],
      ['mixed', 'female'],
    ])
  })

  it('keep the failure of a list that could not be loaded', async () => {
    store.stop()
    provide({ ...fake, call: () => Promise.reject(new Error('no library is open')) })
    await store.load()
    expect(store.loadError).toMatchObject({ message: 'no library is open' })
  })
})
