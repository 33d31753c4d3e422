import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import { libraryOf } from './filled-library.ts'

const silent = (clipIds: ClipId[], part = {}) => ({
  kind: 'silent',
  severity: 'note' as const,
  clipIds,
  paths: ['a.wav'],
  evidence: 'All 2.1 s are silent.',
  ...part,
})

describe('a finding that a person has seen', () => {
  it('is remembered over the next audit, whatever it measures then, and counts no more', () => {
    const { library, ids } = libraryOf([{}, {}])
    library.findings.replaceAll([silent([ids[0]]), silent([ids[1]])])
    library.findings.seen.see([library.findings.list(null)[0].id], true)
    library.findings.replaceAll([silent([ids[0]], { evidence: 'All 2.2 s are silent.' }), silent([ids[1]])])
    expect(library.findings.list(null).map(({ clipIds, isSeen }) => [clipIds[0], isSeen])).toEqual([
      [ids[0], true],
      [ids[1], false],
    ])
    expect(library.findings.counts()).toEqual({ silent: 1 })
    expect(library.clips.detail(ids[0]).row.findings).toEqual([])
    expect(library.clips.ids({ findings: ['silent'] }, { by: 'id', descending: false })).toEqual([ids[1]])
  })

  it('comes back when a person takes that back, or when it gets worse', () => {
    const { library, ids } = libraryOf([{}])
    library.findings.replaceAll([silent(ids)])
    const [{ id }] = library.findings.list(null)
    library.findings.seen.see([id], true)
    library.findings.seen.see([id], false)
    expect(library.findings.list(null)[0].isSeen).toBe(false)
    library.findings.seen.see([id], true)
    library.findings.replaceAll([silent(ids, { severity: 'error' })])
    expect(library.findings.list(null)[0].isSeen).toBe(false)
    expect(library.clips.detail(ids[0]).row.findings).toEqual(['silent'])
  })

  it('about a whole corpus is known by its sentence without the numbers', () => {
    const { library } = libraryOf([{}])
    const about = (evidence: string) => silent([], { kind: 'confound', paths: [], evidence })
    library.findings.replaceAll([about('The corpus can be told (UAR 82 %).'), about('The sex can be told.')])
    library.findings.seen.see([library.findings.list(null)[0].id], true)
    library.findings.replaceAll([
      about('The corpus can be told (UAR 79.5 %).'),
      about('The sex can be told.'),
    ])
    expect(library.findings.list(null).map((one) => one.isSeen)).toEqual([true, false])
  })

  it('must be there', () => {
    const { library } = libraryOf([{}])
    expect(() => library.findings.seen.see([99], true)).toThrow('There is no finding 99')
  })

  it('keeps the number and the expected label that its rule gave', () => {
    const { library, ids } = libraryOf([{}])
    const details = { measured: { value: 3.4, unit: '%', what: 'at full scale' } }
    library.findings.replaceAll([silent(ids, { details })])
    expect(library.findings.list(null)[0].details).toEqual(details)
  })
})
