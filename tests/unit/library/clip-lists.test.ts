import { describe, expect, it } from 'vitest'
import { clipListKey, clipListSize, type ClipId, type ClipListKey } from '#shared/domain/clip.ts'
import { BY_ID, libraryOf } from './filled-library.ts'

describe('a playlist that is too long for an address', () => {
  it('is kept under a short key that a filter takes, together with all else', () => {
    const { library, ids } = libraryOf([{}, { label: 'sad' }, { label: 'sad' }])
    const long = [ids[2], ...Array.from({ length: 99_998 }, (_, index) => (1000 + index) as ClipId), ids[0]]
    const list = library.clips.keepList(long)
    expect(clipListKey.parse(list)).toBe(list)
    expect(clipListSize(list)).toBe(100_000)
    expect(library.clips.ids({ list }, BY_ID)).toEqual([ids[0], ids[2]])
    expect(library.clips.ids({ list, labels: ['sad'] }, BY_ID)).toEqual([ids[2]])
    expect(library.clips.ids({ list, ids: [ids[0], ids[1]] }, BY_ID)).toEqual([ids[0]])
    expect(library.clips.facets({ list }).total).toBe(2)
  })

  it('has one key, in whatever order its clips are named, and is still there when others were kept', () => {
    const { library, ids } = libraryOf([{}, {}])
    const list = library.clips.keepList(ids)
    expect(library.clips.keepList([...ids, ids[0]].reverse())).toBe(list)
    for (let size = 10; size < 20; size++)
      library.clips.keepList(Array.from({ length: size }, (_, index) => (index + 1) as ClipId))
    expect(library.clips.ids({ list }, BY_ID)).toEqual(ids)
  })

  it('is a playlist of triage, too', () => {
    const { library, ids } = libraryOf([{}, {}, {}])
    const list = library.clips.keepList([ids[2], ids[1]])
    const opened = library.triage.open({ type: 'clips', filter: { list }, sort: BY_ID }, 'Ada')
    expect(opened.clipIds).toEqual([ids[1], ids[2]])
  })

  it('of another library is not found', () => {
    const { library } = libraryOf([{}])
    const list = '3-0123456789abcdef' as ClipListKey
    expect(() => library.clips.ids({ list }, BY_ID)).toThrow('This library keeps no playlist')
  })
})
