import { monitorEventLoopDelay } from 'node:perf_hooks'

/** What a piece of work took, in milliseconds. On a busy machine more time passes than the processor works. */
export interface Watched {
  passed: number
  /** All threads of this process. */
  worked: number
  /** The thread that answers others: no pause is longer where the processor is free. */
  workedHere: number
  /** The longest time for which the event loop of this thread did not turn: nobody else was answered. */
  pause: number
}

/** Carries out work and watches the event loop meanwhile. */
export async function watched<Result>(
  work: () => Result | Promise<Result>,
): Promise<Watched & { result: Result }> {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  // a pause is counted from the turn before it: there has to be one
  await new Promise((resolve) => setTimeout(resolve, 10))
  const start = performance.now()
  const [before, beforeHere] = [process.cpuUsage(), process.threadCpuUsage()]
  const result = await work()
  const passed = performance.now() - start
  const [all, here] = [process.cpuUsage(before), process.threadCpuUsage(beforeHere)]
  // the last pause is noted when the loop turns again
  await new Promise((resolve) => setTimeout(resolve, 10))
  delay.disable()
  return { passed, worked: sumOf(all), workedHere: sumOf(here), pause: delay.max / 1e6, result }
}

const sumOf = ({ user, system }: { user: number; system: number }) => (user + system) / 1000
