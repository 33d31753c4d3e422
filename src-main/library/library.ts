import { accessSync, constants, existsSync, readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { LibraryInfo, LibrarySummary } from '#shared/domain/library.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import type { Acts } from './act-order.ts'
import { createClipColumns } from './clip-columns.ts'
import { createClipStore, type ClipStore } from './clip-store.ts'
import { openDatabase, type Db } from './database.ts'
import type { FindingStore } from './finding-store.ts'
import { createLabelTools } from './label-desk.ts'
import { createLabelDesks, type LabelDesks, type OnLongAct } from './label-desks.ts'
import { createLabelSizes } from './label-sizes.ts'
import type { LabelStore } from './label-store.ts'
import { createLabelThread } from './label-thread.ts'
import type { LabelWriter } from './label-writer.ts'
import { HOLDER_FILE, LOCK_FILE, lockLibrary } from './library-lock.ts'
import { labelsOf, summarise } from './library-summary.ts'
import { createMeasureStore, type MeasureStore } from './measure-store.ts'
import { createRootStore, type RootStore } from './root-store.ts'
import { createRunStore, type RunStore } from './run-store.ts'
import { createViewStore, type ViewStore } from './view-store.ts'
import { createTriageStore, type TriageStore } from './triage-store.ts'
import { createWriteTurns } from './write-turns.ts'

const DATABASE_FILE = 'library.sqlite'
/** Folders of a library beside its database: cached features, runs with their checkpoints, what a person exported. */
const LIBRARY_FOLDERS = ['features', 'runs', 'exports'] as const
const ENDING = '.emotone'

/** An open library: one folder `<name>.emotone/`, held by this process alone until it is closed. */
export interface Library {
  /** Absolute. */
  path: string
  name: string
  /** True for the demo library: its voices are synthesised. */
  isSynthetic: boolean
  info(): LibraryInfo
  summary(): LibrarySummary
  clips: ClipStore
  /** In this thread, at once: for what is small, and for looking. Others write in turns, see `desks` and `writing`. */
  labels: LabelStore
  /** Undo and redo in the order of time, in this thread. */
  acts: Acts
  /** All that may be about many clips at once. */
  desks: LabelDesks
  findings: FindingStore
  measures: MeasureStore
  roots: RootStore
  runs: RunStore
  views: ViewStore
  triage: TriageStore
  /** All that writes waits here for a long act to end; the studio goes on meanwhile. At once where there is none. */
  writing<Result>(work: () => Result | Promise<Result>): Promise<Result>
  /** Of library/ alone: what indexing writes through. */
  internal: LibraryInternal
  /** Resolves when nothing is being written and no thread is at work. */
  settled(): Promise<void>
  /** May be called twice. After `settled`, where long acts were possible. */
  close(): void
}

export interface LibraryInternal {
  db: Db
  labelWriter: LabelWriter
  now: () => Date
  /** Another connection has written clips. @param isTextChanged names, or what words are looked for in */
  noteWritten(clipIds: Iterable<number>, isTextChanged: boolean): void
}

export interface OpenOptions {
  /** Makes the library; its folder must be empty or absent. */
  isNew?: boolean
  /** Kept from its making on. */
  isSynthetic?: boolean
  now?: () => Date
  /** Default: the act is done, and cannot be stopped. */
  onLongAct?: OnLongAct
  /** For tests: another thread for long acts. */
  labelWorker?: URL
}

/** Is there a library in this folder? */
export function isLibrary(folder: string): boolean {
  return existsSync(path.join(folder, DATABASE_FILE))
}

/**
 * Opens a library folder, or makes it.
 * @throws StudioError notFound (no library), conflict (newer version; or `isNew` where something is), busy (held by
 * another process, which the message names), unreadable (damaged, foreign), unavailable (no permission)
 */
export function openLibrary(place: string, options: OpenOptions = {}): Library {
  const { isNew = false, isSynthetic = false } = options
  const folder = path.resolve(place)
  if (isNew) makeLibraryFolder(folder)
  else refuseNoLibrary(folder)
  refuseNoPermission(folder)
  const unlock = lockLibrary(folder)
  try {
    const db = openDatabase(path.join(folder, DATABASE_FILE), { isNew })
    for (const name of LIBRARY_FOLDERS) makeFolders(path.join(folder, name))
    if (isNew) writeSetting(db, 'isSynthetic', String(isSynthetic))
    return createLibrary(folder, db, options, unlock)
  } catch (error) {
    unlock()
    throw error
  }
}

/** Without anybody to stop it. */
const justDo: OnLongAct = (_call, _size, work) => work(new AbortController().signal)

function createLibrary(folder: string, db: Db, options: OpenOptions, unlock: () => void): Library {
  const { now = () => new Date(), onLongAct = justDo, labelWorker } = options
  const name = path.basename(folder, ENDING)
  const isSynthetic = readSetting(db, 'isSynthetic') === 'true'
  const tools = createLabelTools(db, now)
  const { gold, labels, labelWriter, findings } = tools
  const turns = createWriteTurns()
  const thread = createLabelThread(db.name, labelWorker)
  const roots = createRootStore(db)
  const keeper = createClipColumns(db)
  const columns = () => keeper.look()
  const clips = createClipStore(db, columns, gold, now)
  const runs = createRunStore(db, turns)
  const sizeOf = createLabelSizes(db, labels)
  const countRecordings = db
    .prepare<[], number>("SELECT count(*) FROM recording WHERE is_missing = 0 AND state != 'doubled'")
    .pluck()
  const summary = () =>
    summarise(columns(), {
      recordings: countRecordings.get() ?? 0,
      findings: findings.counts(),
      unrecognisedFiles: roots.unrecognised().map((file) => file.path),
    })
  return {
    path: folder,
    name,
    isSynthetic,
    clips,
    labels,
    acts: tools.acts,
    desks: createLabelDesks({ tools, thread, turns, columns: keeper, sizeOf, onLongAct, now }),
    findings,
    measures: createMeasureStore(db),
    roots,
    runs,
    views: createViewStore(db, now),
    triage: createTriageStore(db, { clips, findings, runs }, labels, now),
    writing: (work) => turns.take(work),
    internal: { db, labelWriter, now, noteWritten: keeper.note },
    summary,
    info: () => ({
      path: folder,
      name,
      isSynthetic,
      labelRevision: labels.revision(),
      goldRule: labels.gold().rule,
      labelMap: labels.gold().map,
      labels: labelsOf(columns()),
      roots: roots.list(),
      summary: summary(),
    }),
    async settled() {
      await turns.passed()
      await thread.close()
    },
    close() {
      if (!db.open) return
      void thread.close()
      db.close()
      unlock()
    },
  }
}

function makeLibraryFolder(folder: string): void {
  if (isLibrary(folder))
    throw new StudioError('conflict', `There is a library in ${folder} already; open it.`)
  makeFolders(folder)
  try {
    const own: string[] = [...LIBRARY_FOLDERS, LOCK_FILE, HOLDER_FILE]
    const others = readdirSync(folder).filter((entry) => !own.includes(entry))
    if (others.length > 0) {
      throw new StudioError(
        'conflict',
        `${folder} holds other files (${others.slice(0, 3).join(', ')}); a new library needs a folder of its own.`,
      )
    }
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError('unavailable', `The folder ${folder} cannot be made: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

function refuseNoLibrary(folder: string): void {
  if (isLibrary(folder)) return
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false
  throw new StudioError(
    'notFound',
    isFolder ? `${folder} is no library: it holds no ${DATABASE_FILE}.` : `There is no folder ${folder}.`,
  )
}

function refuseNoPermission(folder: string): void {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new StudioError(
      'unavailable',
      `${folder} may not be read and written by this person: ${messageOf(error)}`,
      {
        cause: error,
      },
    )
  }
}

function writeSetting(db: Db, name: string, value: string): void {
  db.prepare('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)').run(name, value)
}

function readSetting(db: Db, name: string): string | undefined {
  return db.prepare<[string], string>('SELECT value FROM setting WHERE name = ?').pluck().get(name)
}
