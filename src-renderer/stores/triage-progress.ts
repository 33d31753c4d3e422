import type { ClipId } from '#shared/domain/clip.ts'
import type { TriageDecision } from '#shared/domain/triage.ts'

/** The clip to be heard after an answer: the next open one, else the first open one; −1 where none is open. */
export function nextOpen(
  clipIds: readonly ClipId[],
  isAnswered: (clipId: ClipId) => boolean,
  after: number,
): number {
  for (let step = 1; step <= clipIds.length; step++) {
    const place = (after + step) % clipIds.length
    if (!isAnswered(clipIds[place])) return place
  }
  return -1
}

/** A pause this long is no work on a clip. */
const LONGEST_PAUSE_SECONDS = 90
/** The pace follows the person. */
const ANSWERS_LOOKED_BACK = 20

export interface Pace {
  /** Null until two answers were given in this sitting. */
  clipsPerMinute: number | null
  secondsLeft: number | null
}

/**
 * @param answeredAt seconds on one clock, ascending, of the answers of this sitting
 * @param openCount clips without an answer
 */
export function paceOf(answeredAt: readonly number[], openCount: number): Pace {
  const recent = answeredAt.slice(-ANSWERS_LOOKED_BACK - 1)
  const gaps = recent
    .slice(1)
    .map((at, index) => at - recent[index])
    .filter((gap) => gap < LONGEST_PAUSE_SECONDS)
  if (gaps.length === 0) return { clipsPerMinute: null, secondsLeft: null }
  const total = gaps.reduce((sum, gap) => sum + gap, 0)
  const mean = Math.max(total / gaps.length, 0.05)
  return { clipsPerMinute: 60 / mean, secondsLeft: openCount * mean }
}

/** How many of each kind of answer there are. */
export function countDecisions(decisions: Iterable<TriageDecision>): Record<TriageDecision['type'], number> {
  const counts = { label: 0, exclude: 0, skip: 0, unsure: 0 }
  for (const { type } of decisions) counts[type]++
  return counts
}
