import type { Handlers } from '#shared/contract/serve.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { StudioContext } from './studio-context.ts'

type TriageHandlers = Pick<Handlers, Extract<keyof Handlers, `triage.${string}`>>

export function triageHandlers(context: StudioContext): TriageHandlers {
  const triage = () => context.open().library.triage

  const tell = (change: ChangeResult | null) => {
    if (change === null || change.changeSetId === null) return
    context.events.emit('labels.changed', { labelRevision: change.labelRevision, clipIds: change.clipIds })
  }

  return {
    'triage.open': ({ source, rater }) => triage().open(source, rater),
    'triage.list': ({ rater }) => triage().list(rater),
    'triage.remove': ({ playlistKey, isRemoved }) => {
      triage().remove(playlistKey, isRemoved)
      return {}
    },
    'triage.answer': (given) => {
      const { answer, change } = triage().answer(given)
      tell(change)
      return answer
    },
    'triage.note': (given) => {
      triage().note(given)
      return {}
    },
    'triage.takeBack': ({ playlistKey, rater }) => {
      const { clipId, change } = triage().takeBack(playlistKey, rater)
      tell(change)
      return { clipId }
    },
  }
}
