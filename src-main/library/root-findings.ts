import path from 'node:path'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import { listNames } from '#shared/wording.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { differingFolders } from '#main/corpora/differing-folders.ts'
import type { FolderFindings } from '#main/corpora/importer.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { FindingKind } from '#shared/domain/finding-kinds.ts'
import type { Db } from './database.ts'
import type { RootToIndex } from './index-roots.ts'
import type { Walk } from './walk-folder.ts'

/** A finding of a kind that is on the list of kinds. */
type RootFinding = NewFinding & { kind: FindingKind }

/** What indexing found wrong in one root: read from the tables, so that it is the same whatever was read again this time. */
export function findingsOfRoot(db: Db, root: RootToIndex, found: FolderFindings, walk: Walk): RootFinding[] {
  const absolute = (relativePath: string) => path.join(root.path, relativePath)
  return [
    ...unreadableRecordings(db, root),
    ...emptySpans(db, root),
    ...walk.unreadable.map(({ relativePath, reason }) => ({
      kind: 'unreadable-folder' as const,
      severity: 'error' as const,
      clipIds: [],
      paths: [absolute(relativePath)],
      evidence: `${relativePath} cannot be read: ${reason}.`,
    })),
    ...found.problems.map((problem) => ({
      kind: problem.kind,
      severity: problem.severity,
      clipIds: clipsAt(db, root, problem.relativePaths),
      paths: problem.relativePaths.map(absolute),
      evidence: problem.evidence,
      details: problem.details,
    })),
    ...missingFiles(db, root),
    ...doubledCopies(db, root),
    ...unrecognisedFiles(root, found),
  ]
}

function unreadableRecordings(db: Db, root: RootToIndex): RootFinding[] {
  return db
    .prepare<[number], { relativePath: string; problem: string }>(
      `SELECT relative_path AS relativePath, problem FROM recording
       WHERE root_id = ? AND state = 'unreadable' AND is_missing = 0 ORDER BY relative_path`,
    )
    .all(root.id)
    .map(({ relativePath, problem }) => ({
      kind: 'unreadable',
      severity: 'error',
      clipIds: [],
      paths: [path.join(root.path, relativePath)],
      evidence: `${path.posix.basename(relativePath)}: ${problem}`,
    }))
}

function emptySpans(db: Db, root: RootToIndex): RootFinding[] {
  return db
    .prepare<[number], { relativePath: string; startSeconds: number | null; seconds: number }>(
      `SELECT r.relative_path AS relativePath, c.start_seconds AS startSeconds, r.seconds
       FROM clip c JOIN recording r ON r.id = c.recording_id
       WHERE r.root_id = ? AND r.state = 'readable' AND r.is_missing = 0 AND c.seconds = 0 ORDER BY c.id`,
    )
    .all(root.id)
    .map(({ relativePath, startSeconds, seconds }) => ({
      kind: 'empty-span',
      severity: 'warning',
      clipIds: [],
      paths: [path.join(root.path, relativePath)],
      evidence: `${path.posix.basename(relativePath)} ends after ${seconds.toFixed(2)} s; a clip from ${startSeconds ?? 0} s on holds no sound and was left out.`,
    }))
}

function missingFiles(db: Db, root: RootToIndex): RootFinding[] {
  const paths = db
    .prepare<[number], string>(
      'SELECT relative_path FROM recording WHERE root_id = ? AND is_missing = 1 ORDER BY relative_path',
    )
    .pluck()
    .all(root.id)
  if (paths.length === 0) return []
  const files = paths.length === 1 ? '1 recording is' : `${paths.length} recordings are`
  return [
    {
      kind: 'missing-file',
      severity: 'warning',
      clipIds: [],
      paths: paths.map((one) => path.join(root.path, one)),
      evidence: `${files} no longer in ${root.path}: ${namesOf(paths)}. Labels and history are kept and return with the files.`,
    },
  ]
}

interface Doubled {
  corpus: string
  copyRoot: string
  copyPath: string
  keptRoot: string
  keptPath: string
}

/** One for each pair of folders. */
function doubledCopies(db: Db, root: RootToIndex): RootFinding[] {
  const doubled = db
    .prepare<[number], Doubled>(
      `SELECT r.corpus, rr.path AS copyRoot, r.relative_path AS copyPath, ro.path AS keptRoot, o.relative_path AS keptPath
       FROM recording r JOIN corpus_root rr ON rr.id = r.root_id
       JOIN recording o ON o.id = r.doubled_of JOIN corpus_root ro ON ro.id = o.root_id
       WHERE r.root_id = ? AND r.state = 'doubled' AND r.is_missing = 0 ORDER BY r.relative_path`,
    )
    .all(root.id)
  const pairs = new Map<string, { corpus: string; kept: string; copy: string; count: number }>()
  for (const one of doubled) {
    const [kept, copy] = differingFolders(
      withSlashes(path.join(one.keptRoot, one.keptPath)),
      withSlashes(path.join(one.copyRoot, one.copyPath)),
    )
    const key = `${one.corpus}\n${kept}\n${copy}`
    const pair = pairs.get(key) ?? { corpus: one.corpus, kept, copy, count: 0 }
    pair.count++
    pairs.set(key, pair)
  }
  return [...pairs.values()].map(({ corpus, kept, copy, count }) => ({
    kind: 'doubled-copy',
    severity: 'note',
    clipIds: [],
    paths: [copy, kept],
    evidence: `${count} ${corpus} recording${count === 1 ? '' : 's'} in ${copy} ${count === 1 ? 'is a second copy' : 'are second copies'} of what is in ${kept}, byte for byte, and not indexed twice.`,
  }))
}

function withSlashes(place: string): string {
  return place.split(path.sep).join('/')
}

/** One for each reason. */
function unrecognisedFiles(root: RootToIndex, found: FolderFindings): RootFinding[] {
  const byReason = groupBy(found.unrecognised, (file) => file.reason)
  return [...byReason].map(([reason, files]) => ({
    kind: 'unrecognised',
    severity: 'note',
    clipIds: [],
    paths: files.map((file) => path.join(root.path, file.relativePath)),
    evidence: `${files.length} file${files.length === 1 ? '' : 's'} not indexed: ${reason} (${namesOf(files.map((file) => file.relativePath))}).`,
  }))
}

function namesOf(relativePaths: readonly string[]): string {
  return listNames(relativePaths.map((one) => path.posix.basename(one)))
}

function clipsAt(db: Db, root: RootToIndex, relativePaths: string[]): ClipId[] {
  return db
    .prepare<[number, string], ClipId>(
      `SELECT c.id FROM recording r JOIN clip c ON c.recording_id = r.id
       WHERE r.root_id = ? AND c.is_present = 1 AND r.relative_path IN (SELECT value FROM json_each(?)) ORDER BY c.id`,
    )
    .pluck()
    .all(root.id, JSON.stringify(relativePaths))
}
