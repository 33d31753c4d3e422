import { existsSync } from 'node:fs'
import path from 'node:path'
import type { FoundClip } from '#main/corpora/importer.ts'
import type { ClipWriter, ImportTurn } from './clip-writer.ts'
import type { Db } from './database.ts'
import type { Inspection, SoundFacts } from './inspect-recording.ts'

/** A file that the importer knows, as it lies on the disk now. */
export interface FileToIndex {
  relativePath: string
  bytes: number
  modifiedMs: number
  /** At least one. */
  clips: FoundClip[]
}

export interface KnownRecording {
  id: number
  relativePath: string
  bytes: number
  modifiedMs: number
  /** 0: it could not be. */
  isOpened: 0 | 1
  state: 'readable' | 'unreadable' | 'doubled'
  seconds: number
  sampleRateHz: number
  rms: number | null
}

/** A file that was there once. */
export interface RecordingPlace {
  id: number
  relativePath: string
  isMissing: 0 | 1
}

/** Writes recordings and their clips. All but `known` and `places` belongs inside a transaction of the caller. */
export interface RecordingWriter {
  /** By relative path. */
  known(rootId: number): Map<string, KnownRecording>
  /** One by one; nothing may be written before the last. */
  places(rootId: number): Iterable<RecordingPlace>
  /**
   * Stores what a look into the file has shown. A file that holds the sound of a recording whose own file is gone takes
   * that recording's place, with clips, labels and history; a second copy of one that is there is stored as doubled.
   * @param identities keys of all files of this scan, see `identityOf`: a recording one of them will claim is left to it
   */
  store(
    rootId: number,
    file: FileToIndex,
    inspection: Inspection,
    identities: Set<string>,
    turn: ImportTurn,
  ): void
  /** Brings a file that was not read again into line with names and tables. */
  refresh(known: KnownRecording, file: FileToIndex, turn: ImportTurn): void
  /** The file is gone: hides its clips, or gives them to a second copy that is there. */
  miss(recordingId: number): void
}

interface Candidate {
  id: number
  rootPath: string
  relativePath: string
  corpus: string
  identityKey: string
}

const NO_SOUND: SoundFacts = {
  container: '',
  encoding: '',
  bits: 0,
  sampleRateHz: 0,
  channels: 0,
  seconds: 0,
  levels: null,
  faults: [],
}

export function identityOf(recording: { corpus: string; identityKey: string }): string {
  return `${recording.corpus}\n${recording.identityKey}`
}

