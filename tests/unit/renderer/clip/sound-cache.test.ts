import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import type { ClipAudio } from '#renderer/audio/clip-audio.ts'
import { createSoundCache } from '#renderer/stores/sound-cache.ts'

const clip = (id: number) => ({ id: id as ClipId, sampleRateHz: 16_000 })

/** Answers and failures are those of the test. */
function countedFetch(answer: (id: number) => Promise<ClipAudio> = (id) => Promise.resolve({ id } as never)) {
  const fetched: number[] = []
  const cache = createSoundCache(({ id }) => {
    fetched.push(id)
    return answer(id)
  }, 2)
  return { cache, fetched }
}

describe('sounds that are kept', () => {
  it('are fetched once, also while they are on their way', async () => {
    const { cache, fetched } = countedFetch()
    expect(await Promise.all([cache.get(clip(1)), cache.get(clip(1))])).toEqual([{ id: 1 }, { id: 1 }])
    expect(fetched).toEqual([1])
  })

  it('go when others need the room, that asked for longest ago first', async () => {
    const { cache, fetched } = countedFetch()
    for (const id of [1, 2, 1, 3, 1]) await cache.get(clip(id))
    expect(fetched).toEqual([1, 2, 3])
    await cache.get(clip(2))
    expect(fetched).toEqual([1, 2, 3, 2])
  })

  it('are fetched again where that failed, or all was let go', async () => {
    let isDown = true
    const { cache, fetched } = countedFetch((id) =>
      isDown ? Promise.reject(new Error('gone')) : Promise.resolve({ id } as never),
    )
    await expect(cache.get(clip(1))).rejects.toThrow('gone')
    isDown = false
    await cache.get(clip(1))
    cache.clear()
    await cache.get(clip(1))
    expect(fetched).toEqual([1, 1, 1])
  })

  it('that failed after all was let go take nothing newer with them', async () => {
    const failures: ((error: Error) => void)[] = []
    const { cache, fetched } = countedFetch(
      (id) =>
        new Promise((resolve, reject) => {
          if (failures.push(reject) > 1) resolve({ id } as never)
        }),
    )
    const old = cache.get(clip(1))
    cache.clear()
    const newer = cache.get(clip(1))
    failures[0](new Error('gone'))
    await expect(old).rejects.toThrow('gone')
    expect(cache.get(clip(1))).toBe(newer)
    expect(fetched).toEqual([1, 1])
  })
})
