import type { Handlers } from '#shared/contract/serve.ts'
import { compareRuns } from '#main/evaluation/compare.ts'
import { predictClips, predictFiles } from './predict.ts'
import type { StudioContext } from './studio-context.ts'

type RunGroup = 'experiments.' | 'runs.' | 'compare.' | 'predict.'
type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `${RunGroup}${string}`>>

export function runHandlers(context: StudioContext): RunHandlers {
  const queue = () => context.open().queue
  /** Epochs and predictions are stored after a long act on labels that is under way. */
  const written = () => context.open().library.runs.written()

  return {
    'experiments.preview': (plan) => queue().preview(plan),
    'experiments.launch': (plan) => queue().launch(plan),
    'runs.list': () => queue().list(),
    'runs.get': async ({ runId }) => {
      await written()
      return queue().get(runId)
    },
    'runs.cancel': async ({ runId }) => {
      await queue().cancel(runId)
      return {}
    },
    'runs.resume': async ({ runId }) => {
      await queue().resume(runId)
      return {}
    },
    'runs.delete': async ({ runId }) => {
      await queue().remove(runId)
      return {}
    },
    'runs.predictions': async (query) => {
      await written()
      return context.open().library.runs.predictions(query)
    },
    'compare.runs': async ({ runIds }) => {
      await written()
      return compareRuns(runIds.map((runId) => queue().compared(runId)))
    },
    'predict.clips': ({ runId, clipIds }) => predictClips(context.open(), runId, clipIds),
    'predict.files': ({ runId, files }) => predictFiles(context.open(), runId, files),
  }
}
