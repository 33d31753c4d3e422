import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { CallOutput } from '#shared/contract/contract.ts'
import type { RunId } from '#shared/domain/run.ts'
import { withSession, type Session } from '#main/hosts/cli/session.ts'
import { watchJob } from '#main/hosts/cli/watch-job.ts'
import { watchRuns } from '#main/hosts/cli/watch-runs.ts'
import { readFinalModel } from '#main/training/trainer/final-model.ts'
import { runPaths } from '#main/training/trainer/run-files.ts'
import { writeTinyCorpus } from '../../fixtures/tiny-corpus.ts'
import { killed, startChild } from '../library/child.ts'

const CLI = new URL('./cli.child.ts', import.meta.url)
const EPOCHS = 4

let folder: string
let library: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'emotone-killed-'))
  library = join(folder, 'killed.emotone')
  vi.stubEnv('EMOTONE_DATA', join(folder, 'data'))
  const corpus = join(folder, 'corpus')
  writeTinyCorpus(corpus)
  await inStudio(async (session) => {
    await watchJob(session, (await session.call('library.addFolders', { folders: [corpus] })).jobId)
  })
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const inStudio = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
  withSession({ library, mayCreate: true }, work)

const train = (...more: string[]) =>
  ['train', '--library', library, '--population', 'mixed', '--labels', 'angry', 'sad'].concat(
    ['--epochs', String(EPOCHS), '--no-augment', '--engine', 'wasm', '--json'],
    more,
  )
const pathsOf = (runId: string) => runPaths(join(library, 'runs', runId))
const runIds = () => (existsSync(join(library, 'runs')) ? readdirSync(join(library, 'runs')) : []) as RunId[]
const metricsLines = (runId: string) =>
  existsSync(pathsOf(runId).metrics)
    ? readFileSync(pathsOf(runId).metrics, 'utf8').trim().split('\n').filter(Boolean).length
    : 0

/** Starts the command line and kills it with SIGKILL at a moment. */
async function killedWhen(isNow: () => boolean, ...args: string[]): Promise<void> {
  const { child } = startChild(CLI, ...args)
  await vi.waitFor(() => expect(isNow()).toBe(true), { timeout: 60_000, interval: 10 })
  await killed(child)
}

/** What a run left on disk and in the database, but what the clock and the names say. */
async function legacyOf(session: Session, runId: RunId) {
  const { epochs, report, info } = await session.call('runs.get', { runId })
  const timeless = <Timed extends { seconds: number; samplesPerSecond: number }>(timed: Timed) => ({
    ...timed,
    seconds: 0,
    samplesPerSecond: 0,
  })
  return {
    epochs: epochs.map(timeless),
    report: timeless(report!),
    test: info.test,
    predictions: await session.call('runs.predictions', {
      runId,
      truth: null,
      predicted: null,
      split: null,
      sex: null,
    }),
    file: readFileSync(pathsOf(runId).predictions, 'utf8'),
    weights: readFinalModel(pathsOf(runId).finalModel).weights,
  }
}

it(
  'a run whose studio was killed with kill -9 three times ends as one that was never stopped',
  { timeout: 180_000 },
  async () => {
    // while it is planned or its features are read, in the middle of training, and once more
    await killedWhen(
      () => runIds().some((runId) => existsSync(join(library, 'runs', runId, 'log.txt'))),
      ...train(),
    )
    const [runId] = runIds()
    await expectInterrupted(runId)
    const resume = ['runs', runId, '--resume', '--library', library, '--json']
    await killedWhen(() => metricsLines(runId) >= 1, ...resume)
    await expectInterrupted(runId)
    await killedWhen(() => metricsLines(runId) >= 2, ...resume)

    await inStudio(async (session) => {
      await session.call('runs.resume', { runId })
      await watchRuns(session, [runId])
      const { info } = await session.call('runs.get', { runId })
      const { runIds: others } = await session.call('experiments.launch', planOf(info))
      await watchRuns(session, others)
      expect(await legacyOf(session, runId)).toEqual(await legacyOf(session, others[0]))
    })
  },
)

async function expectInterrupted(runId: RunId): Promise<void> {
  const { info } = await inStudio((session) => session.call('runs.get', { runId }))
  expect(info).toMatchObject({ state: 'interrupted', message: expect.stringContaining('can be resumed') })
}

function planOf({ labels, epochs, seed, preset }: CallOutput<'runs.get'>['info']) {
  const common = { name: 'straight', preset, labels, epochs, seed, corpora: [], augment: false }
  return { ...common, populations: ['mixed' as const], engine: 'wasm' as const }
}
