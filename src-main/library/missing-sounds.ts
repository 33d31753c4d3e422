import type { FeatureClip } from '#main/features/extract-batch.ts'
import { readFeatureIndex } from '#main/features/feature-index.ts'
import { readSounds } from './audit-clips-query.ts'
import { openSnapshot } from './database.ts'
import { AUDIT_FEATURES } from './examine-clips.ts'
import { createMeasureStore } from './measure-store.ts'

/** To a thread: look which sounds of a library as it is now an audit has not heard yet. */
export interface MissingOrder {
  type: 'missing'
  /** The database. */
  file: string
  /** Of AUDIT_FEATURES. */
  featureFolder: string
}

/** Sounds are of different clip hashes. */
export interface MissingSounds {
  /** All that there are. */
  soundCount: number
  unmeasured: FeatureClip[]
  withoutFeatures: FeatureClip[]
}

export function findMissing({ file, featureFolder }: MissingOrder): MissingSounds {
  const db = openSnapshot(file)
  try {
    const measures = createMeasureStore(db)
    const featured = new Set<string>()
    for (const { clipHash } of readFeatureIndex(featureFolder, AUDIT_FEATURES)) featured.add(clipHash)
    const missing: MissingSounds = { soundCount: 0, unmeasured: [], withoutFeatures: [] }
    for (const sound of readSounds(db)) {
      missing.soundCount++
      if (!measures.has(sound.clipHash)) missing.unmeasured.push(sound)
      if (!featured.has(sound.clipHash)) missing.withoutFeatures.push(sound)
    }
    return missing
  } finally {
    db.close()
  }
}
