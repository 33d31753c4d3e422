import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { calls, events } from '#shared/contract/contract.ts'
import type { RunId } from '#shared/domain/run.ts'
import { clipsOf, demoClips } from '../plan/plan-fixtures.ts'
import { createRunQueue } from '#main/training/queue/run-queue.ts'
import { epochOf, extractAll, openQueue, PLAN } from './queue-fixtures.ts'

const once = (list: string[]) => list.filter((state, index) => state !== list[index - 1])

describe('training queue', () => {
  it('takes a run from the plan to stored predictions', async () => {
    const { queue, nextTrainer, runs, states, told } = openQueue()
    const forked = nextTrainer()
    const launched = await queue.launch(PLAN)
    expect(calls['experiments.launch'].output.parse(launched)).toEqual(launched)
    const [runId] = launched.runIds
    const trainer = await forked
    expect(trainer.orders).toMatchObject([{ type: 'start', isResumed: false }])
    trainer.say(
      { type: 'started', engine: 'wasm', engineDescription: 'WebAssembly, 4 threads' },
      { type: 'progressed', epoch: 0, epochProgress: 0.5, secondsLeft: 3 },
    )
    expect(queue.get(runId).info).toMatchObject({ state: 'running', epochProgress: 0.5, secondsLeft: 3 })
    trainer.say(
      { type: 'epochEnded', metrics: epochOf(0) },
      { type: 'logged', line: 'Learning rate halved.' },
    )
    expect(queue.get(runId).info).toMatchObject({ epochsDone: 1, epochProgress: 0 })
    trainer.finish()
    await queue.idle()

    expect(once(states(runId))).toEqual(['queued', 'preparing', 'running', 'done'])
    const got = queue.get(runId)
    expect(calls['runs.get'].output.parse(got)).toEqual(got)
    expect(got.info).toMatchObject({ test: { accuracy: 1, uar: 1 }, epochsDone: 2, labelRevision: 4 })
    expect(got.epochs).toEqual([epochOf(0)])
    expect(got.log).toContain('Learning rate halved.')
    expect(got.settings).toContainEqual({ name: 'Population', value: 'mixed' })
    expect(got.settings).toContainEqual({ name: 'Gold label', value: 'newest rater, else intended' })
    expect(runs.saved.get(runId)).toHaveLength(240)
    expect(queue.compared(runId).report.test.uar).toBe(1)
    for (const event of told) expect(events[event.name].parse(event.data)).toEqual(event.data)
  })

  it('trains one run at a time on one device, in the order of launching', async () => {
    const { queue, nextTrainer, trainers } = openQueue()
    const first = nextTrainer()
    const { runIds } = await queue.launch({ ...PLAN, populations: ['mixed', 'female', 'male'] })
    expect(runIds).toEqual(['mixed-2000', 'female-3000', 'male-4000'])
    let trainer = await first
    for (const runId of runIds) {
      expect(trainer.runFolder).toMatch(new RegExp(`${runId}$`))
      expect(queue.list().filter((run) => run.state === 'running')).toHaveLength(1)
      const next = nextTrainer()
      trainer.finish()
      if (runId !== runIds[2]) trainer = await next
    }
    await queue.idle()
    expect(trainers).toHaveLength(3)
    expect(queue.list().every((run) => run.state === 'done')).toBe(true)
  })

  it('says why a trainer failed, and goes on with the next run', async () => {
    const { queue, nextTrainer } = openQueue()
    const first = nextTrainer()
    const { runIds } = await queue.launch({ ...PLAN, populations: ['female', 'male'] })
    const failing = await first
    const second = nextTrainer()
    failing.say({ type: 'failed', code: 'unavailable', message: 'The device has no memory left.' })
    failing.exit(1)
    const trainer = await second
    trainer.finish()
    await queue.idle()
    expect(queue.get(runIds[0]).info).toMatchObject({
      state: 'failed',
      message: 'The device has no memory left.',
    })
    expect(queue.get(runIds[1]).info.state).toBe('done')
    expect(() => queue.compared(runIds[0])).toThrow('only runs that are done can be compared')
  })

  it('marks a run whose trainer died as interrupted, and resumes it from its checkpoint', async () => {
    const { queue, nextTrainer, states } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const killed = await first
    killed.say({ type: 'epochEnded', metrics: epochOf(0) })
    killed.writeCheckpoint()
    killed.exit(null, 'SIGKILL')
    await queue.idle()
    expect(queue.get(runId).info).toMatchObject({
      state: 'interrupted',
      message:
        'The trainer was ended from outside (signal SIGKILL), as a system does whose memory runs out. The run can be resumed.',
    })

    const second = nextTrainer()
    await queue.resume(runId)
    const trainer = await second
    expect(trainer.orders).toMatchObject([{ type: 'start', isResumed: true }])
    expect(queue.get(runId).info.epochsDone).toBe(1)
    trainer.finish()
    await queue.idle()
    expect(once(states(runId)).slice(-5)).toEqual(['interrupted', 'queued', 'preparing', 'running', 'done'])
    await expect(queue.resume(runId)).rejects.toThrow(
      'Only an interrupted run can be resumed; this one is done.',
    )
  })

  it('hears of epochs that a trainer wrote down when no studio was there', async () => {
    const { queue, nextTrainer, runs, told } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const killed = await first
    killed.say({ type: 'epochEnded', metrics: epochOf(0) })
    killed.writeCheckpoint()
    const unheard = JSON.stringify(epochOf(1))
    writeFileSync(
      path.join(killed.runFolder, 'metrics.jsonl'),
      `${JSON.stringify(epochOf(0))}\n${unheard}\n{"epoch":2,"tr`,
    )
    killed.exit(null, 'SIGKILL')
    await queue.idle()
    told.length = 0

    const second = nextTrainer()
    queue.resume(runId)
    const trainer = await second
    expect(runs.epochs(runId)).toEqual([epochOf(0), epochOf(1)])
    expect(told.filter((event) => event.name === 'runs.epochEnded')).toHaveLength(1)
    trainer.finish()
    await queue.idle()
  })

  it('cancels a queued run at once', async () => {
    const { queue, nextTrainer, trainers } = openQueue()
    const first = nextTrainer()
    const { runIds } = await queue.launch({ ...PLAN, populations: ['female', 'male'] })
    const trainer = await first
    queue.cancel(runIds[1])
    expect(queue.get(runIds[1]).info.state).toBe('cancelled')
    trainer.finish()
    await queue.idle()
    expect(trainers).toHaveLength(1)
    expect(() => queue.cancel(runIds[1])).toThrow('this one is cancelled')
  })

  it('asks a trainer to stop when its run is cancelled', async () => {
    const { queue, nextTrainer } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const trainer = await first
    queue.cancel(runId)
    expect(trainer.orders.at(-1)).toEqual({ type: 'cancel' })
    trainer.say({ type: 'cancelled' })
    trainer.exit(0)
    await queue.idle()
    expect(queue.get(runId).info).toMatchObject({ state: 'cancelled', message: 'Cancelled.' })
  })

  it('kills a trainer that does not stop', async () => {
    vi.useFakeTimers()
    try {
      const { queue, nextTrainer } = openQueue()
      const first = nextTrainer()
      const [runId] = (await queue.launch(PLAN)).runIds
      const trainer = await first
      queue.cancel(runId)
      vi.advanceTimersByTime(10_000)
      await queue.idle()
      expect(trainer.isKilled).toBe(true)
      expect(queue.get(runId).info.state).toBe('cancelled')
    } finally {
      vi.useRealTimers()
    }
  })

  it('cancels while features are extracted', async () => {
    const { queue, trainers, untilState } = openQueue({
      extractFeatures: ({ signal }) =>
        new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('aborted')))),
    })
    const [runId] = (await queue.launch(PLAN)).runIds
    await untilState(runId, 'preparing')
    queue.cancel(runId)
    await queue.idle()
    expect(queue.get(runId).info.state).toBe('cancelled')
    expect(trainers).toHaveLength(0)
  })

  it('leaves a working run and the waiting ones interrupted when it closes', async () => {
    const { queue, nextTrainer, trainers } = openQueue()
    const first = nextTrainer()
    const { runIds } = await queue.launch({ ...PLAN, populations: ['female', 'male'] })
    const trainer = await first
    await queue.close()
    expect(trainer.isKilled).toBe(true)
    expect(trainers).toHaveLength(1)
    expect(runIds.map((runId) => queue.get(runId).info.state)).toEqual(['interrupted', 'interrupted'])
    await expect(queue.launch(PLAN)).rejects.toThrow('The library was closed.')
  })

  it('finds what a dead studio left working, and waits for a person to resume it', async () => {
    const { queue, options, runs, nextTrainer, trainers } = openQueue()
    const first = nextTrainer()
    const { runIds } = await queue.launch({ ...PLAN, populations: ['female', 'male'] })
    await first
    const later = createRunQueue({ ...options })
    expect(runIds.map((runId) => runs.get(runId).info.state)).toEqual(['interrupted', 'interrupted'])
    await later.idle()
    expect(trainers).toHaveLength(1)
  })

  it('leaves clips without features out of the split, and says so', async () => {
    const broken = demoClips()[0]
    const { queue, nextTrainer, runs } = openQueue({
      extractFeatures: async (request) => ({
        ...(await extractAll(request)),
        failures: [{ clipHash: broken.clipHash, path: broken.path, reason: 'the file holds no samples' }],
      }),
    })
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const trainer = await first
    trainer.finish()
    await queue.idle()
    expect(runs.saved.get(runId)!.some((prediction) => prediction.clipId === broken.clipId)).toBe(false)
    expect(queue.get(runId).log).toContain('1.wav is left out: the file holds no samples')
  })

  it('fails a run whose features cannot be had', async () => {
    const { queue, trainers } = openQueue({
      extractFeatures: ({ clips }) =>
        Promise.resolve({
          extracted: 0,
          reused: 0,
          failures: clips.map(({ clipHash, path }) => ({ clipHash, path, reason: 'unreadable' })),
        }),
    })
    const [runId] = (await queue.launch(PLAN)).runIds
    await queue.idle()
    expect(queue.get(runId).info).toMatchObject({ state: 'failed', message: 'The split has no train rows.' })
    expect(trainers).toHaveLength(0)
  })

  it('starts no run of an experiment of which one cannot start', async () => {
    const women = clipsOf([1, 2, 3].map(() => ({ corpus: 'A', sex: 'female' as const, clipsPerLabel: 2 })))
    const { queue, library } = openQueue()
    library.clips.training = () => women
    await expect(queue.launch({ ...PLAN, populations: ['female', 'male'] })).rejects.toThrow(
      'Model male: No clip is left to train on',
    )
    expect(queue.list()).toEqual([])
  })

  it('refuses an engine that this machine lacks, and says what brings it', async () => {
    const { queue } = openQueue()
    await expect(queue.preview({ ...PLAN, engine: 'tensorflow' })).rejects.toThrow(
      'Engine tensorflow is not available: TensorFlow is not installed. It comes with: emotone install-tensorflow',
    )
    expect((await queue.preview(PLAN)).engine).toBe('wasm')
  })

  it('removes a run with its folder, but not while it works', async () => {
    const { queue, nextTrainer, told } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const trainer = await first
    await expect(queue.remove(runId)).rejects.toThrow('cancel it first')
    trainer.finish()
    await queue.idle()
    expect(existsSync(path.join(trainer.runFolder, 'split.json'))).toBe(true)
    await queue.remove(runId)
    expect(existsSync(trainer.runFolder)).toBe(false)
    expect(told.at(-1)).toEqual({ name: 'runs.removed', data: { runId } })
    expect(() => queue.get(runId)).toThrow('There is no run')
  })
})

