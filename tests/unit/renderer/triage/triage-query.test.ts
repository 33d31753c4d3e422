import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import type { RunId } from '#shared/domain/run.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { parseTriageQuery, triageAddress, writeTriageQuery } from '#renderer/stores/triage-query.ts'

const run = (id: string) => id as RunId
const SOURCES: TriageSource[] = [
  {
    type: 'clips',
    filter: { labels: ['sad', ''], findings: ['silent'], text: 'door' },
    sort: { by: 'seconds', descending: true },
  },
  { type: 'clips', filter: {}, sort: { by: 'id', descending: false } },
  { type: 'finding', kind: 'suspected-label' },
  { type: 'cell', runId: run('run-1'), truth: 'sad', predicted: 'angry', sex: 'female' },
  { type: 'cell', runId: run('run-1'), truth: 'sad', predicted: 'angry', sex: null },
  { type: 'errors', runId: run('run-1') },
  { type: 'tested', runId: run('run-1') },
  { type: 'disagreement', runIds: [run('run-1'), run('run-2')] },
]

describe('the address of a playlist', () => {
  it.each(SOURCES)('of $type keeps source, place and blind mode', (source) => {
    const query = { source, clipId: 12 as ClipId, isBlind: true }
    expect(parseTriageQuery(writeTriageQuery(query))).toEqual(query)
    expect(parseTriageQuery(triageAddress(source).query)).toEqual({ source, clipId: null, isBlind: false })
  })

  it('that cannot be read names no playlist', () => {
    for (const query of [
      {},
      { from: 'cell', runs: 'run-1' },
      { from: 'disagreement', runs: 'run-1' },
      { from: 'x' },
    ])
      expect(parseTriageQuery(query).source).toBeNull()
  })
})
