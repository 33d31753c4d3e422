import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'

export interface Act {
  id: number
  kind: string
  summary: string
  state: 'done' | 'undone' | 'dropped'
}

/** Acts to be undone, or to be done again. */
export interface TurnedActs {
  /** In the order of time. */
  acts: readonly Act[]
  isRedo: boolean
  /** Of a redo: the change sets that undid them. */
  undoIds: readonly number[]
}

/** Which acts an undo or redo is about. */
export function createTurnedActs(db: Db) {
  const COLUMNS = 'id, kind, summary, state'
  const one = db.prepare<[number], Act>(`SELECT ${COLUMNS} FROM change_set WHERE id = ?`)
  const newestDone = db.prepare<[], Act>(
    `SELECT ${COLUMNS} FROM change_set WHERE kind NOT IN ('import', 'undo', 'redo') AND state = 'done'
     ORDER BY id DESC LIMIT 1`,
  )
  const lastUndone = db.prepare<[], Act>(
    `SELECT ${COLUMNS} FROM change_set a WHERE state = 'undone' AND kind != 'undo' ORDER BY
       (SELECT max(u.id) FROM change_set u WHERE u.kind = 'undo' AND u.target_id = a.id) DESC LIMIT 1`,
  )
  const readTargets = db.prepare<{ ids: string }, Act>(
    `SELECT ${COLUMNS} FROM change_set WHERE id IN (
       SELECT target_id FROM change_set WHERE id IN (SELECT value FROM json_each(:ids))
       UNION SELECT target_id FROM change_set_target WHERE change_set_id IN (SELECT value FROM json_each(:ids)))`,
  )
  const readUndos = db
    .prepare<{ ids: string }, number>(
      `SELECT id FROM change_set WHERE kind = 'undo' AND state = 'done' AND id IN (
         SELECT id FROM change_set WHERE target_id IN (SELECT value FROM json_each(:ids))
         UNION SELECT change_set_id FROM change_set_target WHERE target_id IN (SELECT value FROM json_each(:ids)))`,
    )
    .pluck()
  const insertTarget = db.prepare('INSERT INTO change_set_target (change_set_id, target_id) VALUES (?, ?)')
  const setStates = db.prepare('UPDATE change_set SET state = ? WHERE id IN (SELECT value FROM json_each(?))')
  const targetsOf = (ids: readonly number[]) => readTargets.all({ ids: JSON.stringify(ids) })

  const toUndo = (acts: readonly Act[]): TurnedActs => ({ acts: inTime(acts), isRedo: false, undoIds: [] })
  /** Acts that were undone together are done again together. */
  const toRedo = (acts: readonly Act[]): TurnedActs => {
    const undoIds = readUndos.all({ ids: JSON.stringify(acts.map(({ id }) => id)) })
    const together = targetsOf(undoIds).filter(({ state }) => state !== 'done')
    return { acts: inTime([...acts, ...together]), isRedo: true, undoIds }
  }

  /** @throws StudioError notFound; conflict for what cannot be undone */
  const actsOf = (changeSetId: number): { acts: Act[]; isRedo: boolean } => {
    const named = one.get(changeSetId)
    if (!named) throw new StudioError('notFound', `There is no change set ${changeSetId}.`)
    if (named.kind === 'import') {
      throw new StudioError('conflict', 'What a corpus says is not undone; index its folder again instead.')
    }
    const isTurn = named.kind === 'undo' || named.kind === 'redo'
    const isRedo = named.kind === 'undo'
    const acts = (isTurn ? targetsOf([changeSetId]) : [named]).filter(
      ({ state }) => (state === 'done') !== isRedo,
    )
    if (acts.length === 0) {
      throw new StudioError('conflict', `Change set ${changeSetId} is undone already.`)
    }
    return { acts, isRedo }
  }

  return {
    one: (id: number): Act => one.get(id)!,
    /**
     * What change sets are really about: to undo an undo is to redo, and to undo a redo is to undo.
     * @throws StudioError notFound; conflict for what cannot be undone; invalid for undos among other acts
     */
    of(changeSetIds: readonly number[]): TurnedActs {
      const named = changeSetIds.map(actsOf)
      const [{ isRedo }] = named
      if (named.some((other) => other.isRedo !== isRedo)) {
        throw new StudioError('invalid', 'Change sets that are undone together must be all undos, or none.')
      }
      return (isRedo ? toRedo : toUndo)(named.flatMap(({ acts }) => acts))
    },
    /** The newest act that stands (undo), or those that were undone last (redo); null: nothing. */
    next(step: 'undo' | 'redo'): TurnedActs | null {
      const act = (step === 'undo' ? newestDone : lastUndone).get()
      if (act === undefined) return null
      return step === 'undo' ? toUndo([act]) : toRedo([act])
    },
    /** Lets them stand no longer, or again. @param changeSetId the undo or redo */
    turn({ acts, isRedo, undoIds }: TurnedActs, changeSetId: number): void {
      const ids = acts.map(({ id }) => id)
      setStates.run(isRedo ? 'done' : 'undone', JSON.stringify(ids))
      setStates.run('undone', JSON.stringify(undoIds))
      if (ids.length > 1) for (const id of ids) insertTarget.run(changeSetId, id)
    },
  }
}

/** Each once. */
function inTime(acts: readonly Act[]): Act[] {
  return [...new Map(acts.map((act) => [act.id, act])).values()].sort((a, b) => a.id - b.id)
}
