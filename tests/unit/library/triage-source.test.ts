import { describe, expect, it } from 'vitest'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import type { Prediction, RunId } from '#shared/domain/run.ts'
import type { TriageSource } from '#shared/domain/triage.ts'
import { resolveSource, type TriageSources } from '#main/library/triage-source.ts'

const [one, other] = ['run-1', 'run-2'] as RunId[]
const predicted = (clipId: number, truth: string, label: string, probability: number) =>
  ({
    clipId,
    truth,
    predicted: label,
    probabilities: [probability, 1 - probability],
  }) as unknown as Prediction
const PREDICTIONS: Record<string, Prediction[]> = {
  [one]: [
    predicted(1, 'sad', 'sad', 0.6),
    predicted(2, 'sad', 'fear', 0.7),
    predicted(3, 'fear', 'sad', 0.9),
    predicted(4, 'fear', 'fear', 0.8),
  ],
  [other]: [
    predicted(2, 'sad', 'sad', 0.9),
    predicted(3, 'fear', 'sad', 0.8),
    predicted(4, 'fear', 'sad', 0.6),
  ],
}
/** The file of clip 4 is gone. */
const SOURCES = {
  clips: { ids: ({ ids }: { ids: ClipId[] }) => ids.filter((id) => id !== 4) },
  findings: { list: () => [] },
  runs: {
    predictions: ({ runId }: { runId: RunId }) => PREDICTIONS[runId],
    get: (runId: RunId) => ({ info: { population: runId === one ? 'mixed' : 'female' } }),
  },
} as unknown as TriageSources
const clipsOf = (source: TriageSource) => resolveSource(SOURCES, source).clipIds

describe('a playlist of a kind of findings', () => {
  it('has the clips of those that are not seen, as their cards show them: the clearest votes first', () => {
    const finding = (clipIds: number[], isSeen: boolean, shares: number[]) => {
      const heard = clipIds.map((clipId, index) => ({ clipId, share: shares[index] }))
      return { clipIds, isSeen, details: { heard } } as unknown as Finding
    }
    const found = [finding([3, 1, 2], false, [0.5, 0.6, 0.9]), finding([5], true, [1])]
    const sources = { ...SOURCES, findings: { list: () => found } } as unknown as TriageSources
    expect(resolveSource(sources, { type: 'finding', kind: 'perceived-disagrees' }).clipIds).toEqual([
      2, 1, 3,
    ])
  })
})

describe('a playlist of a run', () => {
  it('has its errors, the surest first, with what the model said', () => {
    expect(clipsOf({ type: 'errors', runId: one })).toEqual([3, 2])
    expect(resolveSource(SOURCES, { type: 'errors', runId: one }).opinions[0]).toEqual({
      clipId: 3,
      who: 'mixed model',
      label: 'sad',
      probability: 0.9,
    })
  })

  it('has all its test clips, the least sure first', () => {
    expect(clipsOf({ type: 'tested', runId: one })).toEqual([1, 2, 3])
  })

  it('and of another has those on which they disagree, without clips that are gone', () => {
    expect(clipsOf({ type: 'disagreement', runIds: [one, other] })).toEqual([2])
  })
})
