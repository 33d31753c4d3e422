/**
 * How many rows a second the seed network learns from in a whole epoch (shuffled, batched, with loss and accuracy), batch 32
 * and 256: on each engine that is here, on tensorflow also with its operations run one by one, and in Keras's `fit`.
 *
 *     EMOTONE_BENCH_PYTHON=/venv/bin/python node tests/bench/training.ts
 *
 * EMOTONE_BENCH_PYTHON names a Python with keras and tensorflow of the same version. ROUNDS (5) and ROWS (4096 an epoch) may
 * be set, too; wasm gets an eighth of the rows, webgpu without a GPU a 32nd (on Linux it is lent the software device of
 * Chromium). `webgpu, nothing summed` runs on a device of Dawn's that does nothing: what is left is the work of handing a
 * step to a GPU, and so the most that any GPU could reach. Each contender is a process of its own; they take turns, so that a
 * busy machine is as slow for one as for the other, and the ratios, to Keras where it is here, are medians over the rounds. How
 * busy others kept the machine is said, too.
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { listEngines } from '#main/training/engines/detect.ts'
import { setup as lendSoftwareVulkan } from '../software-vulkan.ts'

interface Contender {
  name: string
  command: string[]
  /** In an epoch. */
  rowCount: number
}

/** What a contender says after each epoch. */
interface EpochTold {
  samplesPerSecond: number
  /** Of all threads, for one row: hardly depends on how busy the machine is. */
  cpuMilliseconds: number
  /** Of the thread that JavaScript runs on: where a GPU does the sums, no epoch can be faster. NaN: it does not tell. */
  threadMilliseconds: number
  /** Of the process since it began. */
  peakMegabytes: number
  /** Share of all processors' time that went to others meanwhile. */
  otherPrograms: number
}

const rounds = Number(process.env.ROUNDS ?? 5)
const rowCount = Number(process.env.ROWS ?? 4096)

const takeBack = lendSoftwareVulkan()
const contenders = [...(await engineContenders()), ...kerasContenders()]
for (const batchSize of [32, 256]) {
  const results = await race(contenders, batchSize)
  // the last one is Keras, where it is here
  const rival = results[contenders.length - 1]
  const others = median(results.flat().map((epoch) => epoch.otherPrograms))
  console.log(
    `Batch ${batchSize}, median of ${rounds} epochs of ${rowCount} rows; other programs took ${Math.round(100 * others)} % of the processors:`,
  )
  contenders.forEach(({ name }, index) => {
    const of = (figure: keyof EpochTold) => results[index].map((epoch) => epoch[figure])
    const ratios = (figure: keyof EpochTold) =>
      results[index].map((epoch, round) => epoch[figure] / rival[round][figure])
    const speeds = ratios('samplesPerSecond')
    console.log(
      `  ${name.padEnd(24)} ${Math.round(median(of('samplesPerSecond')))
        .toString()
        .padStart(6)} samples/s, ` +
        `${median(speeds).toFixed(2)} × ${contenders.at(-1)!.name} (${Math.min(...speeds).toFixed(2)}–${Math.max(...speeds).toFixed(2)}), ` +
        `CPU ${median(of('cpuMilliseconds')).toFixed(2)} ms a row (${median(ratios('cpuMilliseconds')).toFixed(2)} ×; calling thread ${median(of('threadMilliseconds')).toFixed(3)}), ` +
        `peak ${Math.round(Math.max(...of('peakMegabytes')))} MB`,
    )
  })
}
takeBack?.()

async function engineContenders(): Promise<Contender[]> {
  const script = resolve(import.meta.dirname, 'training-epochs.ts')
  return (await listEngines()).flatMap(({ name, isAvailable, description, devices }) => {
    if (!isAvailable) {
      console.log(`${name} skipped: ${description}`)
      return []
    }
    const command = [process.execPath, script, name]
    if (name === 'wasm') return [{ name, command, rowCount: Math.ceil(rowCount / 8) }]
    if (name === 'webgpu')
      return [
        {
          name: devices[0].kind === 'gpu' ? 'webgpu' : 'webgpu on software',
          command,
          rowCount: devices[0].kind === 'gpu' ? rowCount : Math.ceil(rowCount / 32),
        },
        { name: 'webgpu, nothing summed', command: [...command, 'null'], rowCount },
      ]
    return [
      { name: 'tensorflow', command, rowCount },
      { name: 'tensorflow, op by op', command: [...command, 'eager'], rowCount },
    ]
  })
}

function kerasContenders(): Contender[] {
  const python = process.env.EMOTONE_BENCH_PYTHON ?? 'python3'
  const asked = spawnSync(python, ['-c', 'import keras; print(keras.__version__)'], { encoding: 'utf8' })
  if (asked.status !== 0) {
    console.log(
      `Keras skipped: ${python} has none. Set EMOTONE_BENCH_PYTHON to a Python that has keras and tensorflow.`,
    )
    return []
  }
  const command = [python, resolve(import.meta.dirname, 'training-keras.py')]
  return [{ name: `Keras ${asked.stdout.trim()} fit`, command, rowCount }]
}

/** Starts all, lets them warm up one after the other, then gives each its turn in every round. @returns [contender][round] */
async function race(contenders: readonly Contender[], batchSize: number): Promise<EpochTold[][]> {
  const runners = contenders.map(({ command: [program, ...parameters], rowCount }) => {
    const child = spawn(program, [...parameters, String(batchSize), String(rowCount)], {
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    return { child, turn: turnsOf(child) }
  })
  try {
    for (const { turn } of runners) await turn() // recording, compiling, first touch of memory
    const results: EpochTold[][] = contenders.map(() => [])
    for (let round = 0; round < rounds; round++) {
      for (const [index, { turn }] of runners.entries()) results[index].push(await turn())
    }
    return results
  } finally {
    for (const { child } of runners) child.kill()
  }
}

/** Asks for one epoch by a line and waits for the line that tells of it. */
function turnsOf(child: ChildProcess): () => Promise<EpochTold> {
  const lines = createInterface({ input: child.stdout! })
  return async () => {
    const start = { busy: busyMilliseconds(), at: performance.now() }
    const answer = once(lines, 'line') as Promise<[string]>
    const end = once(child, 'exit').then(([code]) => {
      throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`)
    })
    child.stdin!.write('epoch\n')
    const [line] = await Promise.race([answer, end])
    const told = { threadMilliseconds: NaN, ...JSON.parse(line) } as EpochTold & { rowCount: number }
    const own = told.cpuMilliseconds * told.rowCount
    const available = (performance.now() - start.at) * cpus().length
    return { ...told, otherPrograms: Math.max(0, busyMilliseconds() - start.busy - own) / available }
  }
}

/** What all processors have worked since the machine began. */
function busyMilliseconds(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
