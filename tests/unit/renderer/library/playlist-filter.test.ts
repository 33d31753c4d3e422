import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { ClipId, ClipListKey } from '#shared/domain/clip.ts'
import { DEFAULT_SORT, parseClipQuery, writeClipQuery } from '#renderer/stores/clip-query.ts'
import { playlistFilter } from '#renderer/stores/playlist-filter.ts'
import { provideSession } from '#renderer/stores/session.ts'

const LIST = '100000-0123456789abcdef' as ClipListKey
const call = vi.fn()
const clips = (count: number) => Array.from({ length: count }, (_, index) => (index + 1) as ClipId)

beforeEach(() => {
  call.mockReset().mockResolvedValue({ list: LIST })
  provideSession({
    client: { call, on: () => () => {} },
    host: { canPickFolder: false, pickFolder: async () => null, mediaUrl: (path) => path },
  })
})

describe('the filter of a playlist', () => {
  it('names few clips one by one: the address alone tells them', async () => {
    expect(await playlistFilter(clips(3))).toEqual({ ids: [1, 2, 3] })
    expect(call).not.toHaveBeenCalled()
  })

  it('of any length fits into an address and comes back from it', async () => {
    const filter = await playlistFilter(clips(100_000))
    expect(call).toHaveBeenCalledExactlyOnceWith('clips.keepList', { clipIds: clips(100_000) })
    const query = writeClipQuery({ filter, sort: DEFAULT_SORT, clipId: null })
    expect(query).toEqual({ list: LIST })
    expect(parseClipQuery(query).filter).toEqual({ list: LIST })
    expect(parseClipQuery({ list: 'anything' }).filter).toEqual({})
  })
})
