import { MEASURE_VERSION, type SoundMeasures } from '#main/audit/measures/measure-sound.ts'
import type { Db } from './database.ts'

/** What the audit has measured, by clip hash. Measurements by older rules count as not there. */
export interface MeasureStore {
  has(clipHash: string): boolean
  /** All but the fingerprint; null where the clip is yet to be measured. */
  measures(clipHash: string): Omit<SoundMeasures, 'fingerprint'> | null
  /** Null where the clip is yet to be measured. */
  fingerprint(clipHash: string): Uint32Array | null
  /** Of all fingerprints together; clips of one clip hash share one. */
  fingerprintWords(): number
  /** Writes some, in one transaction. */
  put(measured: { clipHash: string; measures: SoundMeasures }[]): void
}

export function createMeasureStore(db: Db): MeasureStore {
  const measuresOf = db
    .prepare<[string, number], string>(
      'SELECT measures FROM sound_measure WHERE clip_hash = ? AND version = ?',
    )
    .pluck()
  const fingerprintOf = db
    .prepare<[string, number], Buffer>(
      'SELECT fingerprint FROM sound_measure WHERE clip_hash = ? AND version = ?',
    )
    .pluck()
  const wordsOfAll = db
    .prepare<[number], number>(
      'SELECT ifnull(sum(length(fingerprint)) / 4, 0) FROM sound_measure WHERE version = ?',
    )
    .pluck()
  const exists = db
    .prepare<[string, number], number>('SELECT 1 FROM sound_measure WHERE clip_hash = ? AND version = ?')
    .pluck()
  const insert = db.prepare(
    'INSERT OR REPLACE INTO sound_measure (clip_hash, version, measures, fingerprint) VALUES (?, ?, ?, ?)',
  )
  return {
    has: (clipHash) => exists.get(clipHash, MEASURE_VERSION) !== undefined,
    measures(clipHash) {
      const text = measuresOf.get(clipHash, MEASURE_VERSION)
      return text === undefined ? null : (JSON.parse(text) as Omit<SoundMeasures, 'fingerprint'>)
    },
    fingerprint(clipHash) {
      const bytes = fingerprintOf.get(clipHash, MEASURE_VERSION)
      return bytes === undefined ? null : new Uint32Array(Uint8Array.from(bytes).buffer)
    },
    fingerprintWords: () => wordsOfAll.get(MEASURE_VERSION) ?? 0,
    put: db.transaction((measured: { clipHash: string; measures: SoundMeasures }[]) => {
      for (const { clipHash, measures } of measured) {
        const { fingerprint, ...rest } = measures
        const bytes = Buffer.from(fingerprint.buffer, fingerprint.byteOffset, fingerprint.byteLength)
        insert.run(clipHash, MEASURE_VERSION, JSON.stringify(rest), bytes)
      }
    }),
  }
}
