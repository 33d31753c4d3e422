import type { ClipId } from '#shared/domain/clip.ts'
import type { Prediction } from '#shared/domain/run.ts'

/** A clip for which two runs predict different labels. */
export interface Disagreement {
  clipId: ClipId
  name: string
  truth: string
  one: { label: string; probability: number }
  other: { label: string; probability: number }
}

/**
 * Clips that both runs tested and predict differently, those first of which the first run is surest.
 * @param other may have been tested on other clips: only common ones count
 */
export function disagreementsOf(
  one: readonly Prediction[],
  other: readonly Prediction[],
): { common: number; rows: Disagreement[] } {
  const beside = new Map(other.map((prediction) => [prediction.clipId, prediction]))
  const common = one.filter((prediction) => beside.has(prediction.clipId))
  const rows = common.flatMap((prediction) => {
    const second = beside.get(prediction.clipId)!
    if (second.predicted === prediction.predicted) return []
    const { clipId, name, truth } = prediction
    return [{ clipId, name, truth, one: said(prediction), other: said(second) }]
  })
  return { common: common.length, rows: rows.sort((a, b) => b.one.probability - a.one.probability) }
}

function said({ predicted, probabilities }: Prediction): Disagreement['one'] {
  return { label: predicted, probability: Math.max(...probabilities) }
}
