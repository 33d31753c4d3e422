import type { LibrarySummary } from '#shared/domain/library.ts'
import { StudioError } from '#shared/errors.ts'
import { auditIndex, type Audit } from './audit-job.ts'
import { rootsToIndex } from './index-roots.ts'
import { indexInto, type IndexOptions, type IndexTarget, type WalkedRoot } from './index-into.ts'
import { INDEXING_STOPPED } from './inspect-pool.ts'
import { indexInThread } from './index-thread.ts'
import type { Library } from './library.ts'
import { walkFolder } from './walk-folder.ts'

export interface IndexJobOptions extends IndexOptions {
  /** For tests: another audit. */
  audit?: Audit
  /** In a thread of its own the plans of large folders hold nobody up; options for tests do not reach it. */
  inThread?: boolean
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
  options: IndexJobOptions = {},
): Promise<LibrarySummary> {
  if (running.has(library))
    throw new StudioError('busy', 'This library is being indexed; wait for the end of that.')
  running.add(library)
  try {
    const { audit, inThread = false, signal } = options
    const walked: WalkedRoot[] = []
    for (const root of await library.writing(() => rootsToIndex(library.internal.db, folders)))
      walked.push({ root, walk: await walkFolder(root.path, signal) })
    if (inThread) await indexInThread(library, walked, options)
    else await indexInto(targetOf(library), walked, options)
    await auditIndex(library, { audit, signal })
    return library.summary()
  } catch (error) {
    if (options.signal?.aborted && !(error instanceof StudioError)) {
      throw new StudioError('cancelled', INDEXING_STOPPED, { cause: error })
    }
    throw error
  } finally {
    running.delete(library)
  }
}

function targetOf({ internal, findings, writing }: Library): IndexTarget {
  return { ...internal, findings, writing }
}
