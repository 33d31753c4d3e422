import type { CallOutput } from '#shared/contract/contract.ts'
import type { RunInfo, RunReport } from '#shared/domain/run.ts'
import { percent, printLine, printTable } from './print.ts'

/** What `emotone train --json` says of a run. */
export interface TrainedRun {
  runId: string
  population: string
  preset: string
  state: RunInfo['state']
  message: string
  isLeaking: boolean
  engine: string
  engineDescription: string
  epochs: number
  seed: number
  labels: string[]
  train: PartScores | null
  dev: PartScores | null
  test:
    (PartScores & { macroF1: number; recall: (number | null)[]; uarInterval: [number, number] | null }) | null
  /** confusion[truth][predicted] of the test part, in the order of `labels`. */
  confusion: number[][] | null
  bySex: Record<string, PartScores>
  byCorpus: Record<string, PartScores>
  trainSpeakers: string[]
  devSpeakers: string[]
  testSpeakers: string[]
  leakedShare: number | null
  samplesPerSecond: number | null
  seconds: number | null
}

interface PartScores {
  accuracy: number
  uar: number
  clips: number
}

export function trainedRun({ info, report }: CallOutput<'runs.get'>): TrainedRun {
  return {
    runId: info.runId,
    population: info.population,
    preset: info.preset,
    state: info.state,
    message: info.message,
    isLeaking: info.isLeaking,
    engine: info.engine,
    engineDescription: info.engineDescription,
    epochs: report?.epochs ?? info.epochsDone,
    seed: info.seed,
    labels: info.labels,
    train: report && part(report.train),
    dev: report?.dev ? part(report.dev) : null,
    test: report && {
      ...part(report.test),
      macroF1: report.test.macroF1,
      recall: report.test.recall,
      uarInterval: report.uarInterval,
    },
    confusion: report?.test.confusion ?? null,
    bySex: parts(report?.bySex),
    byCorpus: parts(report?.byCorpus),
    trainSpeakers: report?.trainSpeakers ?? [],
    devSpeakers: report?.devSpeakers ?? [],
    testSpeakers: report?.testSpeakers ?? [],
    leakedShare: report?.leakedShare ?? null,
    samplesPerSecond: report?.samplesPerSecond ?? null,
    seconds: report?.seconds ?? null,
  }
}

function part({ accuracy, uar, clips }: RunReport['train']): PartScores {
  return { accuracy, uar, clips }
}

function parts(scores: RunReport['bySex'] = {}): Record<string, PartScores> {
  return Object.fromEntries(Object.entries(scores).map(([name, one]) => [name, part(one)]))
}

/** A line a run, and what must be known to read it. */
export function printTrainedRuns(runs: TrainedRun[]): void {
  const rows = runs.map((run) => [
    run.runId,
    run.population,
    run.engine,
    run.epochs,
    run.train ? percent(run.train.accuracy) : '–',
    run.test ? percent(run.test.accuracy) : '–',
    run.test ? percent(run.test.uar) : '–',
    run.isLeaking ? 'leaks' : 'speaker-disjoint',
    run.state,
  ])
  printTable(
    ['run', 'population', 'engine', 'epochs', 'train acc.', 'test acc.', 'test UAR', 'split', 'state'],
    rows,
  )
  for (const run of runs) {
    if (run.message) printLine(`${run.runId}: ${run.message}`)
  }
  if (runs.some((run) => run.isLeaking)) {
    printLine(
      'A leaking split tests on clips that are in training too: its figures say nothing about new speakers.',
    )
  }
}
