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
  /** Rule or map may have changed, and the library's own account of them with it. */
  const toldOfGold = (change: ChangeResult): ChangeResult => {
    if (change.changeSetId !== null) {
      context.events.emit('library.changed', context.open().library.info())
    }
    return told(change)
  }

  return {
    'labels.set': ({ clipIds, label, note, rater }) => told(labels().set(clipIds, label, note, rater)),
    'labels.exclude': ({ clipIds, excluded, note, rater }) =>
      told(labels().exclude(clipIds, excluded, { rater, reason: note })),
    'labels.undo': ({ rater }) => toldOfGold(labels().undo(rater)),
    'labels.redo': ({ rater }) => toldOfGold(labels().redo(rater)),
    'labels.history': ({ limit }) => labels().history(limit),
    'labels.previewSet': ({ clipIds, label, rater }) => labels().previewSet(clipIds, label, rater),
    'labels.previewUndo': ({ changeSetId }) => labels().previewUndo(changeSetId),
    'labels.undoChangeSet': ({ changeSetId, conflicts, note, rater }) =>
      toldOfGold(labels().undoChangeSet(changeSetId, conflicts, { rater, reason: note })),
    'labels.restore': ({ labelRevision, note, rater }) =>
      toldOfGold(labels().restore(labelRevision, { rater, reason: note })),
    'labels.diff': ({ fromRevision, toRevision }) => labels().diff(fromRevision, toRevision),
    'labels.clipsOf': ({ changeSetId }) => labels().clipsOf(changeSetId),
    'labels.gold': () => ({
      ...labels().gold(),
      maps: labels().maps(),
      corpusLabels: labels().corpusLabels(),
    }),
    'labels.previewGold': (settings) => labels().previewGold(settings),
    'labels.setGoldRule': ({ rule, note, rater }) =>
      toldOfGold(labels().setGoldRule(rule, { rater, reason: note })),
    'labels.setLabelMap': ({ name, entries, note, rater }) =>
      toldOfGold(labels().setLabelMap(name, entries, { rater, reason: note })),
    'labels.agreement': (query) => labels().agreement(query),
    'labels.disagreements': ({ cell, ...query }) => labels().disagreements(query, cell),
    'labels.raters': () => labels().raters(),
  }
}
