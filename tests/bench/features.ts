/**
 * Mean MFCC (58) of all clips in ../shared/corpora, beside librosa with as many processes: `node tests/bench/features.ts`.
 * Python with librosa is `python3`, or what EMOTONE_BENCH_PYTHON names. THREADS and ROUNDS may be set, too.
 */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { Worker } from 'node:worker_threads'
import type { ClipOutcome, FeatureClip } from '#main/features/extract-batch.ts'
import { SEED_FEATURES, type FeatureSettings } from '#main/features/feature-settings.ts'
import { workerUrl } from '#main/workers/worker-path.ts'

const SETTINGS: FeatureSettings = { ...SEED_FEATURES, variantCount: 1 }
const BATCH_CLIPS = 8
const folder = resolve(import.meta.dirname, '../../../shared/corpora')
const manifest = resolve(folder, 'manifest.csv')
const threads = Number(process.env.THREADS ?? availableParallelism())
const rounds = Number(process.env.ROUNDS ?? 5)

if (!existsSync(manifest)) {
  console.log(`Skipped: there are no recordings in ${folder}.`)
  process.exit(0)
}
const lines = readFileSync(manifest, 'utf8').trim().split('\n').slice(1)
const paths = lines.map((line) => resolve(folder, line.split(',', 1)[0]))

const ours = startOurs()
const theirs = await startLibrosa()
await ours.round(8 * threads)
const seconds = { ours: [] as number[], theirs: [] as number[] }
for (let round = 0; round < rounds; round++) {
  seconds.ours.push(await ours.round(paths.length))
  if (theirs) seconds.theirs.push(await theirs.round())
}
await ours.end()
report('Emotone', seconds.ours)
if (theirs) {
  report(`librosa ${theirs.version}`, seconds.theirs)
  const ratios = seconds.ours.map((one, round) => seconds.theirs[round] / one)
  console.log(
    `Emotone is ${median(ratios).toFixed(2)} times as fast as librosa (median of ${rounds} pairs in turn).`,
  )
  const differences = (await theirs.end()).map((row, clip) =>
    Math.max(...row.map((value, index) => Math.abs(value - ours.rows[clip][index]))),
  )
  console.log(
    `Largest difference of a mean: median clip ${median(differences).toFixed(3)}, worst clip ${Math.max(...differences).toFixed(3)}.`,
  )
}

/** Warm workers, as librosa's processes are: every round hands out all clips anew. */
function startOurs() {
  const workers = Array.from({ length: threads }, () => new Worker(workerUrl('feature-worker')))
  const rows: Float32Array[] = []
  const clips: FeatureClip[] = paths.map((path, index) => ({
    clipHash: String(index),
    path,
    startSeconds: null,
    endSeconds: null,
  }))
  const take = (outcomes: ClipOutcome[]) => {
    for (const outcome of outcomes) {
      if (!('rows' in outcome)) throw new Error(`${outcome.path}: ${outcome.reason}`)
      rows[Number(outcome.clipHash)] = outcome.rows
    }
  }
  return {
    rows,
    /** Hands out the first clips; returns the seconds that it took. */
    async round(count: number): Promise<number> {
      const start = performance.now()
      let next = 0
      const work = async (worker: Worker) => {
        while (next < count) {
          const batch = clips.slice(next, Math.min(count, (next += BATCH_CLIPS)))
          worker.postMessage({ clips: batch, settings: SETTINGS })
          const [outcomes] = (await once(worker, 'message')) as [ClipOutcome[]]
          take(outcomes)
        }
      }
      await Promise.all(workers.map(work))
      return (performance.now() - start) / 1000
    },
    end: () => Promise.all(workers.map((worker) => worker.terminate())),
  }
}

/** librosa's processes; null where there is no librosa. */
async function startLibrosa() {
  const python = process.env.EMOTONE_BENCH_PYTHON ?? 'python3'
  if (spawnSync(python, ['-c', 'import librosa']).status !== 0) {
    console.log(`librosa skipped: ${python} has none. Set EMOTONE_BENCH_PYTHON to a Python that has.`)
    return null
  }
  const child = spawn(python, [resolve(import.meta.dirname, 'features-librosa.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => JSON.parse((await answers.next()).value ?? '{}')
  child.stdin.write(`${JSON.stringify({ paths, processes: threads })}\n`)
  const { librosa } = (await answer()) as { librosa: string }
  return {
    version: librosa,
    async round(): Promise<number> {
      child.stdin.write('round\n')
      return ((await answer()) as { seconds: number }).seconds
    },
    async end(): Promise<number[][]> {
      child.stdin.end()
      return ((await answer()) as { rows: number[][] }).rows
    },
  }
}

function report(name: string, seconds: number[]): void {
  const each = ((median(seconds) * threads) / paths.length) * 1000
  const range = `${Math.min(...seconds).toFixed(2)}–${Math.max(...seconds).toFixed(2)} s`
  console.log(
    `${name}: ${paths.length} clips in ${median(seconds).toFixed(2)} s (median of ${rounds}, ${range}), ${threads} at a time, ${each.toFixed(2)} ms a clip and thread`,
  )
}

function median(values: number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  return (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2
}
