import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { GoldRule } from '#shared/domain/gold-rule.ts'
import type { GoldEffect } from '#shared/domain/label-history.ts'
import { createGoldLabels } from '#main/library/gold-labels.ts'
import type { Library } from '#main/library/library.ts'
import { anyAct, take } from './any-acts.ts'
import { libraryOf, openedOnce } from './filled-library.ts'

const BY = { rater: 'Ann', reason: null }
const heard = (label: string, counts: Record<string, number>) => ({
  perceived: { label, confidence: null, votes: '', counts },
})
const CLIPS = [
  { label: 'sad' },
  { label: 'happy', ...heard('happy', { happy: 2, sad: 2 }) },
  { label: null, ...heard('calm', { calm: 3, fear: 1 }) },
]
const INTENDED: GoldRule = { kind: 'intended', rater: null, otherwise: 'intended' }
const MAJORITY: GoldRule = { kind: 'majority', rater: null, otherwise: 'intended' }
const SOFT: GoldRule = { kind: 'soft', rater: null, otherwise: 'intended' }
const RULES: GoldRule[] = [
  SOFT,
  SOFT,
  MAJORITY,
  INTENDED,
  { kind: 'rater', rater: 'Ann', otherwise: 'unlabelled' },
]

describe('a preview tells the gold labels', () => {
  it('that a relabel would change, under the rule that holds', () => {
    const { library, ids } = libraryOf(CLIPS)
    const preview = () => library.labels.previewSet(ids, 'happy', 'Ann')
    expect(calls['labels.previewSet'].output.parse(preview())).toEqual(preview())
    expect(preview().gold).toMatchObject({
      ...{ clips: 3, changedClips: 2, otherShares: 0, rule: { kind: 'newest' } },
      changes: [
        { from: 'sad', to: 'happy', clips: 1 },
        { from: null, to: 'happy', clips: 1 },
      ],
    })
    library.labels.set(ids, 'sad', null, 'Ben')
    library.labels.setGoldRule(MAJORITY, BY)
    // one against one is a tie: intended
    expect(preview().gold).toMatchObject({
      changedClips: 2,
      changes: [
        { from: 'sad', to: 'happy', clips: 1 },
        { from: 'sad', to: null, clips: 1 },
      ],
    })
    library.labels.setGoldRule(INTENDED, BY)
    expect(preview()).toMatchObject({
      changes: [{ track: 'Ann', from: null, to: 'happy', clips: 3 }],
      gold: { clips: 3, changedClips: 0, changes: [], rule: INTENDED },
    })
  })

  it('of all clips, where a rule or a map comes back', () => {
    const { library, ids } = libraryOf(CLIPS)
    const start = library.labels.revision()
    library.labels.set([ids[0]], 'fear', null, 'Ann')
    const { changeSetId } = library.labels.setGoldRule(INTENDED, BY)
    expect(library.labels.previewUndo([changeSetId!]).gold).toMatchObject({
      ...{ clips: 3, changedClips: 1, rule: { kind: 'newest' } },
      changes: [{ from: 'sad', to: 'fear', clips: 1 }],
    })
    const restored = library.labels.previewRestore(start)
    expect(calls['labels.previewRestore'].output.parse(restored)).toEqual(restored)
    expect(restored).toMatchObject({
      changes: [{ kind: 'label' }, { kind: 'gold rule' }],
      gold: { clips: 3, changedClips: 0, rule: { kind: 'newest' } },
    })
    expect(library.labels.previewRestore(library.labels.revision())).toMatchObject({
      changes: [],
      gold: { clips: 0, changedClips: 0 },
    })
  })

  it('beside those of which only the shares change, under the soft rule', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.setGoldRule(SOFT, BY)
    expect(library.labels.previewSet([ids[0], ids[2]], 'calm', 'Ann').gold).toMatchObject({
      ...{ changedClips: 1, otherShares: 1 },
      changes: [{ from: 'sad', to: 'calm', clips: 1 }],
    })
    expect(library.labels.previewSet([ids[0]], 'sad', 'Ann').gold).toMatchObject({
      ...{ changedClips: 0, otherShares: 0 },
    })
  })

  it('for both answers to the question what is to hold where a later act spoke of the same', () => {
    const { library, ids } = libraryOf(CLIPS)
    const { changeSetId } = library.labels.set(ids, 'fear', null, 'Ann')
    library.labels.set([ids[0]], 'calm', null, 'Ann')
    const preview = library.labels.previewUndo([changeSetId!])
    expect(preview).toMatchObject({ conflictCount: 1, gold: { clips: 2, changedClips: 2 } })
    expect(preview.overridden).toMatchObject({
      changes: [
        { from: 'fear', to: null, clips: 2 },
        { from: 'calm', to: null, clips: 1 },
      ],
      gold: { clips: 3, changedClips: 3 },
    })
  })
})

