import type { ClipId } from '#shared/domain/clip.ts'
import type { ChangeResult, HistoryEntry, LabelChange, RaterInfo } from '#shared/domain/label-history.ts'
import { DEFAULT_RATER, label as labelSchema, raterName } from '#shared/domain/labels.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import { createLabelHistory } from './label-history.ts'
import { createLabelReplay } from './label-replay.ts'
import type { ChangeKind, LabelWriter, NewAnnotation } from './label-writer.ts'
import { createChangeCount, plainSum } from './label-changes.ts'

/** Who acts, and why. */
export interface ActBy {
  rater: string
  reason: string | null
}

/** What people say about clips. One act is one synchronous transaction, and the unit of undo. */
export interface LabelStore {
  /**
   * One rater's judgement; null takes the rater's label back.
   * @param rater the track
   * @throws StudioError notFound when one of the clips is not there: then nothing is written; invalid for a name or label
   * that breaks the rules
   */
  set(clipIds: ClipId[], label: string | null, note: string | null, rater?: string): ChangeResult
  /**
   * Labels of several clips and tracks as one act: each annotation may say something else.
   * @param what such as `labels read from crowd.csv`; the number of clips is appended
   */
  annotate(annotations: NewAnnotation[], what: string, by: ActBy): ChangeResult
  /** Takes clips out of training, or back into it. */
  exclude(clipIds: ClipId[], excluded: boolean, by?: ActBy): ChangeResult
  /** Reverses the newest act that stands; the result's `changeSetId` is null where there is none. */
  undo(rater?: string): ChangeResult
  /** Does the act again that was undone last, until another act comes between. */
  redo(rater?: string): ChangeResult
  /** Newest first. */
  history(limit: number): HistoryEntry[]
  /** The rater of most clips first. */
  raters(): RaterInfo[]
  revision(): number
}

const NOBODY_NAMED: ActBy = { rater: DEFAULT_RATER, reason: null }

export function createLabelStore(db: Db, writer: LabelWriter): LabelStore {
  const isClip = db.prepare<[number], number>('SELECT 1 FROM clip WHERE id = ?').pluck()
  const dropUndone = db.prepare("UPDATE change_set SET state = 'dropped' WHERE state = 'undone'")
  const labelNow = db
    .prepare<[number, string], string | null>(
      'SELECT label FROM annotation WHERE clip_id = ? AND track = ? ORDER BY id DESC LIMIT 1',
    )
    .pluck()
  const isExcludedNow = db.prepare<[number], number>('SELECT is_excluded FROM clip WHERE id = ?').pluck()
  const history = createLabelHistory(db)
  const replay = createLabelReplay(db, writer)

  /** @param changes what the act will do, counted before it is done */
  const act = (
    kind: ChangeKind,
    clipIds: ClipId[],
    { what, by, changes, write }: { what: string; by: ActBy; changes: () => LabelChange[]; write: Write },
  ): ChangeResult =>
    db.transaction(() => {
      for (const id of clipIds)
        if (!isClip.get(id)) throw new StudioError('notFound', `There is no clip ${id}.`)
      dropUndone.run()
      const summary = `${what} ${plainSum(clipIds.length, 'clip')}`
      const changeSetId = writer.beginChangeSet({ kind, summary, ...by, changes: changes() })
      const labelRevision = writer.nextRevision(changeSetId)
      write(changeSetId, labelRevision)
      return { changeSetId, labelRevision, clipIds, summary }
    })()

  const annotate = (annotations: NewAnnotation[], what: string, by: ActBy): ChangeResult =>
    act('label', [...new Set(annotations.map(({ clipId }) => clipId as ClipId))], {
      what,
      by: { ...by, rater: checkedRater(by.rater) },
      changes() {
        const counted = createChangeCount()
        for (const { clipId, track, label } of annotations)
          counted.add({ kind: 'label', track, from: labelNow.get(clipId, track) ?? null, to: label })
        return counted.list()
      },
      write: (changeSetId, revision) => {
        for (const annotation of annotations) writer.annotate(changeSetId, revision, annotation)
      },
    })

  return {
    annotate,
    set(clipIds, label, note, rater = DEFAULT_RATER) {
      const value = label === null ? null : checkedLabel(label)
      const track = checkedRater(rater)
      const annotations = [...new Set(clipIds)].map((clipId) => ({
        clipId,
        track,
        label: value,
        confidence: null,
        note,
      }))
      const what = value === null ? 'label taken back on' : `label ${value} on`
      return annotate(annotations, what, { rater: track, reason: note })
    },
    exclude(clipIds, excluded, by = NOBODY_NAMED) {
      const ids = [...new Set(clipIds)]
      return act('exclude', ids, {
        what: excluded ? 'excluded' : 'included again',
        by: { ...by, rater: checkedRater(by.rater) },
        changes() {
          const counted = createChangeCount()
          for (const id of ids)
            counted.add({
              kind: 'training',
              track: null,
              from: isExcludedNow.get(id) === 1 ? 'excluded' : 'included',
              to: excluded ? 'excluded' : 'included',
            })
          return counted.list()
        },
        write: (changeSetId, revision) => {
          for (const id of ids) writer.exclude(changeSetId, revision, id, excluded)
        },
      })
    },
    undo: (rater = DEFAULT_RATER) => replay.undo(checkedRater(rater)),
    redo: (rater = DEFAULT_RATER) => replay.redo(checkedRater(rater)),
    history: (limit) => history.list(limit),
    raters: () => history.raters(),
    revision: () => writer.revision(),
  }
}

type Write = (changeSetId: number, revision: number) => void

function checkedLabel(text: string): string {
  const { data } = labelSchema.safeParse(text)
  if (data === undefined) throw new StudioError('invalid', `label=${text} must have 1 to 40 characters`)
  return data
}

function checkedRater(text: string): string {
  const { data, error } = raterName.safeParse(text)
  if (error) throw new StudioError('invalid', `rater=${text}: ${error.issues[0].message}`)
  return data
}
