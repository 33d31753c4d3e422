import path from 'node:path'
import type { FoundClip } from '#main/corpora/importer.ts'
import { TRACK_INTENDED, TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'
import type { LabelWriter } from './label-writer.ts'

/** Where the labels of one batch belong. */
export interface ImportTurn {
  changeSetId(): number
  revision(): number
}

/** What a clip takes from its recording. */
export interface ClipSound {
  seconds: number
  sampleRateHz: number
  /** 1 = full scale; null where it was not measured. */
  rms: number | null
}

export interface ClipWriter {
  /**
   * Brings the clips of one recording into line with what the importer found. A span that is known keeps its id, labels
   * and history; one that is found no longer is hidden, not forgotten.
   */
  write(recordingId: number, found: FoundClip[], sound: ClipSound, turn: ImportTurn): void
  /** True when names and tables still say of these clips what is stored. */
  isUpToDate(recordingId: number, found: FoundClip[]): boolean
  hide(recordingId: number): void
}

interface StoredClip {
  id: number
  startSeconds: number | null
  endSeconds: number | null
  intended: string | null
  perceived: string | null
  isPresent: number
  found: string
}

export function createClipWriter(db: Db, labels: LabelWriter): ClipWriter {
  const clipsOf = db.prepare<[number], StoredClip>(
    `SELECT c.id, c.start_seconds AS startSeconds, c.end_seconds AS endSeconds, c.intended, c.perceived,
            c.is_present AS isPresent, s.found
     FROM clip c JOIN clip_source s ON s.clip_id = c.id WHERE c.recording_id = ?`,
  )
  const columns = [
    ...['recording_id', 'start_seconds', 'end_seconds', 'is_present', 'name', 'corpus', 'speaker_id', 'sex'],
    ...['intensity', 'text', 'seconds', 'sample_rate_hz', 'rms_decibels', 'search'],
  ]
  const insertClip = db.prepare(
    `INSERT INTO clip (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  )
  const updateClip = db.prepare(
    `UPDATE clip SET ${columns.map((column) => `${column} = :${column}`).join(', ')} WHERE id = :id`,
  )
  const writeSource = db.prepare('INSERT OR REPLACE INTO clip_source (clip_id, found) VALUES (?, ?)')
  const hideOne = db.prepare('UPDATE clip SET is_present = 0 WHERE id = ?')
  const hideAll = db.prepare('UPDATE clip SET is_present = 0 WHERE recording_id = ? AND is_present = 1')

  return {
    write(recordingId, found, sound, turn) {
      const left = new Map(clipsOf.all(recordingId).map((clip) => [spanOf(clip), clip]))
      for (const clip of found) {
        const stored = left.get(spanOf(clip))
        left.delete(spanOf(clip))
        const values = valuesOf(recordingId, clip, sound)
        let id = stored?.id
        if (id === undefined) id = Number(insertClip.run(values).lastInsertRowid)
        else updateClip.run({ ...values, id })
        writeSource.run(id, JSON.stringify(clip))
        annotate(id, clip, stored, turn)
      }
      for (const clip of left.values()) hideOne.run(clip.id)
    },
    isUpToDate(recordingId, found) {
      const stored = clipsOf.all(recordingId).filter((clip) => clip.isPresent === 1)
      if (stored.length !== found.length) return false
      const texts = new Set(stored.map((clip) => clip.found))
      return found.every((clip) => texts.has(JSON.stringify(clip)))
    },
    hide: (recordingId) => hideAll.run(recordingId),
  }

  /** Only what has changed is said again. */
  function annotate(clipId: number, clip: FoundClip, stored: StoredClip | undefined, turn: ImportTurn): void {
    if (clip.label !== (stored?.intended ?? null)) {
      const annotation = { clipId, track: TRACK_INTENDED, label: clip.label, confidence: null, note: null }
      labels.annotate(turn.changeSetId(), turn.revision(), annotation)
    }
    const before = stored ? (JSON.parse(stored.found) as FoundClip).perceived : null
    if (JSON.stringify(clip.perceived) !== JSON.stringify(before)) {
      const { label = null, confidence = null, votes = null, counts = null } = clip.perceived ?? {}
      const annotation = { clipId, track: TRACK_PERCEIVED, label, confidence, note: votes, votes: counts }
      labels.annotate(turn.changeSetId(), turn.revision(), annotation)
    }
  }
}

function valuesOf(recordingId: number, clip: FoundClip, sound: ClipSound) {
  const speakerId = clip.speaker === null ? null : `${clip.corpus}/${clip.speaker}`
  const seconds = Math.max(0, Math.min(clip.endSeconds ?? Infinity, sound.seconds) - (clip.startSeconds ?? 0))
  return {
    recording_id: recordingId,
    start_seconds: clip.startSeconds,
    end_seconds: clip.endSeconds,
    // a span beyond the end of its recording holds no sound
    is_present: seconds > 0 ? 1 : 0,
    name: path.posix.basename(clip.relativePath),
    corpus: clip.corpus,
    speaker_id: speakerId,
    sex: clip.sex,
    intensity: clip.intensity,
    text: clip.text,
    seconds,
    sample_rate_hz: sound.sampleRateHz,
    rms_decibels: sound.rms ? 20 * Math.log10(sound.rms) : null,
    // all that a word may occur in but the label, which changes
    search: [clip.relativePath, clip.corpus, speakerId ?? '', clip.text ?? ''].join('\n').toLowerCase(),
  }
}

function spanOf(clip: { startSeconds: number | null; endSeconds: number | null }): string {
  return `${clip.startSeconds ?? ''}-${clip.endSeconds ?? ''}`
}
