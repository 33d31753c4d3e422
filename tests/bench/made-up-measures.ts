import path from 'node:path'
import { createRandom } from '#shared/random.ts'
import { measureSound } from '#main/audit/measures/measure-sound.ts'
import { openFeatureCache } from '#main/features/feature-cache.ts'
import { AUDIT_FEATURES } from '#main/library/examine-clips.ts'
import { readSounds } from '#main/library/audit-clips-query.ts'
import { lazily } from '#main/library/database.ts'
import { openLibrary } from '#main/library/library.ts'
import { spoken } from '../fixtures/synthetic-speech.ts'

const BATCH = 5000
const [FEWEST_WORDS, MOST_WORDS] = [80, 200]

/**
 * Gives all clips of a library what an audit measures in sounds, so that only what it makes of it is left to do: measures of
 * one voice, fingerprints that no two clips share, and features from which labels can be told.
 * @param place the library's folder
 */
export function makeUpMeasures(place: string): void {
  const library = openLibrary(place)
  const cache = openFeatureCache(path.join(place, 'features'), AUDIT_FEATURES)
  try {
    const { samples, sampleRateHz } = spoken(0, 0, 'neutral', 0)
    const voice = measureSound(samples, sampleRateHz)
    const random = createRandom('made-up measures')
    const labels = new Map(library.clips.training().map(({ clipHash, label }) => [clipHash, label]))
    const known = [...new Set(labels.values())]
    const sounds = [...readSounds(library.internal.db)]
    for (let from = 0; from < sounds.length; from += BATCH) {
      const some = sounds.slice(from, from + BATCH)
      const measured = some.map(({ clipHash }) => {
        const length = FEWEST_WORDS + Math.floor(random.next() * (MOST_WORDS - FEWEST_WORDS))
        const fingerprint = Uint32Array.from({ length }, () => 1 + Math.floor(random.next() * (2 ** 32 - 1)))
        return { clipHash, measures: { ...voice, fingerprint } }
      })
      lazily(library.internal.db, () => library.measures.put(measured))
      for (const { clipHash } of some) {
        const label = known.indexOf(labels.get(clipHash) ?? null)
        const features = Float32Array.from(
          { length: AUDIT_FEATURES.coefficientCount },
          (_, column) => (column % known.length === label ? 2 : 0) + random.normal(),
        )
        cache.append(clipHash, features)
      }
    }
  } finally {
    cache.close()
    library.close()
  }
}
