import type { Handlers } from '#shared/contract/serve.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { TriageStore } from '#main/library/triage-store.ts'
import type { StudioContext } from './studio-context.ts'

type TriageHandlers = Pick<Handlers, Extract<keyof Handlers, `triage.${string}`>>

export function triageHandlers(context: StudioContext): TriageHandlers {
  /** After a long act, where one is under way. */
  const inTurn = <Result>(work: (triage: TriageStore) => Result): Promise<Result> => {
    const { library } = context.open()
    return library.writing(() => work(library.triage))
  }
  const tell = (change: ChangeResult | null) => {
    if (change === null || change.changeSetId === null) return
    context.events.emit('labels.changed', { labelRevision: change.labelRevision, clipIds: change.clipIds })
  }

  return {
    'triage.open': ({ source, rater }) => inTurn((triage) => triage.open(source, rater)),
    'triage.list': ({ rater }) => context.open().library.triage.list(rater),
    'triage.remove': async ({ playlistKey, isRemoved }) => {
      await inTurn((triage) => triage.remove(playlistKey, isRemoved))
      return {}
    },
    'triage.answer': async (given) => {
      const { answer, change } = await inTurn((triage) => triage.answer(given))
      tell(change)
      return answer
    },
    'triage.note': async (given) => {
      await inTurn((triage) => triage.note(given))
      return {}
    },
    'triage.takeBack': async ({ playlistKey, rater }) => {
      const { clipId, change } = await inTurn((triage) => triage.takeBack(playlistKey, rater))
      tell(change)
      return { clipId }
    },
  }
}
