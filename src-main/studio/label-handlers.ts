import type { Handlers } from '#shared/contract/serve.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { StudioContext } from './studio-context.ts'

type LabelHandlers = Pick<Handlers, Extract<keyof Handlers, `labels.${string}`>>

export function labelHandlers(context: StudioContext): LabelHandlers {
  const labels = () => context.open().library.labels

  const told = (change: ChangeResult): ChangeResult => {
    if (change.changeSetId !== null) {
      context.events.emit('labels.changed', { labelRevision: change.labelRevision, clipIds: change.clipIds })
    }
    return change
  }

  return {
    'labels.set': ({ clipIds, label, note, rater }) => told(labels().set(clipIds, label, note, rater)),
    'labels.exclude': ({ clipIds, excluded, note, rater }) =>
      told(labels().exclude(clipIds, excluded, { rater, reason: note })),
    'labels.undo': ({ rater }) => told(labels().undo(rater)),
    'labels.redo': ({ rater }) => told(labels().redo(rater)),
    'labels.history': ({ limit }) => labels().history(limit),
    'labels.raters': () => labels().raters(),
  }
}
