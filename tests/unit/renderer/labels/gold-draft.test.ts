import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import type { GoldRule, LabelMap } from '#shared/domain/gold-rule.ts'
import type { LibraryInfo } from '#shared/domain/library.ts'
import { isSameMap, useGoldDraftStore } from '#renderer/stores/gold-draft.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'

const NEWEST: GoldRule = { kind: 'newest', rater: null, otherwise: 'intended' }
const CALM = { corpus: 'A', label: 'calm', to: 'neutral' }
const SAD = { corpus: 'A', label: 'sad', to: null }
const NO_MAP: LabelMap = { version: 0, name: 'none', entries: [] }
const open = (path: string) => (useStudioStore().library = { path } as LibraryInfo)

beforeEach(() => {
  setActivePinia(createPinia())
  open('/a')
})

/** The draft of a library in which `NEWEST` and no map hold. */
function begin() {
  const draft = useGoldDraftStore()
  draft.follow({ rule: NEWEST, map: NO_MAP }, 'Ann')
  return draft
}

describe('the draft of gold rule and label map', () => {
  it('begins with what holds, and with a rater to offer', () => {
    const draft = begin()
    expect(draft).toMatchObject({
      rule: NEWEST,
      rater: 'Ann',
      entries: [],
      mapName: 'none',
      isChanged: false,
    })
    draft.kind = 'rater'
    expect(draft.rule).toEqual({ kind: 'rater', rater: 'Ann', otherwise: 'intended' })
  })

  it('is still there, and not applied, when a screen comes back and reads what holds', () => {
    Object.assign(begin(), { kind: 'majority', entries: [CALM], mapName: 'mine', reason: 'why' })
    const draft = begin()
    expect(draft).toMatchObject({ kind: 'majority', entries: [CALM], mapName: 'mine', reason: 'why' })
    expect([draft.isRuleNew, draft.isMapNew, draft.isChanged]).toEqual([true, true, true])
  })

  it('follows what others apply, but for the part that is being chosen', () => {
    const map = { version: 1, name: 'theirs', entries: [SAD] }
    const draft = begin()
    draft.kind = 'majority'
    draft.follow({ rule: { ...NEWEST, kind: 'soft' }, map }, 'Ann')
    expect(draft).toMatchObject({ kind: 'majority', isRuleNew: true })
    expect(draft).toMatchObject({ entries: [SAD], mapName: 'theirs', isMapNew: false })
    draft.reset()
    draft.entries = [CALM]
    draft.follow({ rule: { ...NEWEST, kind: 'votes' }, map: NO_MAP }, 'Ann')
    expect(draft).toMatchObject({ kind: 'votes', isRuleNew: false, entries: [CALM], isMapNew: true })
  })

  it('is gone when it is applied or reset', () => {
    const draft = begin()
    Object.assign(draft, { kind: 'majority', entries: [CALM], reason: 'why' })
    draft.follow(
      { rule: { ...NEWEST, kind: 'majority' }, map: { version: 1, name: 'm', entries: [CALM] } },
      'Ann',
    )
    expect(draft.isChanged).toBe(false)
    draft.reset()
    expect(draft).toMatchObject({ kind: 'majority', entries: [CALM], mapName: 'm', reason: '' })
    Object.assign(draft, { kind: 'soft', otherwise: 'unlabelled', entries: [], reason: 'why' })
    draft.reset()
    expect(draft).toMatchObject({ kind: 'majority', otherwise: 'intended', entries: [CALM], reason: '' })
    expect(draft.isChanged).toBe(false)
  })

  it('belongs to its library', () => {
    const draft = begin()
    Object.assign(draft, { kind: 'majority', entries: [CALM], reason: 'why' })
    open('/a')
    expect(draft.isChanged).toBe(true)
    open('/b')
    draft.follow({ rule: { ...NEWEST, kind: 'soft' }, map: NO_MAP }, 'Ben')
    expect(draft).toMatchObject({ kind: 'soft', rater: 'Ben', entries: [], reason: '', isChanged: false })
  })
})

it('maps are the same in whatever order they are written', () => {
  expect(isSameMap([CALM, SAD], [SAD, CALM])).toBe(true)
  expect(isSameMap([CALM, SAD], [CALM])).toBe(false)
})
