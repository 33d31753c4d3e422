import { readFile } from 'node:fs/promises'
import { statSync } from 'node:fs'
import path from 'node:path'
import { groupBy } from '#shared/metrics/group-by.ts'
import type { FolderFindings, FoundClip } from '#main/corpora/importer.ts'
import { recogniseFolder } from '#main/corpora/recognise-folder.ts'
import type { LibrarySummary } from '#shared/domain/library.ts'
import { StudioError } from '#shared/errors.ts'
import { auditIndex, type Audit } from './audit-job.ts'
import { createClipWriter, type ImportTurn } from './clip-writer.ts'
import { lazily } from './database.ts'
import { forgetEmptyRoots, rootsToIndex, type RootToIndex } from './index-roots.ts'
import { inspectFiles } from './inspect-pool.ts'
import type { Library } from './library.ts'
import {
  createRecordingWriter,
  identityOf,
  type FileToIndex,
  type KnownRecording,
} from './recording-writer.ts'
import { findingsOfRoot } from './root-findings.ts'
import { walkFolder, type Walk } from './walk-folder.ts'

export interface IndexProgress {
  /** Files; those that have not changed count as done. */
  doneCount: number
  totalCount: number
  secondsLeft: number | null
}

export interface IndexOptions {
  /** Worker threads that read files; as many as the machine has cores. */
  threads?: number
  onProgress?: (progress: IndexProgress) => void
  /** Stops between two batches; what was written is kept, and the next run goes on there. */
  signal?: AbortSignal
  /** For tests: other importers, another audit, another clock in milliseconds, another reader. */
  recognise?: Recognise
  audit?: Audit
  clock?: () => number
  worker?: URL
}

type Recognise = (
  root: string,
  relativePaths: string[],
  readText: (relativePath: string) => Promise<string>,
) => Promise<FolderFindings>

interface RootPlan {
  root: RootToIndex
  walk: Walk
  found: FolderFindings
  /** By relative path. */
  files: Map<string, FileToIndex>
  toRead: FileToIndex[]
  unchanged: { known: KnownRecording; file: FileToIndex }[]
}

const running = new WeakSet<Library>()

/**
 * Looks at corpus folders and brings the library into line: recognises what they are, reads what is new or has changed
 * (size or time of change) in worker threads, finds moved recordings again by their hash, and audits the whole.
 *
 * Results are written in batches as they come. A kill loses at most the batch under way: the next run finds the files
 * before it unchanged.
 * @throws StudioError notFound (a folder is not there), busy (another index is under way), cancelled
 */
export async function indexFolders(
  library: Library,
  folders: string[],
  options: IndexOptions = {},
): Promise<LibrarySummary> {
  if (running.has(library))
    throw new StudioError('busy', 'This library is being indexed; wait for the end of that.')
  running.add(library)
  try {
    await indexInto(library, folders, options)
    return library.summary()
  } catch (error) {
    if (options.signal?.aborted && !(error instanceof StudioError)) {
      throw new StudioError('cancelled', 'Indexing was stopped; what was read is kept.', { cause: error })
    }
    throw error
  } finally {
    running.delete(library)
  }
}

async function indexInto(library: Library, folders: string[], options: IndexOptions): Promise<void> {
  const { recognise = recogniseFolder, audit, signal, clock = () => performance.now() } = options
  const { db, labelWriter, now } = library.internal
  const writer = createRecordingWriter(db, createClipWriter(db, labelWriter))

  const plans: RootPlan[] = []
  for (const root of await library.writing(() => rootsToIndex(db, folders))) {
    plans.push(await planRoot(root, writer.known(root.id), recognise, signal))
  }
  const identities = new Set(
    plans.flatMap((plan) => [...plan.files.values()].map((file) => identityOf(file.clips[0]))),
  )
  const report = progressOf(plans, clock, options.onProgress)
  report(0)

  /** One batch: its label changes share a revision, and all batches of a root one change set. */
  const inTransaction = (turns: Turns, work: (turn: ImportTurn) => void) =>
    library.writing(() => lazily(db, () => db.transaction(() => work(turns.next()))()))

  const turnsOf = new Map(plans.map((plan) => [plan, createTurns(plan, labelWriter)]))
  for (const plan of plans) {
    await inTransaction(turnsOf.get(plan)!, (turn) => {
      for (const { known, file } of plan.unchanged) writer.refresh(known, file, turn)
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
    await inTransaction(turnsOf.get(plan)!, () => {
      for (const known of writer.known(plan.root.id).values()) if (isGone(plan, known)) writer.miss(known.id)
      db.prepare('DELETE FROM unrecognised_file WHERE root_id = ?').run(plan.root.id)
      const list = db.prepare(
        'INSERT OR IGNORE INTO unrecognised_file (root_id, relative_path, reason) VALUES (?, ?, ?)',
      )
      for (const { relativePath, reason } of plan.found.unrecognised)
        list.run(plan.root.id, relativePath, reason)
      db.prepare('UPDATE corpus_root SET indexed_at = ? WHERE id = ?').run(now().toISOString(), plan.root.id)
    })
  }
  await library.writing(() => {
    forgetEmptyRoots(db)
    lazily(db, () => {
      for (const { root, found, walk } of plans) {
        library.findings.replaceOfRoot(root.id, findingsOfRoot(db, root, found, walk))
      }
    })
  })
  await auditIndex(library, { audit, signal })
}

async function planRoot(
  root: RootToIndex,
  known: Map<string, KnownRecording>,
  recognise: Recognise,
  signal: AbortSignal | undefined,
): Promise<RootPlan> {
  const walk = await walkFolder(root.path, signal)
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
      before && before.hash !== '' && before.bytes === file.bytes && before.modifiedMs === file.modifiedMs
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
function isGone(plan: RootPlan, known: KnownRecording): boolean {
  if (known.isMissing || plan.files.has(known.relativePath)) return false
  return !plan.walk.unreadable.some(
    ({ relativePath }) => relativePath === '.' || known.relativePath.startsWith(`${relativePath}/`),
  )
}

interface Turns {
  next(): ImportTurn
}

function createTurns(plan: RootPlan, labels: Library['internal']['labelWriter']): Turns {
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
