import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MIGRATIONS } from '#main/library/migrations/migrations.ts'

/** One line a migration that was ever released: libraries on other people's disks were made by them. */
const FINGERPRINTS = ['f910a727d7db822b', 'a06aa07d32c8b9fe']

describe('migrations', () => {
  it('are never edited: a change of the tables is a migration of its own', () => {
    const now = MIGRATIONS.map((sql) => createHash('sha256').update(sql).digest('hex').slice(0, 16))
    expect(now).toEqual(FINGERPRINTS)
  })
})
