import { describe, expect, it } from 'vitest'
import type { RunId, RunInfo } from '#shared/domain/run.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { playlistOrigin, playlistTitle } from '#renderer/views/triage/triage-words.ts'
import { experimentTitle } from '#renderer/views/experiments/run-words.ts'

const BY_ID = { by: 'id', descending: false } as const
const [one, other] = ['run-1', 'run-2'] as RunId[]
const run = (runId: RunId, population: string) =>
  ({ runId, population, experimentName: 'voices' }) as unknown as RunInfo
const cell: TriageSource = { type: 'cell', runId: one, truth: 'sad', predicted: 'fear', sex: 'female' }

describe('where a playlist comes from', () => {
  it('is the library or the audit', () => {
    expect(playlistOrigin({ type: 'clips', filter: {}, sort: BY_ID }, [])).toBe('Library')
    expect(playlistOrigin({ type: 'finding', kind: 'silent' }, [])).toBe('Audit')
  })

  it('names the runs, and the speakers of a cell, as far as they are known', () => {
    const runs = [run(one, 'mixed'), run(other, 'female')]
    const [mixed, female] = runs.map((info) => `${info.population} model, ${experimentTitle(info)}`)
    expect(playlistOrigin({ type: 'errors', runId: one }, runs)).toBe(mixed)
    expect(playlistOrigin(cell, runs)).toBe(`female speakers, ${mixed}`)
    expect(playlistOrigin({ type: 'disagreement', runIds: [one, other] }, runs)).toBe(
      `${mixed} and ${female}`,
    )
    expect(playlistOrigin({ type: 'disagreement', runIds: [one, other] }, [])).toBe('run')
  })
})

describe('a playlist’s name', () => {
  it('says in blind mode neither label nor model', () => {
    expect(playlistTitle(cell, false)).toBe('True sad, predicted fear')
    expect(playlistTitle(cell, true)).toBe('Clips of a run')
    const sad: TriageSource = { type: 'clips', filter: { labels: ['sad'] }, sort: BY_ID }
    expect(playlistTitle(sad, false)).toBe('Clips: sad')
    expect(playlistTitle(sad, true)).toBe('Clips of the library')
  })
})
