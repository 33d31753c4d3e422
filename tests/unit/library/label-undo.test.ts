import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { Library } from '#main/library/library.ts'
import { anyAct, stateOf, take } from './any-acts.ts'
import { libraryOf, openedOnce } from './filled-library.ts'

const CLIPS = [{ label: 'sad' }, { label: 'happy' }, { label: null }]
const BY = { rater: 'Ann', reason: null }
const labelsOf = (library: Library, ids: ClipId[]) => ids.map((id) => library.clips.detail(id).row.label)

describe('undo at any distance', () => {
  it('reverses what an act wrote where nothing newer stands on it, and says where something does', () => {
    const { library, ids } = libraryOf(CLIPS)
    const first = library.labels.set(ids, 'fear', null, 'Ann').changeSetId!
    const second = library.labels.set([ids[1]], 'calm', null, 'Ann').changeSetId!
    const preview = library.labels.previewUndo([first])
    expect(calls['labels.previewUndo'].output.parse(preview)).toEqual(preview)
    expect(preview).toMatchObject({
      isRedo: false,
      changes: [{ kind: 'label', track: 'Ann', from: 'fear', to: null, clips: 2 }],
      conflictCount: 1,
      conflicts: [
        {
          clipId: ids[1],
          name: library.clips.detail(ids[1]).row.name,
          track: 'Ann',
          before: null,
          now: 'calm',
          byChangeSetId: second,
        },
      ],
    })
    expect(library.labels.undoChangeSets([first], 'keep', BY)).toMatchObject({ clipIds: [ids[0], ids[2]] })
    expect(labelsOf(library, ids)).toEqual(['sad', 'calm', null])
    library.labels.undoChangeSets([second], 'keep', BY)
    expect(labelsOf(library, ids)).toEqual(['sad', 'happy', null])
  })

  it('puts later acts aside where that is chosen, and brings them back when it is itself undone', () => {
    const { library, ids } = libraryOf(CLIPS)
    const first = library.labels.set(ids, 'fear', null, 'Ann').changeSetId!
    library.labels.set([ids[1]], 'calm', null, 'Ann')
    const undo = library.labels.undoChangeSets([first], 'override', { rater: 'Ben', reason: 'wrong file' })
    expect(labelsOf(library, ids)).toEqual(['sad', 'happy', null])
    expect(library.labels.history(1)[0]).toMatchObject({ kind: 'undo', rater: 'Ben', reason: 'wrong file' })
    expect(library.labels.undoChangeSets([undo.changeSetId!], 'keep', BY)).toMatchObject({
      summary: 'redo: label fear on 3 clips',
    })
    expect(labelsOf(library, ids)).toEqual(['fear', 'calm', 'fear'])
  })

  it('leaves the rater who judged last the one who judged last', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null, 'Ann')
    library.labels.set([ids[0]], 'calm', null, 'Ben')
    library.labels.set([ids[0]], 'angry', null, 'Ann')
    library.labels.undo()
    expect(labelsOf(library, ids)[0]).toBe('calm')
  })

  it('refuses what is undone already, what a corpus says, and what is not there', () => {
    const { library, ids } = libraryOf(CLIPS)
    const act = library.labels.set(ids, 'fear', null).changeSetId!
    library.labels.undo()
    expect(() => library.labels.undoChangeSets([act], 'keep', BY)).toThrow('undone already')
    expect(() => library.labels.undoChangeSets([1], 'keep', BY)).toThrow('What a corpus says is not undone')
    expect(() => library.labels.previewUndo([99])).toThrow('There is no change set 99')
  })
})

describe('acts that are undone together', () => {
  it('are one act, with a look at it before, and come back together', () => {
    const { library, ids } = libraryOf(CLIPS)
    const acts = ids.map((id, at) => library.labels.set([id], ['fear', 'calm', 'fear'][at], null, 'Ann'))
    const changeSetIds = acts.map(({ changeSetId }) => changeSetId!)
    library.labels.set([ids[1]], 'angry', null, 'Ann')
    const preview = library.labels.previewUndo(changeSetIds)
    expect(calls['labels.previewUndo'].output.parse(preview)).toEqual(preview)
    expect(preview).toMatchObject({
      ...{ changeSetIds, isRedo: false, summary: '3 acts on 3 clips', conflictCount: 1 },
      changes: [{ track: 'Ann', from: 'fear', to: null, clips: 2 }],
      gold: { clips: 2, changedClips: 2 },
    })
    const before = library.labels.revision()
    const undo = library.labels.undoChangeSets(changeSetIds, 'keep', BY)
    expect(undo).toMatchObject({ summary: 'undo: 3 acts on 3 clips', labelRevision: before + 1 })
    expect(labelsOf(library, ids)).toEqual(['sad', 'angry', null])
    expect(library.labels.history(5).map(({ isUndone }) => isUndone)).toEqual([
      ...[false, false],
      ...[true, true, true],
    ])
    expect(library.labels.next('redo')).toEqual(changeSetIds)
    expect(library.labels.redo()).toMatchObject({ summary: 'redo: 3 acts on 3 clips' })
    expect(labelsOf(library, ids)).toEqual(['fear', 'angry', 'fear'])
    const again = library.labels.undoChangeSets(changeSetIds, 'override', BY)
    expect(labelsOf(library, ids)).toEqual(['sad', 'happy', null])
    library.labels.undoChangeSets([again.changeSetId!], 'keep', BY)
    expect(labelsOf(library, ids)).toEqual(['fear', 'angry', 'fear'])
  })

  it('are refused whole where one of them is undone already, or an undo', () => {
    const { library, ids } = libraryOf(CLIPS)
    const [first, second] = ids.map((id) => library.labels.set([id], 'fear', null, 'Ann').changeSetId!)
    const undo = library.labels.undoChangeSets([second], 'keep', BY).changeSetId!
    expect(() => library.labels.undoChangeSets([first, second], 'keep', BY)).toThrow(
      `Change set ${second} is undone already.`,
    )
    expect(() => library.labels.previewUndo([first, undo])).toThrow('must be all undos, or none')
    expect(labelsOf(library, ids)).toEqual(['fear', 'happy', 'fear'])
  })
})

