import type { ImportOptions, ImportPreview } from '#shared/domain/exchange.ts'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import { MEASURED_KINDS } from '#main/audit/audit-measured.ts'
import type { LastAudit } from '#shared/domain/audit-state.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import { createActs, type Acts } from './act-order.ts'
import type { Db } from './database.ts'
import { createFindingStore, type FindingStore } from './finding-store.ts'
import { createGoldLabels, type GoldLabels } from './gold-labels.ts'
import { createImports, type LabelFiles, type PlannedImport, type SeenPreview } from './import-labels.ts'
import { createLabelStore, type LabelStore } from './label-store.ts'
import { createLabelWriter, type ActBy, type LabelWriter } from './label-writer.ts'

/** Members of the label store that may speak of all clips at once. */
type StoreCalls = Pick<
  LabelStore,
  | 'set'
  | 'exclude'
  | 'setGoldRule'
  | 'setLabelMap'
  | 'undo'
  | 'redo'
  | 'undoChangeSets'
  | 'restore'
  | 'previewSet'
  | 'previewGold'
  | 'previewRestore'
  | 'previewUndo'
  | 'diff'
  | 'agreement'
  | 'disagreements'
  | 'history'
  | 'clipsOf'
  | 'raters'
  | 'corpusLabels'
>

/**
 * What may take long with labels: acts, looks at what they would do, and findings of which clips carry the kinds. There is one
 * desk in the studio's thread, for what is small, and one in a thread beside it; each has a connection of its own.
 */
export interface LabelDesk extends StoreCalls {
  /** Undo and redo in the order of time, see `Acts`. */
  undoAct: Acts['undo']
  redoAct: Acts['redo']
  /** What an import would do; nothing is written. @throws StudioError `unreadable` */
  previewImport(source: LabelFiles, options: ImportOptions): Promise<ImportPreview>
  /**
   * Looks again and keeps what is to be written until `writeImport`.
   * @throws StudioError `conflict` where the files or the labels have changed since they were seen
   */
  planImport(source: LabelFiles, options: ImportOptions, seen: SeenPreview): Promise<PlannedImport>
  /** Writes it, as one act. @throws StudioError `conflict` where labels have changed since */
  writeImport(planned: PlannedImport, by: ActBy): ChangeResult
  /** What an audit of the samples has found, in place of all that audits said before. */
  storeAudit(findings: NewFinding[], audit: LastAudit): void
  /** What an audit of the index has found; what only the samples tell stays as it was found last. */
  storeIndexAudit(findings: NewFinding[]): void
}

export type DeskName = keyof LabelDesk
export type DeskArgs<Name extends DeskName> = Parameters<LabelDesk[Name]>
export type DeskAnswer<Name extends DeskName> = Awaited<ReturnType<LabelDesk[Name]>>
/** One call at the desk, as it crosses to the thread. */
export type DeskCall = { [Name in DeskName]: { name: Name; args: DeskArgs<Name> } }[DeskName]

/** What people do. */
const ACTS = [
  'set',
  'exclude',
  'setGoldRule',
  'setLabelMap',
  'undo',
  'redo',
  'undoAct',
  'redoAct',
  'undoChangeSets',
  'restore',
  'writeImport',
] as const satisfies readonly DeskName[]
export type ActName = (typeof ACTS)[number]
export type ActCall = Extract<DeskCall, { name: ActName }>

export function isAct(call: DeskCall): call is ActCall {
  return (ACTS as readonly DeskName[]).includes(call.name)
}

/** What jobs write; the job shows how far it is. */
const RESULTS = ['storeAudit', 'storeIndexAudit'] as const satisfies readonly DeskName[]

/** Does it write? All others look. */
export function isWriting(call: DeskCall): boolean {
  return isAct(call) || (RESULTS as readonly DeskName[]).includes(call.name)
}

/** What works with labels through one connection. */
export interface LabelTools {
  gold: GoldLabels
  labelWriter: LabelWriter
  labels: LabelStore
  findings: FindingStore
  acts: Acts
  /** Answers at once but for imports, which are read piece by piece. */
  carryOut(call: DeskCall): unknown
}

export function createLabelTools(db: Db, now: () => Date): LabelTools {
  const gold = createGoldLabels(db)
  const labelWriter = createLabelWriter(db, gold, now)
  const labels = createLabelStore(db, labelWriter, gold, now)
  const findings = createFindingStore(db, now)
  const acts = createActs(db, labels, findings.seen)
  const imports = createImports(db, labels)
  const desk: LabelDesk = {
    ...labels,
    ...imports,
    undoAct: acts.undo,
    redoAct: acts.redo,
    storeAudit: db.transaction((found: NewFinding[], audit: LastAudit) => {
      findings.replaceAll(found)
      findings.noteAudit(audit)
    }),
    storeIndexAudit: (found) => findings.replaceAllBut(MEASURED_KINDS, found),
  }
  return {
    gold,
    labelWriter,
    labels,
    findings,
    acts,
    carryOut({ name, args }) {
      try {
        return (desk[name] as (...args: unknown[]) => unknown)(...args)
      } catch (error) {
        // what was read inside the act is taken back with it
        gold.forgetSettings()
        throw error
      }
    },
  }
}
