import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { TrainerOrder, TrainerReport } from '#shared/contract/trainer-messages.ts'
import { featureSetKey, SEED_FEATURES } from '#main/features/feature-settings.ts'
import { openFeatureCache } from '#main/features/feature-cache.ts'
import { createNodeTrainerHost } from '#main/hosts/node-trainer-host.ts'
import { readFinalModel } from '#main/training/trainer/final-model.ts'
import { runPaths } from '#main/training/trainer/run-files.ts'
import { workerUrl } from '#main/workers/worker-path.ts'
import { makeUpRun, type MadeUpRun } from './made-up-run.ts'

const cleaning: (() => void)[] = []
afterEach(() => {
  for (const clean of cleaning.splice(0)) clean()
})

/** A run whose features lie in a real cache. */
function makeUpStoredRun(epochs: number): MadeUpRun & { featuresFolder: string } {
  const settings = { ...SEED_FEATURES, variantCount: 1 as const }
  const run = makeUpRun('wasm', { config: { epochs, featureSet: featureSetKey(settings) } })
  const featuresFolder = join(run.runFolder, 'features')
  const cache = openFeatureCache(featuresFolder, settings)
  for (const [clipHash, rows] of run.features) cache.append(clipHash, rows)
  cache.close()
  cleaning.push(run.remove)
  return { ...run, featuresFolder }
}

/** Forks a trainer, gives it an order, and waits for its end. */
function order(
  message: TrainerOrder,
  onReport: (
    report: TrainerReport,
    trainer: ReturnType<ReturnType<typeof createNodeTrainerHost>['fork']>,
  ) => void = () => {},
) {
  const trainer = createNodeTrainerHost().fork()
  const reports: TrainerReport[] = []
  trainer.onReport((report) => {
    reports.push(report)
    onReport(report, trainer)
  })
  const ended = new Promise<{ reports: TrainerReport[]; code: number | null; signal: string | null }>(
    (resolve) => trainer.onExit((code, signal) => resolve({ reports, code, signal })),
  )
  trainer.post(message)
  return ended
}

const startOf = (run: MadeUpRun & { featuresFolder: string }, isResumed = false): TrainerOrder => ({
  type: 'start',
  runFolder: run.runFolder,
  featuresFolder: run.featuresFolder,
  isResumed,
  devices: ['CPU:0'],
})
const weightsOf = (run: MadeUpRun) => readFinalModel(runPaths(run.runFolder).finalModel).weights

describe('the trainer process', { timeout: 60_000 }, () => {
  it('survives kill -9: resumed, it ends with the numbers of a run that was never stopped', async () => {
    const straight = makeUpStoredRun(3)
    const killed = makeUpStoredRun(3)
    const whole = await order(startOf(straight))
    expect(whole).toMatchObject({ code: 0, signal: null })
    expect(whole.reports.at(-1)?.type).toBe('done')

    const death = await order(startOf(killed), (report, trainer) => {
      if (report.type === 'epochEnded') trainer.kill()
    })
    expect(death.signal).toBe('SIGKILL')
    const resumed = await order(startOf(killed, true))
    expect(resumed.code).toBe(0)
    const epochs = resumed.reports.filter((report) => report.type === 'epochEnded')
    expect(epochs.length).toBeLessThan(3)
    expect(weightsOf(killed)).toEqual(weightsOf(straight))

    const clipHashes = ['hash-0-0', 'hash-0-1']
    const { runFolder, featuresFolder } = killed
    const modelFile = runPaths(runFolder).finalModel
    const answer = await order({ type: 'predict', modelFile, engine: 'wasm', featuresFolder, clipHashes })
    expect(answer.code).toBe(0)
    expect(answer.reports.filter((report) => report.type !== 'logged')).toEqual([
      {
        type: 'predicted',
        labels: ['angry', 'sad'],
        rows: clipHashes.map((clipHash) => ({
          clipHash,
          probabilities: [expect.any(Number), expect.any(Number)],
        })),
      },
    ])
  })

  it('stops between two batches when it is told to, with a good end', async () => {
    const { reports, code } = await order(startOf(makeUpStoredRun(1000)), (report, trainer) => {
      if (report.type === 'epochEnded') trainer.post({ type: 'cancel' })
    })
    expect(reports.at(-1)).toEqual({ type: 'cancelled' })
    expect(code).toBe(0)
  })

  it('says why it failed and ends with 1', async () => {
    const { reports, code } = await order({
      type: 'start',
      runFolder: '/no/run',
      featuresFolder: '',
      isResumed: false,
      devices: ['CPU:0'],
    })
    expect(reports.at(-1)).toMatchObject({
      type: 'failed',
      code: 'unreadable',
      message: expect.stringContaining('config.json'),
    })
    expect(code).toBe(1)
  })

  it('refuses an order that is not in the contract', async () => {
    const { reports, code } = await order({ type: 'dance' } as unknown as TrainerOrder)
    expect(reports.at(-1)).toMatchObject({ type: 'failed', code: 'invalid' })
    expect(code).toBe(1)
  })

  it('dies when the process that forked it is killed', async () => {
    const run = makeUpStoredRun(100_000)
    const folder = mkdtempSync(join(tmpdir(), 'emotone-parent-'))
    cleaning.push(() => rmSync(folder, { recursive: true, force: true }))
    const parentScript = join(folder, 'parent.mjs')
    const pidFile = join(folder, 'pid')
    writeFileSync(
      parentScript,
      `import { fork } from 'node:child_process'
       import { writeFileSync } from 'node:fs'
       const child = fork(${JSON.stringify(workerUrl('trainer').pathname)})
       child.on('message', (report) => report.type === 'epochEnded' && writeFileSync(${JSON.stringify(pidFile)}, String(child.pid)))
       child.send(${JSON.stringify(startOf(run))})`,
    )
    const parent = spawn(process.execPath, [parentScript], { stdio: 'ignore' })
    const pid = await vi.waitFor(() => Number(readFileSync(pidFile, 'utf8')), { timeout: 30_000 })
    expect(isAlive(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 })
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
