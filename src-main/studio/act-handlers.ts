import type { Handlers } from '#shared/contract/serve.ts'
import type { ActTurn } from '#main/library/act-order.ts'
import type { SeenChange } from '#main/library/seen-findings.ts'
import type { StudioContext } from './studio-context.ts'

type ActHandlers = Pick<Handlers, Extract<keyof Handlers, `acts.${string}`>>

export function actHandlers(context: StudioContext): ActHandlers {
  const desks = () => context.open().library.desks

  const told = async (act: Promise<ActTurn>) => {
    const { labels, findings, summary } = await act
    if (labels !== null) {
      const { labelRevision, clipIds } = labels
      // the act may have been on the rule or the map, which the library's own account holds
      context.events.emit('library.changed', context.open().library.info())
      context.events.emit('labels.changed', { labelRevision, clipIds })
    }
    if (findings !== null) tellSeen(context, findings)
    const about = labels !== null ? ('labels' as const) : findings !== null ? ('findings' as const) : null
    return { about, summary }
  }
  return {
    'acts.undo': ({ rater }) => told(desks().run('undoAct', rater)),
    'acts.redo': ({ rater }) => told(desks().run('redoAct', rater)),
  }
}

/** Clip rows no longer carry the kinds of findings that were seen, or carry them again. */
export function tellSeen(context: StudioContext, change: SeenChange): void {
  const info = context.open().library.info()
  context.events.emit('findings.seen', change)
  context.events.emit('library.changed', info)
  context.events.emit('clips.changed', { total: info.summary.clips })
}
