import type { ChangeResult } from '#shared/domain/label-history.ts'
import { plainSum } from './label-changes.ts'
import type { Db } from './database.ts'
import type { LabelStore } from './label-store.ts'
import type { SeenChange, SeenFindings } from './seen-findings.ts'

/** What undo or redo did: on labels, on findings, or nothing where both are null. */
export interface ActTurn {
  labels: ChangeResult | null
  findings: SeenChange | null
  /** Such as `undo: label sad on 3 clips`. */
  summary: string
}

/** Undo and redo of a person's acts on labels and on findings, in the one order of time in which they were done. */
export interface Acts {
  /** Reverses the newest act that stands. */
  undo(rater: string): ActTurn
  /** Does the act again that was undone last, until another act comes between. */
  redo(rater: string): ActTurn
}

const NOTHING: ActTurn = { labels: null, findings: null, summary: '' }

export function createActs(db: Db, labels: Pick<LabelStore, 'undo' | 'redo'>, seen: SeenFindings): Acts {
  const newestOnLabels = db
    .prepare<[], string>(
      `SELECT created_at FROM change_set WHERE kind NOT IN ('import', 'undo', 'redo') AND state = 'done'
       ORDER BY id DESC LIMIT 1`,
    )
    .pluck()
  const lastUndoneOnLabels = db
    .prepare<[], string>(
      `SELECT u.created_at FROM change_set u JOIN change_set a ON a.id = u.target_id
       WHERE u.kind = 'undo' AND a.state = 'undone' AND a.kind != 'undo' ORDER BY u.id DESC LIMIT 1`,
    )
    .pluck()
  const isActAfter = db
    .prepare<[string, string], number>(
      `SELECT EXISTS (SELECT 1 FROM change_set WHERE kind NOT IN ('import', 'undo', 'redo') AND created_at > ?)
           OR EXISTS (SELECT 1 FROM seen_act WHERE created_at > ?)`,
    )
    .pluck()

  const onLabels = (change: ChangeResult): ActTurn =>
    change.changeSetId === null ? NOTHING : { labels: change, findings: null, summary: change.summary }
  const onFindings = (actId: number, isUndo: boolean): ActTurn => {
    const findings = seen.turn(actId, isUndo)
    const what = findings.isSeen === isUndo ? 'open again' : 'seen, fine'
    const summary = `${isUndo ? 'undo' : 'redo'}: ${plainSum(findings.findingIds.length, 'finding')} ${what}`
    return { labels: null, findings, summary }
  }

  return {
    undo(rater) {
      const [label, finding] = [newestOnLabels.get(), seen.newestAct()]
      if (finding && (label === undefined || finding.createdAt > label)) return onFindings(finding.id, true)
      return onLabels(labels.undo(rater))
    },
    redo(rater) {
      const [label, finding] = [lastUndoneOnLabels.get(), seen.lastUndone()]
      const isFinding = finding !== undefined && (label === undefined || finding.undoneAt > label)
      const undoneAt = isFinding ? finding.undoneAt : label
      if (undoneAt === undefined || isActAfter.get(undoneAt, undoneAt) === 1) return NOTHING
      return isFinding ? onFindings(finding.id, false) : onLabels(labels.redo(rater))
    },
  }
}
