import { StudioError } from '#shared/errors.ts'
import type { StoredSplit } from '#shared/domain/run.ts'
import { leakedShare, rowsOf } from './split-rows.ts'
import { PARTS } from './split-speakers.ts'

/**
 * The invariant of every honest split: no speaker in two parts.
 * @throws StudioError `leakage` naming the parts and the first speakers
 */
export function assertSpeakerDisjoint(split: Pick<StoredSplit, 'rows'>): void {
  const speakers = PARTS.map(
    (part) => new Set(split.rows.filter((row) => row.split === part).map((row) => row.speakerId)),
  )
  for (const [first, second] of [
    [0, 2],
    [0, 1],
    [1, 2],
  ]) {
    const shared = [...speakers[first]].filter((speakerId) => speakers[second].has(speakerId)).sort()
    if (shared.length > 0) {
      throw new StudioError(
        'leakage',
        `${shared.length === 1 ? '1 speaker is' : `${shared.length} speakers are`} in both ${PARTS[first]} and ` +
          `${PARTS[second]}: ${shared.slice(0, 10).join(', ')}${shared.length > 10 ? ', …' : ''}.`,
      )
    }
  }
}

/**
 * What must hold before a run may start from a stored split. The row protocol leaks by design and is only checked for
 * having rows; a speaker-disjoint split must also not bring the same sound into train and test.
 * @throws StudioError `leakage` or `conflict`
 */
export function checkSplit(split: StoredSplit): void {
  for (const part of ['train', 'test'] as const) {
    if (rowsOf(split, part).length === 0) throw new StudioError('conflict', `The split has no ${part} rows.`)
  }
  if (split.splitBy === 'row') return
  assertSpeakerDisjoint(split)
  if (leakedShare(split) > 0) {
    throw new StudioError('leakage', 'The same sound is in both train and test, under two speakers.')
  }
}
