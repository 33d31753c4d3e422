import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { DeviceInfo, EngineInfo } from '#shared/domain/run.ts'
import { createNodeTrainerHost } from '#main/hosts/node-trainer-host.ts'
import { chooseDevices } from '#main/training/queue/choose-devices.ts'
import { machineDeviceLocks } from '#main/training/queue/device-locks.ts'
import { killed, startChild } from '../library/child.ts'
import { fakeLocks, openQueue, PLAN } from './queue-fixtures.ts'

const device = (id: string, isAvailable = true): DeviceInfo => ({
  id,
  kind: id.startsWith('GPU') ? 'gpu' : 'cpu',
  name: `a ${id}`,
  memoryBytes: null,
  isAvailable,
})
const engineWith = (...devices: DeviceInfo[]): EngineInfo => ({
  name: 'tensorflow',
  isAvailable: true,
  description: 'TensorFlow',
  devices,
  installCommand: 'emotone install-tensorflow --gpu',
})
const TWO_GPUS = engineWith(device('GPU:0'), device('GPU:1'), device('CPU:0'))
const ALL = ['mixed' as const, 'female' as const, 'male' as const]
const openWith = (engine: EngineInfo, changes: Parameters<typeof openQueue>[0] = {}) =>
  openQueue({ listEngines: () => Promise.resolve([engine]), ...changes })