describe('restoring a revision', () => {
  it('tells of every clip that has another gold label, with the rule of then, too', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set(ids, 'fear', null, 'Ann')
    const kept = library.labels.revision()
    library.labels.setGoldRule({ kind: 'intended', rater: null, otherwise: 'unlabelled' }, BY)
    library.labels.set([ids[0]], 'calm', null, 'Ann')
    expect(library.labels.restore(kept, BY).clipIds).toEqual(ids)
    expect(labelsOf(library, ids)).toEqual(['fear', 'fear', 'fear'])
  })

  it('is one act that brings labels and exclusions back, and can be undone', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null, 'Ann')
    const kept = library.labels.revision()
    library.labels.set(ids, 'calm', null, 'Ben')
    library.labels.exclude([ids[2]], true)
    const change = library.labels.restore(kept, BY)
    expect(change).toMatchObject({ summary: `restored label revision ${kept}`, clipIds: ids })
    expect(labelsOf(library, ids)).toEqual(['fear', 'happy', null])
    expect(library.labels.restore(kept, BY).changeSetId).toBeNull()
    library.labels.undo()
    expect(labelsOf(library, ids)).toEqual(['calm', 'calm', 'calm'])
    expect(library.clips.detail(ids[2]).row.excluded).toBe(true)
    expect(() => library.labels.restore(99, BY)).toThrow('label revision 99 must be a whole number from 0 to')
  })

  it('goes back before the first act: what the corpora say has a revision in the history, too', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set(ids, 'fear', null, 'Ann')
    const [, corpora] = library.labels.history(2)
    expect(corpora).toMatchObject({ kind: 'import', labelRevision: library.labels.revision() - 1 })
    library.labels.restore(corpora.labelRevision!, BY)
    expect(labelsOf(library, ids)).toEqual(['sad', 'happy', null])
  })

  it('has a twin that only looks: the difference of two revisions, both ways', () => {
    const { library, ids } = libraryOf(CLIPS)
    const start = library.labels.revision()
    library.labels.set([ids[0]], 'fear', null, 'Ann')
    library.labels.exclude([ids[1]], true)
    library.labels.setGoldRule({ kind: 'intended', rater: null, otherwise: 'intended' }, BY)
    const diff = library.labels.diff(start, library.labels.revision())
    expect(calls['labels.diff'].output.parse(diff)).toEqual(diff)
    expect(diff.differences.map(({ kind, name, from, to }) => [kind, name, from, to])).toEqual([
      ['gold rule', '', 'newest rater, else intended', 'intended'],
      ['label', 'clip-000.wav', null, 'fear'],
      ['training', 'clip-001.wav', 'included', 'excluded'],
    ])
    expect(diff.clipIds).toEqual([ids[0], ids[1]])
    const back = library.labels.diff(start + 1, start)
    expect(back.differences.map(({ kind, from, to }) => [kind, from, to])).toEqual([
      ['label', 'fear', null],
      ['gold label', 'fear', 'sad'],
    ])
    expect(library.labels.diff(start, start)).toMatchObject({ differenceCount: 0, clipIds: [] })
  })
})

describe('any sequence of acts', () => {
  it('is taken back by restoring: every revision comes back exactly as it was', () => {
    const library = openedOnce(CLIPS)
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 20 }), fc.nat(), (steps, pick) => {
        const { library: own, ids } = library()
        const states = new Map([[own.labels.revision(), stateOf(own, ids)]])
        for (const one of steps) {
          take(own, ids, one)
          states.set(own.labels.revision(), stateOf(own, ids))
        }
        const revisions = [...states.keys()]
        const wanted = revisions[pick % revisions.length]
        own.labels.restore(wanted, BY)
        expect(stateOf(own, ids)).toEqual(states.get(wanted))
        expect(own.labels.diff(wanted, own.labels.revision()).differences).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('holds after an undo that is undone, whichever act it was about', () => {
    const library = openedOnce(CLIPS)
    fc.assert(
      fc.property(fc.array(anyAct, { maxLength: 12 }), (steps) => {
        const { library: own, ids } = library()
        for (const one of steps) take(own, ids, one)
        const end = stateOf(own, ids)
        for (const { changeSetId, kind, isUndone } of own.labels.history(100)) {
          if (isUndone || ['import', 'undo', 'redo'].includes(kind)) continue
          for (const conflicts of ['keep', 'override'] as const) {
            const undo = own.labels.undoChangeSets([changeSetId], conflicts, BY)
            own.labels.undoChangeSets([undo.changeSetId!], 'keep', BY)
            expect(stateOf(own, ids)).toEqual(end)
          }
        }
      }),
      { numRuns: 25 },
    )
  })

  it('is undone act by act to the beginning, unless an undo was to put later acts aside', () => {
    const library = openedOnce(CLIPS)
    const keeping = anyAct.filter((one) => !('conflicts' in one) || one.conflicts === 'keep')
    fc.assert(
      fc.property(fc.array(keeping, { maxLength: 15 }), (steps) => {
        const { library: own, ids } = library()
        const start = stateOf(own, ids)
        for (const one of steps) take(own, ids, one)
        while (own.labels.undo().changeSetId !== null);
        expect(stateOf(own, ids)).toEqual(start)
      }),
      { numRuns: 25 },
    )
  })
})
