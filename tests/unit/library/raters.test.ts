import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import { openDatabase } from '#main/library/database.ts'
import { MIGRATIONS } from '#main/library/migrations/migrations.ts'
import { libraryOf, temporaryFolder } from './filled-library.ts'

const CLIPS = [{ label: 'sad' }, { label: 'happy' }, { label: null }]

describe('a rater', () => {
  it('has a track of their own: taking a label back leaves what others said', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0], ids[1]], 'fear', null, 'Ann')
    library.labels.set([ids[0]], 'calm', null, ' Ben ')
    library.labels.set([ids[0]], null, null, 'Ben')
    const raters = library.labels.raters()
    expect(calls['labels.raters'].output.parse(raters)).toEqual(raters)
    expect(raters.map(({ rater, clips }) => [rater, clips])).toEqual([
      ['Ann', 2],
      ['Ben', 0],
    ])
  })

  it('must have a name of 1 to 40 characters that is not a track of the corpora', () => {
    const { library, ids } = libraryOf(CLIPS)
    for (const name of ['', ' ', 'x'.repeat(41), 'intended', ' Perceived']) {
      expect(() => library.labels.set([ids[0]], 'fear', null, name), name).toThrow('rater=')
    }
    expect(library.labels.history(10)).toHaveLength(1)
  })

  it('stands in the history with what went to what, and why', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set(ids, 'fear', 'heard twice', 'Ann')
    library.labels.set([ids[0]], 'calm', null, 'Ann')
    library.labels.exclude([ids[2]], true, { rater: 'Ben', reason: 'a door' })
    library.labels.undo('Cem')
    const history = library.labels.history(10)
    expect(calls['labels.history'].output.parse(history)).toEqual(history)
    const told = history.map(({ kind, rater, reason, changes }) => [
      kind,
      rater,
      reason,
      changes.map(({ track, from, to, clips }) => `${track} ${from}→${to} ${clips}`).join(),
    ])
    expect(told).toEqual([
      ['undo', 'Cem', null, 'null excluded→included 1'],
      ['exclude', 'Ben', 'a door', 'null included→excluded 1'],
      ['label', 'Ann', null, 'Ann fear→calm 1'],
      ['label', 'Ann', 'heard twice', 'Ann null→fear 3'],
      ['import', null, null, ''],
    ])
    expect(history[0]).toMatchObject({
      targetId: history[1].changeSetId,
      labelRevision: library.labels.revision(),
    })
  })

  it('may say something else of each clip in one act', () => {
    const { library, ids } = libraryOf(CLIPS)
    const said = ['fear', 'calm', null].map((label, index) => ({
      clipId: ids[index],
      track: 'Ann',
      label,
      confidence: null,
      note: null,
    }))
    const change = library.labels.annotate(said, 'labels read from a table on', {
      rater: 'Ann',
      reason: 'crowd.csv',
    })
    expect(change).toMatchObject({ summary: 'labels read from a table on 3 clips', clipIds: ids })
    expect(ids.map((id) => library.clips.detail(id).row.label)).toEqual(['fear', 'calm', null])
    library.labels.undo()
    expect(ids.map((id) => library.clips.detail(id).row.label)).toEqual(['sad', 'happy', null])
  })
})

describe('a library of before raters had names', () => {
  it('keeps its acts: they are those of "rater", and what undo wrote counts as replayed', () => {
    const file = path.join(temporaryFolder(), 'library.sqlite')
    const old = new Database(file)
    for (const sql of MIGRATIONS.slice(0, 2)) old.exec(sql)
    old.pragma('application_id = 0x454d4f54')
    old.pragma('user_version = 2')
    old.exec(`
      INSERT INTO corpus_root (path) VALUES ('/nowhere');
      INSERT INTO recording VALUES (1, 1, 'a.wav', 1, 1, 'h', 'TEST', 'a', 'readable', 0, NULL, NULL, 'WAVE', 'PCM', 16, 16000, 1, 1, NULL, '[]');
      INSERT INTO clip (recording_id, is_present, name, corpus, sex, label, intended, seconds, sample_rate_hz, search)
        VALUES (1, 1, 'a.wav', 'TEST', 'unknown', 'sad', 'sad', 1, 16000, 'a.wav');
      INSERT INTO change_set (kind, summary, target_id, state, created_at) VALUES
        ('import', 'labels read', NULL, 'done', 't1'), ('label', 'label fear on 1 clip', NULL, 'undone', 't2'), ('undo', 'undo', 2, 'done', 't3');
      INSERT INTO annotation (change_set_id, revision, clip_id, track, label, created_at) VALUES
        (1, 1, 1, 'intended', 'sad', 't1'), (2, 2, 1, 'rater', 'fear', 't2'), (3, 3, 1, 'rater', NULL, 't3');`)
    old.close()

    const db = openDatabase(file, { isNew: false })
    expect(
      db.prepare('SELECT kind, rater, revision, target_id FROM change_set ORDER BY id').raw().all(),
    ).toEqual([
      ['import', null, null, null],
      ['label', 'rater', 2, null],
      ['undo', 'rater', 3, 2],
    ])
    expect(db.prepare('SELECT is_replayed FROM annotation ORDER BY id').pluck().all()).toEqual([0, 0, 1])
    expect(db.prepare('SELECT raw_label FROM clip').pluck().all()).toEqual(['sad'])
    expect(db.pragma('foreign_key_check')).toEqual([])
    expect(db.pragma('foreign_keys', { simple: true })).toBe(1)
    const next = db
      .prepare("INSERT INTO change_set (kind, summary, created_at) VALUES ('label', 'x', 't4')")
      .run()
    expect(next.lastInsertRowid).toBe(4)
    db.close()
  })
})