describe('runs and devices', () => {
  it('work at once, one a GPU, and say why they wait', async () => {
    const { queue, nextTrainer } = openWith(TWO_GPUS)
    const forked = [nextTrainer(), nextTrainer(), nextTrainer()]
    const [mixed, female, male] = (await queue.launch({ ...PLAN, populations: ALL })).runIds
    const first = await forked[0]
    const second = await forked[1]
    expect([first, second].map(({ orders }) => orders[0])).toMatchObject([
      { type: 'start', devices: ['GPU:0'] },
      { type: 'start', devices: ['GPU:1'] },
    ])
    expect(queue.get(mixed).info).toMatchObject({ state: 'running', devices: ['GPU:0'] })
    expect(queue.get(female).info).toMatchObject({ state: 'running', devices: ['GPU:1'] })
    expect(queue.get(male).info).toMatchObject({
      state: 'queued',
      devices: [],
      message: `Waits for GPU:0, held by run ${mixed}; or GPU:1, held by run ${female}.`,
    })

    second.finish()
    const third = await forked[2]
    expect(third.orders[0]).toMatchObject({ devices: ['GPU:1'] })
    third.finish()
    first.finish()
    await queue.idle()
    expect(queue.list().map(({ state }) => state)).toEqual(['done', 'done', 'done'])
  })

  it('wait for all devices that they ask for, and those behind them do not take one away', async () => {
    const { queue, nextTrainer } = openWith(TWO_GPUS)
    const forked = [nextTrainer(), nextTrainer(), nextTrainer()]
    const [one] = (await queue.launch({ ...PLAN, devices: ['GPU:0'] })).runIds
    const [both] = (await queue.launch({ ...PLAN, devices: ['GPU:0', 'GPU:1'] })).runIds
    const [any] = (await queue.launch(PLAN)).runIds
    const first = await forked[0]
    expect(queue.get(both).info.message).toBe(`Waits for GPU:0, held by run ${one}.`)
    expect(queue.get(any).info.message).toBe(
      `Waits for GPU:0, kept for run ${both}; or GPU:1, kept for run ${both}.`,
    )
    first.finish()
    const second = await forked[1]
    expect(second.orders[0]).toMatchObject({ devices: ['GPU:0', 'GPU:1'] })
    expect(queue.get(both).info.devices).toEqual(['GPU:0', 'GPU:1'])
    second.finish()
    const third = await forked[2]
    third.finish()
    await queue.idle()
  })

  it('take a device that is new while they wait, and go on where they work when it goes', async () => {
    let engine = engineWith(device('CPU:0'))
    const { queue, nextTrainer } = openQueue({ listEngines: () => Promise.resolve([engine]) })
    const forked = [nextTrainer(), nextTrainer(), nextTrainer()]
    const [mixed, female, male] = (await queue.launch({ ...PLAN, populations: ALL })).runIds
    const first = await forked[0]
    expect(queue.get(female).info.message).toBe(`Waits for CPU:0, held by run ${mixed}.`)
    engine = engineWith(device('CPU:0'), device('CPU:1'))
    await queue.lookForDevices()
    const second = await forked[1]
    expect(second.orders[0]).toMatchObject({ devices: ['CPU:1'] })
    expect(queue.get(male).info.message).toBe(
      `Waits for CPU:0, held by run ${mixed}; or CPU:1, held by run ${female}.`,
    )
    engine = engineWith(device('CPU:0'))
    await queue.lookForDevices()
    expect(queue.get(male).info.message).toBe(`Waits for CPU:0, held by run ${mixed}.`)
    expect(queue.get(female).info).toMatchObject({ state: 'running', devices: ['CPU:1'] })
    second.finish()
    first.finish()
    const third = await forked[2]
    expect(third.orders[0]).toMatchObject({ devices: ['CPU:0'] })
    third.finish()
    await queue.idle()
  })

  it('keep the device that they named when it is listed no more', async () => {
    let engine = engineWith(device('CPU:0'), device('CPU:1'))
    const { queue, nextTrainer } = openQueue({ listEngines: () => Promise.resolve([engine]) })
    const forked = [nextTrainer(), nextTrainer()]
    const [holder] = (await queue.launch({ ...PLAN, devices: ['CPU:1'] })).runIds
    const [waiting] = (await queue.launch({ ...PLAN, devices: ['CPU:1'] })).runIds
    const first = await forked[0]
    engine = engineWith(device('CPU:0'))
    await queue.lookForDevices()
    expect(queue.get(waiting).info.message).toBe(`Waits for CPU:1, held by run ${holder}.`)
    first.finish()
    const second = await forked[1]
    expect(second.orders[0]).toMatchObject({ devices: ['CPU:1'] })
    second.finish()
    await queue.idle()
  })

  it('share no device with another studio, and start when it is free', async () => {
    const locks = fakeLocks()
    locks.held.set('CPU:0', 'run r-9 of another studio, process 7')
    let again = () => {}
    const later = (work: () => void) => {
      again = work
      return () => {}
    }
    const { queue, nextTrainer, trainers } = openWith(engineWith(device('CPU:0')), { locks, later })
    const forked = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    expect(queue.get(runId).info.message).toBe(
      'Waits for CPU:0, held by run r-9 of another studio, process 7.',
    )
    again()
    expect(trainers).toHaveLength(0)
    locks.held.delete('CPU:0')
    again()
    const trainer = await forked
    expect([...locks.held]).toEqual([['CPU:0', `run ${runId}`]])
    trainer.finish()
    await queue.idle()
    expect(locks.held.size).toBe(0)
  })

  it('give their devices free when the trainer crashes in native code: the next run starts, the studio stays', async () => {
    const { queue, nextTrainer } = openWith(engineWith(device('GPU:0')))
    const forked = [nextTrainer(), nextTrainer()]
    const runIds = (await queue.launch({ ...PLAN, populations: ['female', 'male'] })).runIds
    const crashing = await forked[0]
    crashing.exit(null, 'SIGSEGV')
    const second = await forked[1]
    expect(second.orders[0]).toMatchObject({ devices: ['GPU:0'] })
    expect(queue.get(runIds[0]).info).toMatchObject({
      state: 'interrupted',
      message:
        'The engine crashed (signal SIGSEGV); what it said last is in the log. ' +
        'The run can be resumed; if it crashes again, launch it anew on another engine.',
    })
    second.finish()
    await queue.idle()
  })

  it('end alone when the native library crashes in their process, with its last words in their log', async () => {
    const trainerHost = createNodeTrainerHost(new URL('./crashing-trainer.child.ts', import.meta.url))
    const { queue, locks } = openWith(engineWith(device('CPU:0')), { trainerHost })
    const runIds = (await queue.launch({ ...PLAN, populations: ['female', 'male'] })).runIds
    await queue.idle()
    const reasons = runIds.map((runId) => queue.get(runId).info)
    expect(reasons).toMatchObject([
      { state: 'interrupted', message: expect.stringContaining('signal SIGSEGV') },
      { state: 'interrupted', message: expect.stringContaining('signal SIGABRT') },
    ])
    for (const runId of runIds)
      expect(queue.get(runId).log).toContainEqual(expect.stringContaining('Check failed: dims() == 2'))
    expect(locks.held.size).toBe(0)
  })

  it.each<[code: number | null, signal: string | null, message: RegExp]>([
    [null, 'SIGABRT', /^The engine crashed \(signal SIGABRT\).*on another engine\.$/],
    // a window's trainer: an access violation on Windows, a segmentation fault elsewhere
    [0xc0000005, null, /^The engine crashed \(exit code 3221225477\)/],
    [11, null, /^The engine crashed \(exit code 11\)/],
    [null, 'SIGKILL', /^The trainer was ended from outside \(signal SIGKILL\).*memory.* can be resumed\.$/],
    [9, null, /^The trainer was ended from outside \(exit code 9\)/],
    [null, 'SIGTERM', /^The trainer ended before the run was done \(signal SIGTERM\)\. .* can be resumed\.$/],
    [1, null, /^The trainer ended before the run was done \(exit code 1\)\. The run can be resumed\.$/],
  ])('say how their trainer died: code %s, signal %s', async (code, signal, message) => {
    const { queue, nextTrainer } = openWith(engineWith(device('CPU:0')))
    const forked = nextTrainer()
    const [runId] = (await queue.launch(PLAN)).runIds
    const trainer = await forked
    trainer.exit(code, signal)
    await queue.idle()
    expect(queue.get(runId).info).toMatchObject({
      state: 'interrupted',
      message: expect.stringMatching(message),
    })
  })

  it('leave the queue when they are cancelled while they wait, and the locks when the studio closes', async () => {
    const locks = fakeLocks()
    const { queue, nextTrainer } = openWith(engineWith(device('GPU:0')), { locks })
    const forked = nextTrainer()
    const runIds = (await queue.launch({ ...PLAN, populations: ALL })).runIds
    await forked
    queue.cancel(runIds[1])
    await queue.close()
    expect(runIds.map((runId) => queue.get(runId).info.state)).toEqual([
      'interrupted',
      'cancelled',
      'interrupted',
    ])
    expect(locks.held.size).toBe(0)
  })

  it('are not planned for devices that are not there', async () => {
    const { queue } = openWith(engineWith(device('GPU:0', false), device('CPU:0')))
    await expect(queue.launch({ ...PLAN, devices: ['GPU:0'] })).rejects.toThrow(
      'Engine tensorflow cannot use GPU:0 (a GPU:0) yet. It comes with: emotone install-tensorflow --gpu',
    )
    await expect(queue.preview({ ...PLAN, devices: ['GPU:5'] })).rejects.toThrow(
      'Engine tensorflow knows no device GPU:5 here; it has GPU:0, CPU:0.',
    )
    expect(queue.list()).toEqual([])
  })
})

