import type { ClipId } from '#shared/domain/clip.ts'
import type { LabelChange } from '#shared/domain/label-history.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import type { Db } from './database.ts'
import { createChangeCount } from './label-changes.ts'
import type { NewAnnotation } from './label-writer.ts'
import { partsOf } from './parts.ts'

/** What an act changes in what people said, counted before it is written. */
export interface LabelCounts {
  annotations(annotations: readonly Pick<NewAnnotation, 'clipId' | 'track' | 'label'>[]): LabelChange[]
  exclusions(clipIds: readonly ClipId[], excluded: boolean): LabelChange[]
}

export function createLabelCounts(db: Db): LabelCounts {
  const labelsNow = db
    .prepare<[string, string], string | null>(
      `SELECT (SELECT label FROM annotation WHERE clip_id = value AND track = ? ORDER BY id DESC LIMIT 1)
       FROM json_each(?) ORDER BY key`,
    )
    .pluck()
  const countExcluded = db.prepare<[string], { isExcluded: number; clips: number }>(
    `SELECT is_excluded AS isExcluded, count(*) AS clips FROM clip
     WHERE id IN (SELECT value FROM json_each(?)) GROUP BY is_excluded ORDER BY clips DESC`,
  )
  return {
    annotations(annotations) {
      const counted = createChangeCount()
      for (const part of partsOf(annotations)) {
        for (const [track, ofTrack] of groupBy(part, (annotation) => annotation.track)) {
          const before = labelsNow.all(track, JSON.stringify(ofTrack.map(({ clipId }) => clipId)))
          for (const [at, { label }] of ofTrack.entries())
            counted.add({ kind: 'label', track, from: before[at], to: label })
        }
      }
      return counted.list()
    },
    exclusions(clipIds, excluded) {
      const word = (is: boolean) => (is ? 'excluded' : 'included')
      return countExcluded.all(JSON.stringify(clipIds)).map(({ isExcluded, clips }) => ({
        ...{ kind: 'training' as const, track: null, clips },
        ...{ from: word(isExcluded === 1), to: word(excluded) },
      }))
    },
  }
}
