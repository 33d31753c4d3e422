import { readFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import path from 'node:path'
import { groupBy } from '#shared/metrics/group-by.ts'
import type { FolderFindings, FoundClip } from '#main/corpora/importer.ts'
import { recogniseFolder } from '#main/corpora/recognise-folder.ts'
import { createClipWriter, type ImportTurn } from './clip-writer.ts'
import { lazily, type Db } from './database.ts'
import type { FindingStore } from './finding-store.ts'
import { forgetEmptyRoots, type RootToIndex } from './index-roots.ts'
import { inspectFiles } from './inspect-pool.ts'
import type { LabelWriter } from './label-writer.ts'
import {
  createRecordingWriter,
  identityOf,
  type FileToIndex,
  type KnownRecording,
  type RecordingPlace,
} from './recording-writer.ts'
import { findingsOfRoot } from './root-findings.ts'
import type { Walk } from './walk-folder.ts'

export interface IndexProgress {
  /** Files; those that have not changed count as done. */
  doneCount: number
  totalCount: number
  secondsLeft: number | null
}

/** Tables, and who writes into them. */
export interface IndexTarget {
  db: Db
  labelWriter: LabelWriter
  findings: Pick<FindingStore, 'replaceOfRoot'>
  now: () => Date
  /** All that writes goes through here, one after the other. */
  writing<Result>(work: () => Result): Promise<Result>
}

export interface IndexOptions {
  /** Worker threads that read files; as many as the machine has cores. */
  threads?: number
  onProgress?: (progress: IndexProgress) => void
  /** Stops between two batches; what was written is kept, and the next run goes on there. */
  signal?: AbortSignal
  /** For tests: other importers, another clock in milliseconds, another reader. */
  recognise?: Recognise
  clock?: () => number
  worker?: URL
}

type Recognise = (
  root: string,
  relativePaths: string[],
  readText: (relativePath: string) => Promise<string>,
) => Promise<FolderFindings>

/** A root and what lies in it. */
export interface WalkedRoot {
  root: RootToIndex
  walk: Walk
}

interface RootPlan extends WalkedRoot {
  found: FolderFindings
  /** By relative path. */
  files: Map<string, FileToIndex>
  toRead: FileToIndex[]
  unchanged: { known: KnownRecording; file: FileToIndex }[]
}

/** Of files that were not read again, so many are brought into line in one turn: others who write wait no longer. */
const PART_FILES = 2000

/**
 * Brings the tables into line with what lies in roots, as `indexFolders` says; without the audit.
 * @throws StudioError cancelled
 */
export async function indexInto(
  target: IndexTarget,
  walked: readonly WalkedRoot[],
  options: IndexOptions,
): Promise<void> {
  const { recognise = recogniseFolder, signal, clock = () => performance.now() } = options
  const { db, labelWriter, findings, now } = target
  const writer = createRecordingWriter(db, createClipWriter(db, labelWriter))

  const plans: RootPlan[] = []
  for (const one of walked) {
    signal?.throwIfAborted()
    plans.push(await planRoot(one, writer.known(one.root.id), recognise))
  }
  const identities = new Set(
    plans.flatMap((plan) => [...plan.files.values()].map((file) => identityOf(file.clips[0]))),
  )
  const report = progressOf(plans, clock, options.onProgress)
  report(0)

  /** One batch: its label changes share a revision, and all batches of a root one change set. */
  const inTransaction = (turns: Turns, work: (turn: ImportTurn) => void) =>
    target.writing(() => lazily(db, () => db.transaction(() => work(turns.next()))()))

  const turnsOf = new Map(plans.map((plan) => [plan, createTurns(plan, labelWriter)]))
  for (const plan of plans) {
    for (let from = 0; from < plan.unchanged.length; from += PART_FILES)
      await inTransaction(turnsOf.get(plan)!, (turn) => {
        for (const { known, file } of plan.unchanged.slice(from, from + PART_FILES))
          writer.refresh(known, file, turn)
      })
    const files = plan.toRead.map((file) => path.join(plan.root.path, file.relativePath))
    let next = 0
    for await (const inspections of inspectFiles(files, options)) {
      await inTransaction(turnsOf.get(plan)!, (turn) => {
        for (const inspection of inspections) {
          writer.store(plan.root.id, plan.toRead[next++], inspection, identities, turn)
        }
      })
      report(inspections.length)
    }
  }

  for (const plan of plans) {
    const gone = [...writer.places(plan.root.id)].filter((place) => isGone(plan, place))
    await inTransaction(turnsOf.get(plan)!, () => {
      for (const { id } of gone) writer.miss(id)
      db.prepare('DELETE FROM unrecognised_file WHERE root_id = ?').run(plan.root.id)
      const list = db.prepare(
        'INSERT OR IGNORE INTO unrecognised_file (root_id, relative_path, reason) VALUES (?, ?, ?)',
      )
      for (const { relativePath, reason } of plan.found.unrecognised)
        list.run(plan.root.id, relativePath, reason)
      db.prepare('UPDATE corpus_root SET indexed_at = ? WHERE id = ?').run(now().toISOString(), plan.root.id)
    })
  }
  await target.writing(() => {
    forgetEmptyRoots(db)
    lazily(db, () => {
      for (const { root, found, walk } of plans) {
        findings.replaceOfRoot(root.id, findingsOfRoot(db, root, found, walk))
      }
    })
  })
}

async function planRoot(
  { root, walk }: WalkedRoot,
  known: Map<string, KnownRecording>,
  recognise: Recognise,
): Promise<RootPlan> {
  const found = await recognise(root.path, walk.files, (relativePath) =>
    readFile(path.join(root.path, relativePath), 'utf8'),
  )
  const files = new Map<string, FileToIndex>()
  for (const [relativePath, clips] of groupBy(found.clips, (clip) => clip.relativePath)) {
    const stat = statSync(path.join(root.path, relativePath), { throwIfNoEntry: false })
    if (stat) files.set(relativePath, fileOf(relativePath, stat, clips))
  }
  const plan: RootPlan = { root, walk, found, files, toRead: [], unchanged: [] }
  for (const file of files.values()) {
    const before = known.get(file.relativePath)
    const isUnchanged =
      before?.isOpened === 1 && before.bytes === file.bytes && before.modifiedMs === file.modifiedMs
    if (isUnchanged) plan.unchanged.push({ known: before, file })
    else plan.toRead.push(file)
  }
  // of two copies the one nearer to the root is indexed, whatever the order of reading
  plan.toRead.sort((a, b) => depthOf(a) - depthOf(b) || (a.relativePath < b.relativePath ? -1 : 1))
  return plan
}

function fileOf(
  relativePath: string,
  stat: { size: number; mtimeMs: number },
  clips: FoundClip[],
): FileToIndex {
  return { relativePath, bytes: stat.size, modifiedMs: stat.mtimeMs, clips }
}

function depthOf(file: FileToIndex): number {
  return file.relativePath.split('/').length
}

/** What lies in a folder that could not be read this time is not gone. */
function isGone({ files, walk }: RootPlan, place: RecordingPlace): boolean {
  if (place.isMissing === 1 || files.has(place.relativePath)) return false
  return !walk.unreadable.some(
    ({ relativePath }) => relativePath === '.' || place.relativePath.startsWith(`${relativePath}/`),
  )
}

interface Turns {
  next(): ImportTurn
}

function createTurns(plan: RootPlan, labels: LabelWriter): Turns {
  let changeSetId: number | null = null
  const summary = `labels of ${plan.found.corpora.join(', ')} read from ${path.basename(plan.root.path)}`
  return {
    next() {
      let revision: number | null = null
      return {
        changeSetId: () => (changeSetId ??= labels.beginChangeSet({ kind: 'import', summary })),
        revision: () => (revision ??= labels.nextRevision()),
      }
    },
  }
}

/** Time left by the bytes that are still to be read. */
function progressOf(
  plans: RootPlan[],
  clock: () => number,
  onProgress: IndexOptions['onProgress'],
): (count: number) => void {
  const bytes = plans.flatMap((plan) => plan.toRead.map((file) => file.bytes))
  const totalBytes = bytes.reduce((sum, size) => sum + size, 0)
  const totalCount = plans.reduce((sum, plan) => sum + plan.files.size, 0)
  const startedAt = clock()
  let readCount = 0
  let readBytes = 0
  return (count) => {
    for (let index = 0; index < count; index++) readBytes += bytes[readCount++]
    const elapsedSeconds = (clock() - startedAt) / 1000
    onProgress?.({
      doneCount: totalCount - bytes.length + readCount,
      totalCount,
      secondsLeft: readBytes === 0 ? null : (elapsedSeconds * (totalBytes - readBytes)) / readBytes,
    })
  }
}
