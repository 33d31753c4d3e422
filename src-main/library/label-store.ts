import type { Agreement, AgreementCell, AgreementQuery } from '#shared/domain/agreement.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { GoldRule, LabelMap, LabelMapEntry } from '#shared/domain/gold-rule.ts'
import { describeGoldRule, describeLabelMap } from '#shared/domain/gold-rule.ts'
import type {
  ActPreview,
  ChangeResult,
  ConflictChoice,
  HistoryEntry,
  LabelChange,
  LabelDiff,
  RaterInfo,
  UndoPreview,
} from '#shared/domain/label-history.ts'
import { DEFAULT_RATER, label as labelSchema, raterName, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import type { GoldLabels, GoldSettings } from './gold-labels.ts'
import { createLabelAgreement } from './label-agreement.ts'
import { createChangeCount, plainSum } from './label-changes.ts'
import { createLabelCounts } from './label-counts.ts'
import { createLabelHistory } from './label-history.ts'
import { createLabelMapStore } from './label-map-store.ts'
import { createLabelReplay } from './label-replay.ts'
import { createLabelRestore } from './label-restore.ts'
import type { ActBy, ChangeKind, GoldSettingName, LabelWriter, NewAnnotation } from './label-writer.ts'
import { partsOf } from './parts.ts'

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
   * @param excluded clips that the same act takes out of training
   */
  annotate(annotations: NewAnnotation[], what: string, by: ActBy, excluded?: ClipId[]): ChangeResult
  /** Takes clips out of training, or back into it. */
  exclude(clipIds: ClipId[], excluded: boolean, by?: ActBy): ChangeResult
  /** Chooses how annotations are merged; `changeSetId` is null where it is chosen already. */
  setGoldRule(rule: GoldRule, by: ActBy): ChangeResult
  /** Makes a label map current; `changeSetId` is null where it is already. @throws StudioError invalid */
  setLabelMap(name: string, entries: readonly LabelMapEntry[], by: ActBy): ChangeResult
  /** The rule and the map that hold. */
  gold(): GoldSettings
  /** Every map that was ever current, newest first. */
  maps(): LabelMap[]
  /** Clips whose listeners' label came without counts: no votes. */
  uncounted(): number
  /** Labels that occur in a corpus, intended, perceived or gold, with the clips whose gold label before the map they are. */
  corpusLabels(): { corpus: string; label: string; clips: number }[]
  /** Clips whose gold label another rule or map would change, counted by what goes to what. */
  previewGold(settings: { rule: GoldRule; entries: readonly LabelMapEntry[] }): LabelChange[]
  /** What giving a label would change, counted: the rater's own labels, and the gold labels. */
  previewSet(clipIds: ClipId[], label: string | null, rater?: string): ActPreview
  /** Reverses the newest act that stands; the result's `changeSetId` is null where there is none. */
  undo(rater?: string): ChangeResult
  /** Does the act again that was undone last, or those that were undone together, until another act comes between. */
  redo(rater?: string): ChangeResult
  /** The change sets that undo or redo is about now. */
  next(step: 'undo' | 'redo'): number[]
  /** Reverses any acts as one act, or undoes undos. @throws StudioError notFound, conflict, invalid */
  undoChangeSets(changeSetIds: readonly number[], conflicts: ConflictChoice, by: ActBy): ChangeResult
  /** What that would do. @throws StudioError notFound, conflict, invalid */
  previewUndo(changeSetIds: readonly number[]): UndoPreview
  /** Brings back what people said at a revision. @throws StudioError notFound */
  restore(labelRevision: number, by: ActBy): ChangeResult
  /** What that would change. @throws StudioError notFound */
  previewRestore(labelRevision: number): ActPreview
  /** What is not the same at two revisions. @throws StudioError notFound */
  diff(fromRevision: number, toRevision: number): LabelDiff
  /** Newest first. @param before only what is older than this change set */
  history(limit: number, before?: number | null): HistoryEntry[]
  /** The clips that a change set wrote about. */
  clipsOf(changeSetId: number): ClipId[]
  /** How far tracks agree. */
  agreement(query: AgreementQuery): Agreement
  /** Clips on which tracks do not say the same, or those of one cell of a pair's confusion. */
  disagreements(query: AgreementQuery, cell: AgreementCell | null): ClipId[]
  /** The rater of most clips first. */
  raters(): RaterInfo[]
  revision(): number
}

const NOBODY_NAMED: ActBy = { rater: DEFAULT_RATER, reason: null }

