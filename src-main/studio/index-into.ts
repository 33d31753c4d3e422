import { indexFolders } from '#main/library/index-job.ts'
import type { Library } from '#main/library/library.ts'
import { describeSummary } from './describe-summary.ts'
import type { JobContext } from './job-board.ts'
import type { StudioContext } from './studio-context.ts'

/** Indexes folders into a library and tells everybody what has changed. */
export async function indexInto(
  { events }: StudioContext,
  library: Library,
  folders: string[],
  job: JobContext,
): Promise<string> {
  try {
    const summary = await indexFolders(library, folders, {
      inThread: true,
      onProgress: job.report,
      signal: job.signal,
    })
    return describeSummary(summary)
  } finally {
    // Also after a cancel: what was indexed until then is there.
    const info = library.info()
    events.emit('library.changed', info)
    events.emit('clips.changed', { total: info.summary.clips })
  }
}
