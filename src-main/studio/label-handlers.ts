import type { Handlers } from '#shared/contract/serve.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import type { StudioContext } from './studio-context.ts'

type LabelHandlers = Pick<Handlers, Extract<keyof Handlers, `labels.${string}`>>

export function labelHandlers(context: StudioContext): LabelHandlers {
  const labels = () => context.open().library.labels
  const desks = () => context.open().library.desks

  const told = async (act: Promise<ChangeResult>): Promise<ChangeResult> => {
    const change = await act
    if (change.changeSetId !== null) {
      context.events.emit('labels.changed', { labelRevision: change.labelRevision, clipIds: change.clipIds })
    }
    return change
  }
  /** Rule or map may have changed, and the library's own account of them with it. */
  const toldOfGold = async (act: Promise<ChangeResult>): Promise<ChangeResult> => {
    const { library } = context.open()
    const change = await act
    if (change.changeSetId !== null) context.events.emit('library.changed', library.info())
    return told(act)
  }

  return {
    'labels.set': ({ clipIds, label, note, rater }) => told(desks().run('set', clipIds, label, note, rater)),
    'labels.exclude': ({ clipIds, excluded, note, rater }) =>
      told(desks().run('exclude', clipIds, excluded, { rater, reason: note })),
    'labels.undo': ({ rater }) => toldOfGold(desks().run('undo', rater)),
    'labels.redo': ({ rater }) => toldOfGold(desks().run('redo', rater)),
    'labels.history': ({ limit, before }) => desks().run('history', limit, before),
    'labels.previewSet': ({ clipIds, label, rater }) => desks().run('previewSet', clipIds, label, rater),
    'labels.previewUndo': ({ changeSetIds }) => desks().run('previewUndo', changeSetIds),
    'labels.undoChangeSets': ({ changeSetIds, conflicts, note, rater }) =>
      toldOfGold(desks().run('undoChangeSets', changeSetIds, conflicts, { rater, reason: note })),
    'labels.restore': ({ labelRevision, note, rater }) =>
      toldOfGold(desks().run('restore', labelRevision, { rater, reason: note })),
    'labels.previewRestore': ({ labelRevision }) => desks().run('previewRestore', labelRevision),
    'labels.diff': ({ fromRevision, toRevision }) => desks().run('diff', fromRevision, toRevision),
    'labels.clipsOf': ({ changeSetId }) => desks().run('clipsOf', changeSetId),
    'labels.gold': async () => ({
      corpusLabels: await desks().run('corpusLabels'),
      ...labels().gold(),
      maps: labels().maps(),
      uncounted: labels().uncounted(),
    }),
    'labels.previewGold': (settings) => desks().run('previewGold', settings),
    'labels.setGoldRule': ({ rule, note, rater }) =>
      toldOfGold(desks().run('setGoldRule', rule, { rater, reason: note })),
    'labels.setLabelMap': ({ name, entries, note, rater }) =>
      toldOfGold(desks().run('setLabelMap', name, entries, { rater, reason: note })),
    'labels.agreement': (query) => desks().run('agreement', query),
    'labels.disagreements': ({ cell, ...query }) => desks().run('disagreements', query, cell),
    'labels.raters': () => desks().run('raters'),
  }
}