export function createLabelStore(db: Db, writer: LabelWriter, gold: GoldLabels, now: () => Date): LabelStore {
  const findUnknown = db
    .prepare<[string], number>(
      'SELECT value FROM json_each(?) WHERE value NOT IN (SELECT id FROM clip) ORDER BY key LIMIT 1',
    )
    .pluck()
  const dropUndone = db.prepare("UPDATE change_set SET state = 'dropped' WHERE state = 'undone'")
  const readCorpusLabels = db.prepare<[], { corpus: string; label: string; clips: number }>(
    `SELECT corpus, label, sum(clips) AS clips FROM (
       SELECT corpus, raw_label AS label, count(*) AS clips FROM clip WHERE is_present = 1 GROUP BY corpus, raw_label
       UNION ALL SELECT DISTINCT corpus, intended, 0 FROM clip WHERE is_present = 1
       UNION ALL SELECT DISTINCT corpus, perceived, 0 FROM clip WHERE is_present = 1
     ) WHERE label IS NOT NULL GROUP BY corpus, label ORDER BY corpus, clips DESC, label`,
  )
  const readUncounted = db
    .prepare<[], number>(
      `SELECT count(*) FROM clip c CROSS JOIN annotation a ON a.id = (SELECT max(id) FROM annotation
         WHERE clip_id = c.id AND track = '${TRACK_PERCEIVED}')
       WHERE c.perceived IS NOT NULL AND c.is_present = 1 AND a.votes IS NULL`,
    )
    .pluck()
  const history = createLabelHistory(db)
  const replay = createLabelReplay(db, writer, gold)
  const restoring = createLabelRestore(db, writer, gold)
  const agreeing = createLabelAgreement(db)
  const counts = createLabelCounts(db)
  const mapStore = createLabelMapStore(db, now)

  /** The lock is taken before the first look: what was read is true until it is written. */
  const atOnce = <Args extends unknown[]>(work: (...args: Args) => ChangeResult) =>
    db.transaction(work).immediate
  /** Must be inside a transaction. */
  const act = (
    kind: ChangeKind,
    summary: string,
    by: ActBy,
    changes: LabelChange[],
    write: Write,
  ): ChangeResult => {
    dropUndone.run()
    const checkedBy = { ...by, rater: checkedRater(by.rater) }
    const changeSetId = writer.beginChangeSet({ kind, summary, ...checkedBy, changes })
    const labelRevision = writer.nextRevision(changeSetId)
    const clipIds = write(changeSetId, labelRevision)
    return { changeSetId, labelRevision, clipIds, summary }
  }
  const nothing = (summary: string): ChangeResult => ({
    changeSetId: null,
    labelRevision: writer.revision(),
    clipIds: [],
    summary,
  })
  const refuseUnknown = (clipIds: ClipId[]) => {
    const unknown = findUnknown.get(JSON.stringify(clipIds))
    if (unknown !== undefined) throw new StudioError('notFound', `There is no clip ${unknown}.`)
  }
  const annotate = atOnce(
    (said: NewAnnotation[], what: string, by: ActBy, excluded: ClipId[] = []): ChangeResult => {
      const clipIds = [...new Set([...said.map(({ clipId }) => clipId as ClipId), ...excluded])]
      refuseUnknown(clipIds)
      const summary = `${what} ${plainSum(clipIds.length, 'clip')}`
      const changes = [...counts.annotations(said), ...counts.exclusions(excluded, true)]
      return act('label', summary, by, changes, (changeSetId, revision) => {
        for (const part of partsOf(said)) {
          writer.together(() => {
            for (const annotation of part) writer.annotate(changeSetId, revision, annotation)
          })
        }
        writer.together(() => {
          for (const id of excluded) writer.exclude(changeSetId, revision, id, true)
        })
        return clipIds
      })
    },
  )

  const annotationsOf = (clipIds: ClipId[], label: string | null, track: string, note: string | null) => {
    const value = label === null ? null : checkedLabel(label)
    const said = { track: checkedRater(track), label: value, confidence: null, note }
    return [...new Set(clipIds)].map((clipId) => ({ clipId, ...said }))
  }

  const setGold = (
    kind: 'gold-rule' | 'label-map',
    value: string,
    change: Omit<LabelChange, 'clips'>,
    by: ActBy,
  ) => {
    const name: GoldSettingName = kind === 'gold-rule' ? 'goldRule' : 'labelMap'
    return act(kind, `${change.kind}: ${change.to}`, by, [], (changeSetId, revision) => {
      writer.setGold(changeSetId, revision, name, value)
      const clipIds = gold.refreshAll()
      writer.noteChanges(changeSetId, [{ ...change, clips: clipIds.length }])
      return clipIds
    })
  }

  return {
    annotate,
    set(clipIds, label, note, rater = DEFAULT_RATER) {
      const annotations = annotationsOf(clipIds, label, rater, note)
      const what = label === null ? 'label taken back on' : `label ${checkedLabel(label)} on`
      return annotate(annotations, what, { rater, reason: note })
    },
    exclude: atOnce((clipIds: ClipId[], excluded: boolean, by: ActBy = NOBODY_NAMED) => {
      const ids = [...new Set(clipIds)]
      refuseUnknown(ids)
      const summary = `${excluded ? 'excluded' : 'included again'} ${plainSum(ids.length, 'clip')}`
      return act('exclude', summary, by, counts.exclusions(ids, excluded), (changeSetId, revision) => {
        writer.together(() => {
          for (const id of ids) writer.exclude(changeSetId, revision, id, excluded)
        })
        return ids
      })
    }),
    setGoldRule: atOnce((rule: GoldRule, by: ActBy) => {
      const before = gold.settings().rule
      const [from, to] = [before, rule].map(describeGoldRule)
      if (from === to) return nothing(`gold rule is ${to} already`)
      return setGold('gold-rule', JSON.stringify(rule), { kind: 'gold rule', track: null, from, to }, by)
    }),
    setLabelMap: atOnce((name: string, entries: readonly LabelMapEntry[], by: ActBy) => {
      const before = gold.settings().map
      const map = mapStore.versionOf(name, entries)
      const [from, to] = [before, map].map(describeLabelMap)
      if (before.version === map.version) return nothing(`label map is ${to} already`)
      return setGold('label-map', String(map.version), { kind: 'label map', track: null, from, to }, by)
    }),
    gold: () => gold.settings(),
    maps: () => mapStore.list(),
    uncounted: () => readUncounted.get() ?? 0,
    corpusLabels: () => readCorpusLabels.all(),
    previewGold({ rule, entries }) {
      const counted = createChangeCount()
      for (const { from, to } of gold.compare({ rule, map: { entries: [...entries] } }))
        counted.add({ kind: 'label', track: null, from, to })
      return counted.list()
    },
    previewSet: db.transaction((clipIds: ClipId[], label: string | null, rater = DEFAULT_RATER) => {
      const annotations = annotationsOf(clipIds, label, rater, null)
      const spokenOf = new Set(annotations.map(({ clipId }) => clipId))
      refuseUnknown([...spokenOf])
      return {
        changes: counts.annotations(annotations),
        gold: gold.suppose({ annotations, clipIds: spokenOf, settings: {} }),
      }
    }),
    undo: (rater = DEFAULT_RATER) => replay.undoNewest({ rater: checkedRater(rater), reason: null }),
    redo: (rater = DEFAULT_RATER) => replay.redoLast({ rater: checkedRater(rater), reason: null }),
    next: (step) => replay.next(step),
    undoChangeSets: (changeSetIds, conflicts, by) =>
      replay.undo(changeSetIds, conflicts, { ...by, rater: checkedRater(by.rater) }),
    previewUndo: (changeSetIds) => replay.preview(changeSetIds),
    restore: atOnce((labelRevision: number, by: ActBy) => {
      const plan = restoring.plan(labelRevision)
      if (plan === null) return nothing(`labels are those of revision ${labelRevision} already`)
      const summary = `restored label revision ${labelRevision}`
      return act('restore', summary, by, plan.changes, plan.write)
    }),
    previewRestore: db.transaction((labelRevision: number) => {
      const plan = restoring.plan(labelRevision)
      const nothingSaid = { annotations: [], clipIds: new Set<number>(), settings: {} }
      return { changes: plan?.changes ?? [], gold: plan?.gold() ?? gold.suppose(nothingSaid) }
    }),
    diff: (from, to) => restoring.diff(from, to),
    history: (limit, before) => history.list(limit, before),
    clipsOf: (changeSetId) => history.clipsOf(changeSetId),
    agreement: (query) => agreeing.report(query),
    disagreements: (query, cell) => agreeing.disagreements(query, cell),
    raters: () => history.raters(),
    revision: () => writer.revision(),
  }
}

/** @returns the clips that were changed */
type Write = (changeSetId: number, revision: number) => ClipId[]

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
