import { counted } from '#shared/wording.ts'
import type { ActCall, ActName } from '#main/library/label-desk.ts'
import type { OnLongAct } from '#main/library/label-desks.ts'
import type { JobBoard } from './job-board.ts'

const DOING: Readonly<Record<ActName, string>> = {
  set: 'Labelling',
  exclude: 'Excluding',
  undo: 'Undoing an act on',
  redo: 'Redoing an act on',
  undoAct: 'Undoing an act on',
  redoAct: 'Redoing an act on',
  undoChangeSets: 'Undoing an act on',
  restore: 'Restoring labels of',
  setGoldRule: 'Another gold rule for',
  setLabelMap: 'Another label map for',
  writeImport: 'Importing labels',
}

/** An act on fewer clips is over before a person has seen that it is there. */
const SHOWN_FROM_CLIPS = 10_000

/** Acts that take long stand among the jobs while they last, and can be cancelled there: then nothing is changed. */
export function showAmongJobs(jobs: Pick<JobBoard, 'start' | 'ended'>): OnLongAct {
  return async (call, size, work) => {
    if (size < SHOWN_FROM_CLIPS) return work(new AbortController().signal)
    let result: unknown
    const job = jobs.start('labels', titleOf(call, size), async ({ signal }) => {
      result = await work(signal)
      return (result as { summary: string }).summary
    })
    await jobs.ended(job.id)
    return result
  }
}

/** The size of an import is that of its files: how many labels it changes is known afterwards. */
function titleOf(call: ActCall, size: number): string {
  if (call.name === 'writeImport') return DOING.writeImport
  const verb = call.name === 'exclude' && !call.args[1] ? 'Including again' : DOING[call.name]
  return `${verb} ${counted(size, 'clip')}`
}
