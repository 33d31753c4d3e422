import type { DeviceId, RunId } from '#shared/domain/run.ts'
import { messageOf } from '#shared/errors.ts'
import type { DeviceLocks } from './device-locks.ts'
import type { RunWork } from './run-work.ts'

/** A lock of another studio is looked at again after this. */
const RETRY_MILLISECONDS = 2000

interface ScheduleOptions {
  locks: DeviceLocks
  /** Starts a run on devices that it holds until `ended` resolves. */
  start(runId: RunId, devices: DeviceId[]): RunWork
  /** Takes why a run waits, as often as the run is looked at. */
  waits(runId: RunId, reason: string): void
  /** For tests: calls `work` once, later. @returns a function that calls it off */
  later?: (work: () => void) => () => void
}

/** Gives devices to runs: as many work at once as there are devices, the longest waiting first, two never on one. */
export interface RunSchedule {
  /** @param choices sets of devices, any one of which will do */
  add(runId: RunId, choices: DeviceId[][]): void
  /** Gives runs that wait other sets of devices to choose from. @param choicesOf null: those of before */
  chooseAgain(choicesOf: (runId: RunId) => DeviceId[][] | null): void
  /** Takes a run out that waits. @returns false where it does not */
  remove(runId: RunId): boolean
  /** The work of a run, if it works. */
  workOf(runId: RunId): RunWork | null
  /** Resolves when no run waits or works. */
  idle(): Promise<void>
  /** Starts no run any more and closes what works. @returns the runs that waited */
  close(): Promise<RunId[]>
}

export function createRunSchedule(options: ScheduleOptions): RunSchedule {
  const { locks, start, waits, later = inTwoSeconds } = options
  const waiting: { runId: RunId; choices: DeviceId[][] }[] = []
  const working = new Map<RunId, RunWork>()
  const holders = new Map<DeviceId, RunId>()
  let isClosed = false
  let callOff = () => {}
  const changed = new Set<() => void>()
  const tellChange = () => {
    for (const tell of changed) tell()
    changed.clear()
  }

  const startAll = () => {
    callOff()
    callOff = () => {}
    if (isClosed) return
    /** Devices that a run waits for by name are not given to those behind it, or it might wait for ever. */
    const kept = new Map<DeviceId, RunId>()
    for (const one of [...waiting]) {
      const taken = takeOne(one.runId, one.choices, kept)
      if ('reason' in taken) {
        waits(one.runId, taken.reason)
        if (one.choices.length === 1) for (const id of one.choices[0]) kept.set(id, one.runId)
      } else {
        waiting.splice(waiting.indexOf(one), 1)
        begin(one.runId, taken)
      }
    }
    if (waiting.length > 0) callOff = later(startAll)
  }

  const begin = (runId: RunId, { devices, release }: Taken) => {
    const work = start(runId, devices)
    working.set(runId, work)
    for (const id of devices) holders.set(id, runId)
    void work.ended.finally(() => {
      working.delete(runId)
      for (const id of devices) holders.delete(id)
      release()
      startAll()
      tellChange()
    })
  }

  const takeOne = (
    runId: RunId,
    choices: readonly DeviceId[][],
    kept: ReadonlyMap<DeviceId, RunId>,
  ): Taken | { reason: string } => {
    const obstacles = new Map<DeviceId, string>()
    for (const devices of choices) {
      const taken = takeAll(runId, devices, kept)
      if ('release' in taken) return taken
      obstacles.set(taken.id, taken.why)
    }
    return { reason: `Waits for ${[...obstacles].map(([id, why]) => `${id}, ${why}`).join('; or ')}.` }
  }

  const takeAll = (
    runId: RunId,
    devices: readonly DeviceId[],
    kept: ReadonlyMap<DeviceId, RunId>,
  ): Taken | { id: DeviceId; why: string } => {
    const releases: (() => void)[] = []
    const release = () => releases.forEach((one) => one())
    for (const id of devices) {
      const taken = takeDevice(id, runId, kept)
      if (typeof taken === 'string') {
        release()
        return { id, why: taken }
      }
      releases.push(taken)
    }
    return { devices: [...devices], release }
  }

  /** @returns what gives it free, or why it cannot be had */
  const takeDevice = (
    id: DeviceId,
    runId: RunId,
    kept: ReadonlyMap<DeviceId, RunId>,
  ): (() => void) | string => {
    if (kept.has(id)) return `kept for run ${kept.get(id)}`
    if (holders.has(id)) return `held by run ${holders.get(id)}`
    try {
      const attempt = locks.tryLock(id, `run ${runId}`)
      return 'heldBy' in attempt ? `held by ${attempt.heldBy}` : attempt.release
    } catch (error) {
      return `whose lock cannot be taken: ${messageOf(error)}`
    }
  }

  return {
    add(runId, choices) {
      waiting.push({ runId, choices })
      startAll()
    },
    chooseAgain(choicesOf) {
      for (const one of waiting) one.choices = choicesOf(one.runId) ?? one.choices
      startAll()
    },
    remove(runId) {
      const index = waiting.findIndex((one) => one.runId === runId)
      if (index < 0) return false
      waiting.splice(index, 1)
      startAll()
      tellChange()
      return true
    },
    workOf: (runId) => working.get(runId) ?? null,
    async idle() {
      while (working.size > 0 || waiting.length > 0) {
        await new Promise<void>((resolve) => changed.add(resolve))
      }
    },
    async close() {
      isClosed = true
      callOff()
      const ended = [...working.values()].map((work) => work.ended)
      for (const work of working.values()) work.close()
      await Promise.all(ended)
      const left = waiting.splice(0).map(({ runId }) => runId)
      tellChange()
      return left
    },
  }
}

/** Devices that a run holds. */
interface Taken {
  devices: DeviceId[]
  release: () => void
}

function inTwoSeconds(work: () => void): () => void {
  const timer = setTimeout(work, RETRY_MILLISECONDS)
  return () => clearTimeout(timer)
}
