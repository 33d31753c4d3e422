import { readdirSync, readFileSync, writeFileSync } from 'node:fs'

/** Megabytes of a process that are in memory: now, and the most since its start or since `forgetMost`. */
export interface ProcessMemory {
  pid: number
  now: number
  most: number
}

/** Of the largest process at or below this one: the command may start the studio as a child of its own. */
export function memoryBelow(pid: number): ProcessMemory {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      parents.set(Number(name), fieldOf(Number(name), 'PPid'))
    } catch {
      // it has ended in the meantime
    }
  }
  const isBelow = (one: number | undefined): boolean =>
    one === pid || (one !== undefined && one > 1 && isBelow(parents.get(one)))
  const own = [...parents.keys()].filter(isBelow).map((one) => ({
    pid: one,
    now: Math.round(fieldOf(one, 'VmRSS') / 1024),
    most: Math.round(fieldOf(one, 'VmHWM') / 1024),
  }))
  return own.sort((a, b) => b.now - a.now)[0]
}

/** From here on `most` counts anew. Linux only, for a process of one's own. */
export function forgetMost({ pid }: ProcessMemory): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

function fieldOf(pid: number, field: string): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1])
}
