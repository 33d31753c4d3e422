import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { Library } from '#main/library/library.ts'
import { libraryOf } from './filled-library.ts'

const CLIPS = [{ label: 'sad' }, { label: 'happy' }, { label: null }]
const labelOf = (library: Library, id: ClipId) => library.clips.detail(id).row.label
const isExcluded = (library: Library, id: ClipId) => library.clips.detail(id).row.excluded

describe('a label', () => {
  it('of a rater goes before the intended one, and gives way to it when it is taken back', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'Angry ', 'a sharp voice')
    expect(library.clips.detail(ids[0]).row).toMatchObject({ label: 'angry', intended: 'sad' })
    library.labels.set([ids[0]], null, null)
    expect(labelOf(library, ids[0])).toBe('sad')
  })

  it('of the rater who judged last holds; without it the one before', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null, 'ann')
    library.labels.set([ids[0]], 'calm', null, 'ben')
    expect(labelOf(library, ids[0])).toBe('calm')
    library.labels.set([ids[0]], null, null, 'ben')
    expect(labelOf(library, ids[0])).toBe('fear')
  })

  it('is appended: the history of a clip keeps all, and tells which one of a track holds', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null)
    library.labels.set([ids[0]], 'calm', 'second thought')
    const { annotations } = library.clips.detail(ids[0])
    expect(annotations.map(({ track, label, note, isCurrent }) => [track, label, note, isCurrent])).toEqual([
      ['rater', 'calm', 'second thought', true],
      ['rater', 'fear', null, false],
      ['intended', 'sad', null, true],
    ])
  })

  it('on several clips is one act that says what it did', () => {
    const { library, ids } = libraryOf(CLIPS)
    const change = library.labels.set([ids[0], ids[1], ids[0]], 'fear', null)
    expect(calls['labels.set'].output.parse(change)).toEqual(change)
    expect(change).toMatchObject({ clipIds: [ids[0], ids[1]], summary: 'label fear on 2 clips' })
  })

  it('on a clip that is not there writes nothing at all', () => {
    const { library, ids } = libraryOf(CLIPS)
    const before = library.labels.revision()
    expect(() => library.labels.set([ids[0], 999 as ClipId], 'fear', null)).toThrow('There is no clip 999.')
    expect(labelOf(library, ids[0])).toBe('sad')
    expect(library.labels.revision()).toBe(before)
  })

  it('that is empty or too long is refused', () => {
    const { library, ids } = libraryOf(CLIPS)
    expect(() => library.labels.set([ids[0]], '  ', null)).toThrow('must have 1 to 40 characters')
  })
})

describe('the label revision', () => {
  it('goes up with every change of labels or exclusions, also with undo', () => {
    const { library, ids } = libraryOf(CLIPS)
    const start = library.labels.revision()
    library.labels.set([ids[0]], 'fear', null)
    library.labels.exclude([ids[0]], true)
    library.labels.undo()
    expect(library.labels.revision()).toBe(start + 3)
    expect(library.info().labelRevision).toBe(start + 3)
  })
})

describe('undo and redo', () => {
  it('go back and forth through labels and exclusions, one act at a time', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0], ids[2]], 'fear', null)
    library.labels.exclude([ids[0]], true)
    library.labels.set([ids[0]], 'calm', null)

    expect(library.labels.undo()).toMatchObject({ summary: 'undo: label calm on 1 clip', clipIds: [ids[0]] })
    expect(labelOf(library, ids[0])).toBe('fear')
    library.labels.undo()
    expect(isExcluded(library, ids[0])).toBe(false)
    library.labels.undo()
    expect([labelOf(library, ids[0]), labelOf(library, ids[2])]).toEqual(['sad', null])
    expect(library.labels.undo()).toMatchObject({ changeSetId: null, clipIds: [] })

    expect(library.labels.redo()).toMatchObject({ summary: 'redo: label fear on 2 clips' })
    library.labels.redo()
    library.labels.redo()
    expect([labelOf(library, ids[0]), labelOf(library, ids[2]), isExcluded(library, ids[0])]).toEqual([
      'calm',
      'fear',
      true,
    ])
    expect(library.labels.redo().changeSetId).toBeNull()
    library.labels.undo()
    expect(labelOf(library, ids[0])).toBe('fear')
  })

  it('a new act clears the way forward', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null)
    library.labels.undo()
    library.labels.set([ids[0]], 'calm', null)
    expect(library.labels.redo()).toMatchObject({ changeSetId: null, summary: 'nothing to redo' })
    library.labels.undo()
    expect(labelOf(library, ids[0])).toBe('sad')
    expect(library.labels.undo().changeSetId).toBeNull()
  })

  it('are change sets of their own in the history; what the corpus brought is not undone', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null)
    library.labels.undo()
    const history = library.labels.history(10)
    expect(calls['labels.history'].output.parse(history)).toEqual(history)
    expect(history.map(({ kind, clips, isUndone }) => [kind, clips, isUndone])).toEqual([
      ['undo', 1, false],
      ['label', 1, true],
      ['import', 2, false],
    ])
    expect(library.labels.history(1)).toHaveLength(1)
  })
})
