import { existsSync, rmSync } from 'node:fs'
import path from 'node:path'
import type { LibraryInfo } from '#shared/domain/library.ts'
import { DEMO_MARKER, makeDemoCorpus } from '#main/demo/make-demo-corpus.ts'
import { indexInto } from './index-into.ts'
import type { StudioContext } from './studio-context.ts'

const DEMO_SEED = 1

/**
 * Opens the demo library. At the first start its voices are synthesised and indexed by a job; the library is open,
 * and still empty, while that goes on. A synthesis that was cut off is made again.
 */
export async function openDemo(context: StudioContext): Promise<LibraryInfo> {
  const corpus = path.join(context.dataFolder, 'demo-voices')
  const place = path.join(context.dataFolder, 'demo.emotone')
  const isComplete = existsSync(path.join(corpus, DEMO_MARKER))
  const isNew = !existsSync(path.join(place, 'library.sqlite'))
  const { library } = await context.openLibrary(place, { isNew, isSynthetic: true })
  const info = library.info()
  if (isComplete && info.summary.clips > 0) return info

  context.jobs.start('demo', 'Making the demo library', async (job) => {
    if (!isComplete) {
      rmSync(corpus, { recursive: true, force: true })
      await makeDemoCorpus(corpus, { seed: DEMO_SEED, onProgress: job.report, signal: job.signal })
    }
    return indexInto(context, library, [corpus], job)
  })
  return info
}
