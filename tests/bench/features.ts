/**
 * Mean MFCC (58) of all clips in ../shared/corpora, beside librosa with as many processes: `node tests/bench/features.ts`.
 * Python with librosa is `python3`, or what EMOTONE_BENCH_PYTHON names. THREADS and ROUNDS may be set, too.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
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

const ours = await measureOurs()
report('Emotone', ours.seconds)
const theirs = measureLibrosa()
if (theirs) {
  report(`librosa ${theirs.librosa}`, theirs.seconds)
  const ratio = median(theirs.seconds) / median(ours.seconds)
  console.log(`Emotone is ${ratio.toFixed(2)} times as fast as librosa.`)
  const differences = theirs.rows.map((row, clip) =>
    Math.max(...row.map((value, index) => Math.abs(value - ours.rows[clip][index]))),
  )
  console.log(
    `Largest difference of a mean: median clip ${median(differences).toFixed(3)}, worst clip ${Math.max(...differences).toFixed(3)}.`,
  )
}

/** Warm workers, as librosa's processes are: every round hands out all clips anew. */
async function measureOurs(): Promise<{ seconds: number[]; rows: Float32Array[] }> {
  const workers = Array.from({ length: threads }, () => new Worker(workerUrl('feature-worker')))
  const rows: Float32Array[] = []
  const clips: FeatureClip[] = paths.map((path, index) => ({
    clipHash: String(index),
    path,
    startSeconds: null,
    endSeconds: null,
  }))
  const handOut = async (all: FeatureClip[]) => {
    let next = 0
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((done, fail) => {
            const giveNext = () => {
              if (next >= all.length) return done()
              worker.postMessage({ clips: all.slice(next, next + BATCH_CLIPS), settings: SETTINGS })
              next += BATCH_CLIPS
            }
            worker.removeAllListeners()
            worker.on('error', fail)
            worker.on('message', (outcomes: ClipOutcome[]) => {
              for (const outcome of outcomes) {
                if (!('rows' in outcome)) fail(new Error(`${outcome.path}: ${outcome.reason}`))
                else rows[Number(outcome.clipHash)] = outcome.rows
              }
              giveNext()
            })
            giveNext()
          }),
      ),
    )
  }
  await handOut(clips.slice(0, 8 * threads))
  const seconds: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    await handOut(clips)
    seconds.push((performance.now() - start) / 1000)
  }
  await Promise.all(workers.map((worker) => worker.terminate()))
  return { seconds, rows }
}

function measureLibrosa(): { librosa: string; seconds: number[]; rows: number[][] } | null {
  const python = process.env.EMOTONE_BENCH_PYTHON ?? 'python3'
  if (spawnSync(python, ['-c', 'import librosa']).status !== 0) {
    console.log(`Skipped: ${python} has no librosa. Set EMOTONE_BENCH_PYTHON to a Python that has.`)
    return null
  }
  const { status, stdout, stderr } = spawnSync(
    python,
    [resolve(import.meta.dirname, 'features-librosa.py')],
    {
      input: JSON.stringify({ paths, processes: threads, rounds }),
      maxBuffer: 2 ** 28,
      encoding: 'utf8',
    },
  )
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
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
