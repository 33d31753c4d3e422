import type { Handlers } from '#shared/contract/serve.ts'
import type { CallOutput } from '#shared/contract/contract.ts'
import { auditSamples } from '#main/library/audit-samples-job.ts'
import { counted } from './describe-summary.ts'
import type { StudioContext } from './studio-context.ts'

type ClipGroup = 'clips.' | 'labels.' | 'findings.' | 'audit.'
type ClipHandlers = Pick<Handlers, Extract<keyof Handlers, `${ClipGroup}${string}`>>

export function clipHandlers(context: StudioContext): ClipHandlers {
  const clips = () => context.open().library.clips
  const labels = () => context.open().library.labels

  const told = (change: CallOutput<'labels.set'>): CallOutput<'labels.set'> => {
    if (change.changeSetId !== null) {
      context.events.emit('labels.changed', { labelRevision: change.labelRevision, clipIds: change.clipIds })
    }
    return change
  }

  return {
    'clips.page': ({ filter, sort, offset, limit }) => clips().page(filter, sort, offset, limit),
    'clips.facets': ({ filter }) => clips().facets(filter),
    'clips.ids': ({ filter, sort }) => clips().ids(filter, sort),
    'clips.get': ({ clipId }) => clips().detail(clipId),
    'labels.set': ({ clipIds, label, note }) => told(labels().set(clipIds, label, note)),
    'labels.exclude': ({ clipIds, excluded }) => told(labels().exclude(clipIds, excluded)),
    'labels.undo': () => told(labels().undo()),
    'labels.redo': () => told(labels().redo()),
    'labels.history': ({ limit }) => labels().history(limit),
    'findings.list': ({ kinds }) => context.open().library.findings.list(kinds),
    'audit.start': () => {
      const { library } = context.open()
      return context.jobs.start('audit', 'Auditing the library', async ({ report, signal }) => {
        const count = await auditSamples(library, { onProgress: report, signal })
        context.events.emit('library.changed', library.info())
        context.events.emit('clips.changed', { total: library.summary().clips })
        return counted(count, 'finding')
      })
    },
  }
}