describe('predicting with a run', () => {
  const clip = { clipHash: 'new', path: '/new.wav', startSeconds: null, endSeconds: null }
  const bad = { ...clip, clipHash: 'bad' }

  it('asks a trainer for clips whose features are there', async () => {
    const { queue, nextTrainer } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    expect(() => queue.predict(runId, [clip])).toThrow('only a run that is done can predict')
    const training = await first
    training.finish()
    await queue.idle()

    const second = nextTrainer()
    const answer = queue.predict(runId, [clip, clip])
    const trainer = await second
    expect(trainer.orders).toMatchObject([{ type: 'predict', clipHashes: ['new'] }])
    const rows = [{ clipHash: 'new', probabilities: [0.7, 0.1, 0.1, 0.1] }]
    trainer.say({ type: 'predicted', labels: PLAN.labels, rows })
    trainer.exit(0)
    expect(await answer).toEqual({ labels: PLAN.labels, rows, failures: [] })
  })

  it('asks a model that was imported as it asks a run, on the fastest engine', async () => {
    const imported = 'imported-1' as RunId
    const model = { file: '/library/models/imported-1/model.bin', labels: ['a', 'b'] }
    const { queue, nextTrainer } = openQueue({
      findImported: (modelId) => (modelId === imported ? model : null),
    })
    const next = nextTrainer()
    const answer = queue.predict(imported, [clip])
    const trainer = await next
    expect(trainer.orders).toMatchObject([{ type: 'predict', modelFile: model.file, engine: null }])
    const rows = [{ clipHash: 'new', probabilities: [0.7, 0.3] }]
    trainer.say({ type: 'predicted', labels: model.labels, rows })
    trainer.exit(0)
    expect(await answer).toEqual({ labels: model.labels, rows, failures: [] })
    expect(() => queue.predict('imported-2' as RunId, [clip])).toThrow('no run imported-2')
  })

  it('hands on what the trainer says when it fails', async () => {
    const { queue, nextTrainer } = openQueue()
    const first = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const training = await first
    training.finish()
    await queue.idle()
    const second = nextTrainer()
    const answer = queue.predict(runId, [bad])
    const trainer = await second
    trainer.say({ type: 'failed', code: 'notFound', message: 'The run has no finished model yet.' })
    trainer.exit(1)
    await expect(answer).rejects.toMatchObject({
      code: 'notFound',
      message: 'The run has no finished model yet.',
    })
  })
})
