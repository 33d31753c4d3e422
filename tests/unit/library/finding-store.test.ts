import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { finding, type ClipId } from '#shared/domain/clip.ts'
import { auditIndex } from '#main/library/audit-job.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import { BY_ID, libraryOf } from './filled-library.ts'

const about = (kind: string, clipIds: ClipId[], severity: 'error' | 'note' = 'note') => ({
  kind,
  severity,
  clipIds,
  paths: ['a.wav'],
  evidence: `${kind}.`,
})

describe('findings', () => {
  it('are listed with the errors first, all or by kind, and counted by kind', () => {
    const { library, ids } = libraryOf([{}, {}])
    library.findings.replaceAll([
      about('clipped', [ids[0]]),
      about('silent', ids, 'error'),
      about('clipped', [ids[1]]),
    ])
    const all = library.findings.list(null)
    expect(z.array(finding).parse(all)).toEqual(all)
    expect(all.map((one) => one.kind)).toEqual(['silent', 'clipped', 'clipped'])
    expect(library.findings.list(['silent'])).toMatchObject([{ clipIds: ids, evidence: 'silent.' }])
    expect(library.findings.counts()).toEqual({ clipped: 2, silent: 1 })
  })

  it('tell a clip only what listeners heard in it, and how clear their vote was', async () => {
    const perceived = { label: 'sad', confidence: 0.75, votes: 'sad 6, happy 2' }
    const { library, ids } = libraryOf([
      { label: 'happy', perceived },
      { label: 'happy', perceived: { label: 'fear', confidence: null, votes: 'intensity 75 of 100' } },
      { label: 'sad', perceived },
    ])
    await auditIndex(library)
    const [all] = library.findings.list(['perceived-disagrees'])
    const heard = [
      { clipId: ids[0], meant: 'happy', heard: 'sad', share: 0.75, votes: 'sad 6, happy 2' },
      { clipId: ids[1], meant: 'happy', heard: 'fear', share: null, votes: 'intensity 75 of 100' },
    ]
    expect(all.details.heard).toEqual(heard)
    const own = library.clips.detail(ids[1]).findings.find((one) => one.kind === 'perceived-disagrees')
    expect(own?.details.heard).toEqual([heard[1]])
  })

  it('mark the rows of their clips, each kind once', () => {
    const { library, ids } = libraryOf([{}, {}])
    library.findings.replaceAll([
      about('silent', ids),
      about('clipped', [ids[0]]),
      about('clipped', [ids[0]]),
    ])
    expect(library.clips.detail(ids[0]).row.findings).toEqual(['clipped', 'silent'])
    expect(library.clips.detail(ids[0]).findings).toHaveLength(3)
    library.findings.replaceAllBut(['silent'], [])
    expect(library.clips.detail(ids[0]).row.findings).toEqual(['silent'])
    library.findings.replaceAll([])
    expect(library.clips.detail(ids[1]).row.findings).toEqual([])
  })

  it('of an audit leave those of indexing alone, and the other way round', () => {
    const { library, ids } = libraryOf([{}])
    const [root] = library.roots.list()
    library.findings.replaceOfRoot(root.id, [about('doubled-copy', [])])
    library.findings.replaceAll([about('silent', ids)])
    library.findings.replaceOfRoot(root.id, [about('unreadable', [])])
    expect(library.findings.counts()).toEqual({ silent: 1, unreadable: 1 })
  })

  it('of an index of many clips are those that an audit at once finds, and mark the rows', async () => {
    const heard = { label: 'sad', confidence: 0.75, votes: 'sad 6, happy 2' }
    const clips = Array.from({ length: 2400 }, (_, at) => ({
      label: at % 3 === 0 ? 'happy' : 'sad',
      perceived: at % 2 === 0 ? heard : null,
    }))
    const { library, ids } = libraryOf(clips)
    const told = () => library.findings.list(null).map((one) => ({ ...one, id: 0 }))
    const marked = () => library.clips.ids({ findings: ['perceived-disagrees'] }, BY_ID)
    library.clips.ids({}, BY_ID)
    await auditIndex(library)
    const [inThread, rows] = [told(), marked()]
    expect(rows).toEqual(ids.filter((_, at) => at % 6 === 0))
    library.findings.replaceAll([])
    expect(marked()).toEqual([])
    await auditIndex(library, { audit: auditClips })
    expect(told()).toEqual(inThread)
    expect(marked()).toEqual(rows)
  })
})