describe('the devices of a run', () => {
  it('are any GPU where there is one that the engine can use, else any CPU', () => {
    expect(chooseDevices(TWO_GPUS, [])).toEqual([['GPU:0'], ['GPU:1']])
    expect(chooseDevices(engineWith(device('GPU:0', false), device('CPU:0')), [])).toEqual([['CPU:0']])
    expect(() => chooseDevices(engineWith(), [])).toThrow('has no device')
  })

  it('are those that were named, each once, and of one kind', () => {
    expect(chooseDevices(TWO_GPUS, ['GPU:1', 'GPU:0', 'GPU:1'])).toEqual([['GPU:1', 'GPU:0']])
    expect(chooseDevices(TWO_GPUS, ['CPU:0'])).toEqual([['CPU:0']])
    expect(() => chooseDevices(TWO_GPUS, ['GPU:0', 'CPU:0'])).toThrow('must be GPUs or CPUs, not both')
    expect(() => chooseDevices({ ...TWO_GPUS, name: 'webgpu' }, ['GPU:0', 'GPU:1'])).toThrow(
      'must be one device',
    )
  })
})

describe('the locks of a machine', () => {
  const folder = () => {
    const place = mkdtempSync(path.join(os.tmpdir(), 'emotone-devices-'))
    onTestFinished(() => rmSync(place, { recursive: true, force: true }))
    return place
  }

  it('hold a device once, whoever asks, and tell by which run', () => {
    const locks = machineDeviceLocks({ EMOTONE_DEVICES: folder() })
    const first = locks.tryLock('GPU:0', 'run r-1')
    expect(locks.tryLock('GPU:0', 'run r-2')).toEqual({
      heldBy: `run r-1 of another studio, process ${process.pid}`,
    })
    expect('release' in locks.tryLock('GPU:1', 'run r-2')).toBe(true)
    if ('release' in first) first.release()
    expect('release' in locks.tryLock('GPU:0', 'run r-2')).toBe(true)
  })

  it('end with the process that holds them, also when it is killed', async () => {
    const place = folder()
    const locks = machineDeviceLocks({ EMOTONE_DEVICES: place })
    const { child, line } = startChild(new URL('./hold-device.child.ts', import.meta.url), 'GPU:0', place)
    expect(await line()).toBe('taken')
    expect(locks.tryLock('GPU:0', 'run r-1')).toEqual({
      heldBy: `run far-away of another studio, process ${child.pid}`,
    })
    await killed(child)
    expect('release' in locks.tryLock('GPU:0', 'run r-1')).toBe(true)
  })
})