export function createRecordingWriter(db: Db, clips: ClipWriter): RecordingWriter {
  const knownOf = db.prepare<[number], KnownRecording>(
    `SELECT id, relative_path AS relativePath, bytes, modified_ms AS modifiedMs, hash <> '' AS isOpened, state,
            seconds, sample_rate_hz AS sampleRateHz, json_extract(levels, '$.rms') AS rms
     FROM recording WHERE root_id = ?`,
  )
  const placesOf = db.prepare<[number], RecordingPlace>(
    'SELECT id, relative_path AS relativePath, is_missing AS isMissing FROM recording WHERE root_id = ?',
  )
  const idAt = db
    .prepare<[number, string], number>('SELECT id FROM recording WHERE root_id = ? AND relative_path = ?')
    .pluck()
  const sameSound = db.prepare<[string, number], Candidate>(
    `SELECT r.id, root.path AS rootPath, r.relative_path AS relativePath, r.corpus, r.identity_key AS identityKey
     FROM recording r JOIN corpus_root root ON root.id = r.root_id
     WHERE r.hash = ? AND r.id != ? AND r.state = 'readable' ORDER BY r.id`,
  )
  const columns = [
    ...[
      'root_id',
      'relative_path',
      'bytes',
      'modified_ms',
      'hash',
      'corpus',
      'identity_key',
      'state',
      'is_missing',
    ],
    ...[
      'problem',
      'doubled_of',
      'container',
      'encoding',
      'bits',
      'sample_rate_hz',
      'channels',
      'seconds',
      'levels',
    ],
    'faults',
  ]
  const insert = db.prepare(
    `INSERT INTO recording (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
  )
  const update = db.prepare(
    `UPDATE recording SET ${columns.map((column) => `${column} = :${column}`).join(', ')} WHERE id = :id`,
  )
  const secondCopy = db.prepare<[number], { id: number; rootPath: string; relativePath: string }>(
    `SELECT r.id, root.path AS rootPath, r.relative_path AS relativePath
     FROM recording r JOIN corpus_root root ON root.id = r.root_id WHERE r.doubled_of = ? ORDER BY r.id`,
  )
  const hasClips = db.prepare<[number], number>('SELECT 1 FROM clip WHERE recording_id = ? LIMIT 1').pluck()
  const markMissing = db.prepare('UPDATE recording SET is_missing = 1 WHERE id = ?')
  const place = db.prepare<[number], Record<string, unknown>>(
    'SELECT root_id, relative_path, bytes, modified_ms FROM recording WHERE id = ?',
  )
  const setPlace = db.prepare(
    `UPDATE recording SET root_id = :root_id, relative_path = :relative_path, bytes = :bytes,
       modified_ms = :modified_ms, is_missing = 0 WHERE id = :id`,
  )
  const followOriginal = db.prepare('UPDATE recording SET doubled_of = ? WHERE doubled_of = ?')
  const remove = db.prepare('DELETE FROM recording WHERE id = ?')
  const setIdentity = db.prepare('UPDATE recording SET corpus = ?, identity_key = ? WHERE id = ?')
  const lookAgain = db.prepare('UPDATE recording SET modified_ms = -1 WHERE doubled_of = ? AND hash != ?')
  const revive = db.prepare('UPDATE recording SET is_missing = 0 WHERE id = ? AND is_missing = 1')

  return {
    known(rootId) {
      const known = new Map<string, KnownRecording>()
      for (const recording of knownOf.iterate(rootId)) known.set(recording.relativePath, recording)
      return known
    },
    places: (rootId) => placesOf.iterate(rootId),

    store(rootId, file, { hash, sound, problem }, identities, turn) {
      const { corpus, identityKey } = file.clips[0]
      const known = idAt.get(rootId, file.relativePath)
      const others = sound ? sameSound.all(hash, known ?? 0) : []
      const there = others.filter(isThere)
      const original = there.find((other) => identityOf(other) === identityOf({ corpus, identityKey }))
      const gone =
        original || known
          ? undefined
          : claim(
              others.filter((other) => !isThere(other)),
              file,
              identities,
            )
      const values = {
        root_id: rootId,
        relative_path: file.relativePath,
        bytes: file.bytes,
        modified_ms: file.modifiedMs,
        hash,
        corpus,
        identity_key: identityKey,
        state: !sound ? 'unreadable' : original ? 'doubled' : 'readable',
        is_missing: 0,
        problem,
        doubled_of: original?.id ?? null,
        ...soundColumns(sound ?? NO_SOUND),
      }
      let id = known ?? gone?.id
      if (id === undefined) id = Number(insert.run(values).lastInsertRowid)
      else update.run({ ...values, id })
      if (known !== undefined) lookAgain.run(known, hash) // what was its copy is none any more
      if (sound && !original) clips.write(id, file.clips, { ...sound, rms: sound.levels?.rms ?? null }, turn)
      else clips.hide(id)
    },

    refresh(known, file, turn) {
      revive.run(known.id)
      if (known.state !== 'readable') return
      if (clips.isUpToDate(known.id, file.clips)) return
      setIdentity.run(file.clips[0].corpus, file.clips[0].identityKey, known.id)
      clips.write(known.id, file.clips, known, turn)
    },

    miss(recordingId) {
      const copy = secondCopy.all(recordingId).find(isThere)
      if (copy && hasClips.get(recordingId)) {
        const at = place.get(copy.id)!
        followOriginal.run(recordingId, copy.id)
        remove.run(copy.id)
        setPlace.run({ ...at, id: recordingId })
        return
      }
      if (hasClips.get(recordingId)) {
        markMissing.run(recordingId)
        clips.hide(recordingId)
        return
      }
      followOriginal.run(null, recordingId)
      remove.run(recordingId)
    },
  }
}

/** The recording whose file is gone and that this file is: by identity, by name, or the only one that nobody else claims. */
function claim(gone: Candidate[], file: FileToIndex, identities: Set<string>): Candidate | undefined {
  const own = identityOf(file.clips[0])
  const nameOf = (relativePath: string) => path.posix.basename(relativePath)
  const free = gone.filter((one) => !identities.has(identityOf(one)))
  return (
    gone.find((one) => identityOf(one) === own) ??
    free.find((one) => nameOf(one.relativePath) === nameOf(file.relativePath)) ??
    (free.length === 1 ? free[0] : undefined)
  )
}

function isThere({ rootPath, relativePath }: { rootPath: string; relativePath: string }): boolean {
  return existsSync(path.join(rootPath, relativePath))
}

function soundColumns(sound: SoundFacts) {
  return {
    container: sound.container,
    encoding: sound.encoding,
    bits: sound.bits,
    sample_rate_hz: sound.sampleRateHz,
    channels: sound.channels,
    seconds: sound.seconds,
    levels: sound.levels && JSON.stringify(sound.levels),
    faults: JSON.stringify(sound.faults),
  }
}
