import { MEASURE_VERSION, type SoundMeasures } from '#main/audit/measures/measure-sound.ts'
import type { Db } from './database.ts'

/** What the audit has measured, by clip hash. Measurements by older rules count as not there. */
export interface MeasureStore {
  has(clipHash: string): boolean
  /** Null where the clip is yet to be measured. */
  get(clipHash: string): SoundMeasures | null
  /** Writes some, in one transaction. */
  put(measured: { clipHash: string; measures: SoundMeasures }[]): void
}

export function createMeasureStore(db: Db): MeasureStore {
  const find = db.prepare<[string, number], { measures: string; fingerprint: Buffer }>(
    'SELECT measures, fingerprint FROM sound_measure WHERE clip_hash = ? AND version = ?',
  )
  const exists = db
    .prepare<[string, number], number>('SELECT 1 FROM sound_measure WHERE clip_hash = ? AND version = ?')
    .pluck()
  const insert = db.prepare(
    'INSERT OR REPLACE INTO sound_measure (clip_hash, version, measures, fingerprint) VALUES (?, ?, ?, ?)',
  )
  return {
    has: (clipHash) => exists.get(clipHash, MEASURE_VERSION) !== undefined,
    get(clipHash) {
      const found = find.get(clipHash, MEASURE_VERSION)
      if (!found) return null
      const bytes = Uint8Array.from(found.fingerprint)
      const rest = JSON.parse(found.measures) as Omit<SoundMeasures, 'fingerprint'>
      return { ...rest, fingerprint: new Uint32Array(bytes.buffer) }
    },
    put: db.transaction((measured: { clipHash: string; measures: SoundMeasures }[]) => {
      for (const { clipHash, measures } of measured) {
        const { fingerprint, ...rest } = measures
        const bytes = Buffer.from(fingerprint.buffer, fingerprint.byteOffset, fingerprint.byteLength)
        insert.run(clipHash, MEASURE_VERSION, JSON.stringify(rest), bytes)
      }
    }),
  }
}
