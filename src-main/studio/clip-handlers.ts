import type { Handlers } from '#shared/contract/serve.ts'
import { MEASURED_KINDS } from '#main/audit/audit-measured.ts'
import { auditSamples } from '#main/library/audit-samples-job.ts'
import { tellSeen } from './act-handlers.ts'
import { counted } from '#shared/wording.ts'
import type { StudioContext } from './studio-context.ts'

type ClipGroup = 'clips.' | 'findings.' | 'audit.'
type ClipHandlers = Pick<Handlers, Extract<keyof Handlers, `${ClipGroup}${string}`>>

export function clipHandlers(context: StudioContext): ClipHandlers {
  const clips = () => context.open().library.clips

  return {
    'clips.page': ({ filter, sort, offset, limit }) => clips().page(filter, sort, offset, limit),
    'clips.facets': ({ filter }) => clips().facets(filter),
    'clips.overview': ({ filter }) => clips().overview(filter),
    'clips.ids': ({ filter, sort }) => clips().ids(filter, sort),
    'clips.keepList': async ({ clipIds }) => {
      const { library } = context.open()
      return { list: await library.writing(() => library.clips.keepList(clipIds)) }
    },
    'clips.get': ({ clipId }) => clips().detail(clipId),
    'findings.list': ({ kinds }) => context.open().library.findings.list(kinds),
    'findings.see': async ({ findingIds, isSeen }) => {
      const { library } = context.open()
      await library.writing(() => library.findings.seen.see(findingIds, isSeen))
      tellSeen(context, { findingIds, isSeen })
      return {}
    },
    'audit.state': () => ({
      last: context.open().library.findings.lastAudit(),
      auditKinds: [...MEASURED_KINDS],
    }),
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
