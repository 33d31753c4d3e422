import { sex, type ClipId } from '#shared/domain/clip.ts'
import type { RunId } from '#shared/domain/run.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { parseClipQuery, writeClipQuery, type RouteQuery } from './clip-query.ts'

/** What the address of triage holds: the playlist, and the place in it. */
export interface TriageQuery {
  /** Null: none is chosen yet. */
  source: TriageSource | null
  clipId: ClipId | null
  isBlind: boolean
}

type Written = Record<string, string | string[]>

/** Address → playlist and place. What cannot be read is left out, so that an old link still opens. */
export function parseTriageQuery(query: RouteQuery): TriageQuery {
  const { clipId } = parseClipQuery(query)
  return { source: sourceOf(query), clipId, isBlind: query.blind === '1' }
}

function sourceOf(query: RouteQuery): TriageSource | null {
  const runIds = runsOf(query.runs)
  const [truth, predicted, part] = textsOf(query.cell)
  switch (query.from) {
    case 'clips': {
      const { filter, sort } = parseClipQuery(query)
      return { type: 'clips', filter, sort }
    }
    case 'finding':
      return typeof query.kind === 'string' && query.kind !== ''
        ? { type: 'finding', kind: query.kind }
        : null
    case 'cell':
      if (!runIds[0] || !truth || !predicted) return null
      return { type: 'cell', runId: runIds[0], truth, predicted, sex: sex.safeParse(part).data ?? null }
    case 'errors':
      return runIds[0] ? { type: 'errors', runId: runIds[0] } : null
    case 'tested':
      return runIds[0] ? { type: 'tested', runId: runIds[0] } : null
    case 'disagreement':
      return runIds.length === 2 ? { type: 'disagreement', runIds: [runIds[0], runIds[1]] } : null
    default:
      return null
  }
}

/** Playlist and place → address. */
export function writeTriageQuery({ source, clipId, isBlind }: TriageQuery): Written {
  return {
    ...(source === null ? {} : writeSource(source)),
    ...(clipId === null ? {} : { clip: String(clipId) }),
    ...(isBlind ? { blind: '1' } : {}),
  }
}

function writeSource(source: TriageSource): Written {
  switch (source.type) {
    case 'clips':
      return { from: 'clips', ...writeClipQuery({ filter: source.filter, sort: source.sort, clipId: null }) }
    case 'finding':
      return { from: 'finding', kind: source.kind }
    case 'cell':
      return {
        from: 'cell',
        runs: source.runId,
        cell: [source.truth, source.predicted, ...(source.sex === null ? [] : [source.sex])],
      }
    case 'errors':
    case 'tested':
      return { from: source.type, runs: source.runId }
    case 'disagreement':
      return { from: 'disagreement', runs: source.runIds.join(',') }
  }
}

/** Where a playlist is triaged. */
export function triageAddress(source: TriageSource): { path: string; query: Written } {
  return { path: '/triage', query: writeTriageQuery({ source, clipId: null, isBlind: false }) }
}

function textsOf(value: RouteQuery[string]): string[] {
  const values = Array.isArray(value) ? value : [value]
  return values.filter((text): text is string => typeof text === 'string' && text !== '')
}

function runsOf(value: RouteQuery[string]): RunId[] {
  return textsOf(value)
    .flatMap((text) => text.split(','))
    .filter((id) => /^[a-z0-9-]{4,64}$/.test(id)) as RunId[]
}