describe('what a preview tells', () => {
  const clips = fc.uniqueArray(fc.nat({ max: 2 }), { minLength: 1 })
  const label = fc.constantFrom('sad', 'fear', 'calm', null)
  const rater = fc.constantFrom('Ann', 'Ben', 'Dee')

  it('is what the act then does, whichever acts came before', () => {
    const more = [
      { corpus: 'A', label: 'fear', ...heard('sad', { sad: 5 }) },
      { corpus: 'B', label: 'calm', ...heard('fear', { fear: 1, sad: 1 }) },
      { corpus: 'B', label: 'happy' },
    ]
    const open = openedOnce([...CLIPS, ...more])
    let changing = 0
    fc.assert(
      fc.property(
        fc.constantFrom(...RULES),
        fc.array(anyAct, { maxLength: 12 }),
        clips,
        label,
        rater,
        fc.nat(),
        (rule, acts, places, to, who, pick) => {
          const { library: own, ids } = open()
          const { labels } = own
          own.internal.db.pragma('synchronous = OFF')
          labels.setGoldRule(rule, BY)
          for (const act of acts) take(own, ids, act)
          const back = () => void labels.undo()
          const check = (told: GoldEffect, act: () => unknown) => {
            const before = learnedFrom(own, ids)
            act()
            expect(told).toMatchObject(differenceOf(before, learnedFrom(own, ids)))
            changing += told.changedClips + told.otherShares
            expect(told.rule).toEqual(labels.gold().rule)
            expect(told.map.version).toEqual(labels.gold().map.version)
          }
          const chosen = places.map((at) => ids[at])
          check(labels.previewSet(chosen, to, who).gold, () => labels.set(chosen, to, null, who))
          back()
          const revision = 1 + (pick % labels.revision())
          check(labels.previewRestore(revision).gold, () => labels.restore(revision, BY))
          const checkTurns = (changeSetIds: number[]) => {
            for (const conflicts of ['keep', 'override'] as const) {
              const { gold, overridden, isRedo } = labels.previewUndo(changeSetIds)
              const told = conflicts === 'keep' ? gold : (overridden?.gold ?? gold)
              let undo: number | null = null
              check(told, () => ({ changeSetId: undo } = labels.undoChangeSets(changeSetIds, conflicts, BY)))
              const again = labels.previewUndo([undo!])
              expect(again.isRedo).toBe(!isRedo)
              check(again.gold, () => labels.undoChangeSets([undo!], 'keep', BY))
              // an undo that was done again is undone: it has no turn to preview any more
              if (isRedo) break
            }
          }
          const standing = labels
            .history(100)
            .filter(({ isUndone, kind }) => !isUndone && kind !== 'import' && kind !== 'redo')
          for (const { changeSetId } of standing) checkTurns([changeSetId])
          const some = standing.filter(({ kind }, at) => kind !== 'undo' && (pick >> at) % 2 === 0)
          if (some.length > 1) checkTurns(some.map(({ changeSetId }) => changeSetId))
        },
      ),
      { numRuns: 20 },
    )

    expect(changing).toBeGreaterThan(100)
  })

  it('writes nothing', () => {
    const { library: own, ids } = libraryOf(CLIPS)
    const { changeSetId, labelRevision } = own.labels.set(ids, 'fear', null, 'Ann')
    const dataVersion = () => own.internal.db.prepare('SELECT total_changes()').pluck().get()
    const before = dataVersion()
    own.labels.previewSet(ids, 'calm')
    own.labels.previewUndo([changeSetId!])
    own.labels.previewRestore(labelRevision - 1)
    expect([dataVersion(), own.labels.revision()]).toEqual([before, labelRevision])
  })
})

interface Learned {
  label: string | null
  shares: Record<string, number>
}

/** What training would learn of each clip, read from the clip rows. */
function learnedFrom(library: Library, ids: ClipId[]): Learned[] {
  const shares = createGoldLabels(library.internal.db).shares()
  return ids.map((id) => {
    const { label, corpus } = library.clips.detail(id).row
    return { label, shares: shares?.(id, corpus) ?? (label === null ? {} : { [label]: 1 }) }
  })
}

function differenceOf(before: Learned[], after: Learned[]): Partial<GoldEffect> {
  const counts = new Map<string, GoldEffect['changes'][number]>()
  let otherShares = 0
  for (const [at, { label: from, shares }] of before.entries()) {
    const { label: to, shares: then } = after[at]
    const key = `${from} ${to}`
    if (from === to) otherShares += sorted(shares) === sorted(then) ? 0 : 1
    else {
      const known = counts.get(key) ?? { kind: 'label', track: null, from, to, clips: 0 }
      counts.set(key, { ...known, clips: known.clips + 1 })
    }
  }
  const changes = [...counts.values()].sort((a, b) => b.clips - a.clips)
  return { changedClips: changes.reduce((sum, { clips }) => sum + clips, 0), changes, otherShares }
}

const sorted = (shares: Record<string, number>): string => JSON.stringify(Object.entries(shares).sort())
