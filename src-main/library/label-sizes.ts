import type { Db } from './database.ts'
import { labelsIn } from './import-labels.ts'
import type { DeskCall } from './label-desk.ts'
import type { LabelStore } from './label-store.ts'

/** How many clips a call at the desk looks at or writes about, told before it is done. */
export type SizeOf = (call: DeskCall) => number

export function createLabelSizes(db: Db, labels: Pick<LabelStore, 'next'>): SizeOf {
  const clipCount = db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM clip').pluck()
  const statementCount = db
    .prepare<{ id: number; clips: number }, number>(
      `SELECT (SELECT count(*) FROM annotation WHERE change_set_id = :id)
         + (SELECT count(*) FROM exclusion WHERE change_set_id = :id)
         + (SELECT count(*) FROM gold_setting WHERE change_set_id = :id) * :clips`,
    )
    .pluck()
  const allClips = () => clipCount.get()!
  const ofChangeSet = (id: number | null) =>
    id === null ? 0 : statementCount.get({ id, clips: allClips() })!

  return (call) => {
    switch (call.name) {
      case 'set':
      case 'exclude':
      case 'previewSet':
        return call.args[0].length
      case 'undo':
      case 'undoAct':
        return ofChangeSet(labels.next('undo'))
      case 'redo':
      case 'redoAct':
        return ofChangeSet(labels.next('redo'))
      case 'undoChangeSet':
      case 'previewUndo':
        return ofChangeSet(call.args[0])
      case 'previewImport':
      case 'planImport':
        return labelsIn(call.args[0])
      case 'writeImport':
        return call.args[0].labels
      default:
        return allClips()
    }
  }
}
