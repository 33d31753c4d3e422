import type { PackedFingerprints } from '#main/audit/match-fingerprints.ts'
import type { AuditClip } from '#main/audit/audit-clip.ts'
import type { MeasuredClip, ModelClip } from '#main/audit/measured-clip.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import { readFeatureRows } from '#main/features/feature-cache.ts'
import { readAuditClips, readClipsToMeasure, readModelClips } from './audit-clips-query.ts'
import { clipHashOf } from './clip-hash.ts'
import type { Db } from './database.ts'
import { createMeasureStore } from './measure-store.ts'

/**
 * Reads what was measured of the clips of a library, in the thread that looks for what is wrong with them: of many clips
 * that is more than a studio should hold beside all else.
 */
export interface AuditReader {
  /** Fingerprints of clips that have a sound to speak of, and whose they are. */
  fingerprints(): PackedFingerprints & { clipIds: ClipId[] }
  /** All clips one by one, with their measures but without fingerprints. */
  sounds(): Generator<MeasuredClip>
  /** All clips with their features. */
  modelClips(): ModelClip[]
  /** Some clips by their ids, without measures. */
  byId(clipIds: readonly ClipId[]): Map<ClipId, AuditClip>
}

const NO_FINGERPRINT = new Uint32Array(0)

/** @param featureFolder of the feature set that models are fitted on, see featureSetFolder */
export function createAuditReader(db: Db, featureFolder: string): AuditReader {
  const measures = createMeasureStore(db)
  const sounding = db.prepare<
    [],
    { clipId: ClipId; hash: string; startSeconds: number | null; endSeconds: number | null }
  >(
    `SELECT c.id AS clipId, r.hash, c.start_seconds AS startSeconds, c.end_seconds AS endSeconds
     FROM clip c JOIN recording r ON r.id = c.recording_id
     WHERE c.is_present = 1 AND ifnull(json_extract(r.levels, '$.isSilent'), 0) = 0 ORDER BY c.id`,
  )

  return {
    fingerprints() {
      const clipIds: ClipId[] = []
      const begins = [0]
      let words = new Uint32Array(measures.fingerprintWords())
      for (const { clipId, hash, startSeconds, endSeconds } of sounding.iterate()) {
        const own = measures.fingerprint(clipHashOf(hash, startSeconds, endSeconds))
        if (own === null) continue
        const begin = begins[clipIds.length]
        if (begin + own.length > words.length) words = widened(words, begin + own.length)
        words.set(own, begin)
        clipIds.push(clipId)
        begins.push(begin + own.length)
      }
      return { clipIds, words: words.subarray(0, begins[clipIds.length]), begins: Uint32Array.from(begins) }
    },
    *sounds() {
      for (const { clipHash, ...clip } of readClipsToMeasure(db)) {
        const found = measures.measures(clipHash)
        yield { ...clip, measures: found && { ...found, fingerprint: NO_FINGERPRINT } }
      }
    },
    modelClips() {
      const clips = [...readModelClips(db)]
      const rows = readFeatureRows(
        featureFolder,
        clips.map((clip) => clip.clipHash),
      )
      for (const clip of clips) clip.features = rows.get(clip.clipHash) ?? null
      return clips
    },
    byId: (clipIds) => new Map(readAuditClips(db, clipIds).map((clip) => [clip.clipId, clip])),
  }
}

function widened(words: Uint32Array<ArrayBuffer>, least: number): Uint32Array<ArrayBuffer> {
  const wide = new Uint32Array(Math.max(least, Math.ceil(1.5 * words.length)))
  wide.set(words)
  return wide
}
