import type { Db } from './database.ts'
import { labelsIn } from './import-labels.ts'
import type { DeskCall } from './label-desk.ts'
import type { LabelStore } from './label-store.ts'

/** How many clips a call at the desk looks at or writes about, told before it is done. */
export type SizeOf = (call: DeskCall) => number

export function createLabelSizes(db: Db, labels: Pick<LabelStore, 'next'>): SizeOf {
  const clipCount = db.prepare<[], number>('SELECT ifnull(max(id), 0) FROM clip').pluck()
  const statementCount = db
    .prepare<{ ids: string; clips: number }, number>(
      `SELECT (SELECT count(*) FROM annotation WHERE change_set_id IN (SELECT value FROM json_each(:ids)))
         + (SELECT count(*) FROM exclusion WHERE change_set_id IN (SELECT value FROM json_each(:ids)))
         + (SELECT count(*) FROM gold_setting WHERE change_set_id IN (SELECT value FROM json_each(:ids))) * :clips`,
    )
    .pluck()
  const allClips = () => clipCount.get()!
  const ofChangeSets = (ids: readonly number[]) =>
    statementCount.get({ ids: JSON.stringify(ids), clips: allClips() })!

  return (call) => {
    switch (call.name) {
      case 'set':
      case 'exclude':
      case 'previewSet':
        return call.args[0].length
      case 'undo':
      case 'undoAct':
        return ofChangeSets(labels.next('undo'))
      case 'redo':
      case 'redoAct':
        return ofChangeSets(labels.next('redo'))
      case 'undoChangeSets':
      case 'previewUndo':
        return ofChangeSets(call.args[0])
      case 'previewImport':
      case 'planImport':
        return labelsIn(call.args[0])
      case 'writeImport':
        return call.args[0].labels
      case 'storeAudit':
      case 'storeIndexAudit':
        return call.args[0].reduce((sum, { clipIds }) => sum + 1 + clipIds.length, 0)
      default:
        return allClips()
    }
  }
}
