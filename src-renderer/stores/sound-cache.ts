import type { ClipId, ClipRow } from '#shared/domain/clip.ts'
import type { ClipAudio } from '../audio/clip-audio.ts'

type Sounding = Pick<ClipRow, 'id' | 'sampleRateHz'>

/** Sounds that were fetched, or are on their way. */
export interface SoundCache {
  /** Fetched once; what could not be fetched is tried again when it is asked for again. */
  get(clip: Sounding): Promise<ClipAudio>
  has(clip: Sounding): boolean
  clear(): void
}

/** @param mostClips kept; the clip that was asked for longest ago goes first */
export function createSoundCache(
  fetchSound: (clip: Sounding) => Promise<ClipAudio>,
  mostClips: number,
): SoundCache {
  const sounds = new Map<ClipId, Promise<ClipAudio>>()

  return {
    get(clip) {
      const known = sounds.get(clip.id)
      if (known !== undefined) {
        // a Map keeps the order of insertion
        sounds.delete(clip.id)
        sounds.set(clip.id, known)
        return known
      }
      const fetched = fetchSound(clip)
      sounds.set(clip.id, fetched)
      fetched.catch(() => sounds.get(clip.id) === fetched && sounds.delete(clip.id))
      if (sounds.size > mostClips) sounds.delete([...sounds.keys()][0])
      return fetched
    },
    has: ({ id }) => sounds.has(id),
    clear: () => sounds.clear(),
  }
}
