import type { ClipId } from '#shared/domain/clip.ts'
import { shownClipIds } from '#shared/domain/finding-order.ts'
import type { Prediction, RunId } from '#shared/domain/run.ts'
import type { Opinion, TriageSource } from '#shared/domain/triage.ts'
import type { ClipStore } from './clip-store.ts'
import type { FindingStore } from './finding-store.ts'
import type { RunStore } from './run-store.ts'

/** Where playlists come from. */
export interface TriageSources {
  clips: Pick<ClipStore, 'ids'>
  findings: Pick<FindingStore, 'list'>
  runs: Pick<RunStore, 'predictions' | 'get'>
}

export interface ResolvedSource {
  /** Each once, those that are worth hearing first. */
  clipIds: ClipId[]
  opinions: Opinion[]
}

/**
 * The clips that a source names now, and what models say of them. Clips whose files are gone are left out.
 * @throws StudioError notFound for an unknown run
 */
export function resolveSource(sources: TriageSources, source: TriageSource): ResolvedSource {
  const found = resolve(sources, source)
  if (source.type === 'clips') return found
  const present = new Set(sources.clips.ids({ ids: found.clipIds }, { by: 'id', descending: false }))
  const clipIds = [...new Set(found.clipIds)].filter((id) => present.has(id))
  return { clipIds, opinions: found.opinions.filter((one) => present.has(one.clipId)) }
}

function resolve({ clips, findings, runs }: TriageSources, source: TriageSource): ResolvedSource {
  switch (source.type) {
    case 'clips':
      return { clipIds: clips.ids(source.filter, source.sort), opinions: [] }
    case 'finding': {
      const open = findings.list([source.kind]).filter((one) => !one.isSeen)
      const opinions = open.flatMap(({ clipIds, details: { expected } }) =>
        expected ? clipIds.map((clipId) => ({ clipId, who: 'audit', ...expected })) : [],
      )
      return { clipIds: open.flatMap(shownClipIds), opinions }
    }
    case 'cell': {
      const { runId, truth, predicted, sex } = source
      return ofRun(runs, runId, runs.predictions({ runId, truth, predicted, sex, split: 'test' }))
    }
    case 'errors': {
      const all = testPredictions(runs, source.runId)
      return ofRun(
        runs,
        source.runId,
        all.filter((one) => one.predicted !== one.truth),
      )
    }
    case 'tested':
      return ofRun(runs, source.runId, testPredictions(runs, source.runId), 'leastSure')
    case 'disagreement':
      return ofTwoRuns(runs, source.runIds)
  }
}

function ofRun(
  runs: TriageSources['runs'],
  runId: RunId,
  predictions: Prediction[],
  first: 'surest' | 'leastSure' = 'surest',
): ResolvedSource {
  const inOrder = first === 'surest' ? surestFirst(predictions) : surestFirst(predictions).reverse()
  const who = nameOf(runs, runId)
  return {
    clipIds: inOrder.map((one) => one.clipId),
    opinions: inOrder.map((one) => opinionOf(who, one)),
  }
}

function ofTwoRuns(runs: TriageSources['runs'], [one, other]: [RunId, RunId]): ResolvedSource {
  const ofOther = new Map(testPredictions(runs, other).map((prediction) => [prediction.clipId, prediction]))
  const differing = surestFirst(testPredictions(runs, one)).flatMap((prediction) => {
    const beside = ofOther.get(prediction.clipId)
    return beside && beside.predicted !== prediction.predicted ? [{ prediction, beside }] : []
  })
  const [who, whoElse] = [nameOf(runs, one), nameOf(runs, other)]
  return {
    clipIds: differing.map(({ prediction }) => prediction.clipId),
    opinions: differing.flatMap(({ prediction, beside }) => [
      opinionOf(who, prediction),
      opinionOf(whoElse === who ? `other ${whoElse}` : whoElse, beside),
    ]),
  }
}

function testPredictions(runs: TriageSources['runs'], runId: RunId): Prediction[] {
  return runs.predictions({ runId, truth: null, predicted: null, sex: null, split: 'test' })
}

function nameOf(runs: TriageSources['runs'], runId: RunId): string {
  return `${runs.get(runId).info.population} model`
}

function opinionOf(who: string, { clipId, predicted, probabilities }: Prediction): Opinion {
  return { clipId, who, label: predicted, probability: Math.max(...probabilities) }
}

function surestFirst(predictions: readonly Prediction[]): Prediction[] {
  const top = (one: Prediction) => Math.max(...one.probabilities)
  return [...predictions].sort((one, other) => top(other) - top(one))
}
