import { createHash } from 'node:crypto'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS } from '#main/library/migrations/migrations.ts'

/** One line a migration that was ever released: libraries on other people's disks were made by them. */
const FINGERPRINTS = [
  'f910a727d7db822b',
  'a06aa07d32c8b9fe',
  'cc1bec2c6cff95c2',
  '53a411837443051c',
  'e803c7902f4b8c4b',
  'a7ce967983aa85b8',
  'defd7987b0eb48dd',
  'd36497c0b6cab493',
  '77ec38b32d2ba894',
  '2718c40b521a1fda',
  '206d1c8baef3579c',
  '5a2251226f15f2d4',
]

describe('migrations', () => {
  it('are never edited: a change of the tables is a migration of its own', () => {
    const now = MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex').slice(0, 16))
    expect(now).toEqual(FINGERPRINTS)
  })

  it('let runs of before devices say that they were given none by name', () => {
    const db = new Database(':memory:')
    for (const sql of MIGRATIONS.slice(0, 2)) db.exec(sql)
    db.exec("INSERT INTO experiment VALUES ('e', 'first', '')")
    db.prepare('INSERT INTO run VALUES (?, ?, ?, ?, ?)').run('r', 'e', '', '{"seed":1}', '{"epochs":2}')
    db.exec(MIGRATIONS[2])
    expect(db.prepare('SELECT info, config FROM run').get()).toEqual({
      info: '{"seed":1,"devices":[]}',
      config: '{"epochs":2,"devices":[]}',
    })
    db.close()
  })
})
