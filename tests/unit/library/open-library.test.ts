import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { readdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { libraryInfo } from '#shared/domain/library.ts'
import { isLibrary, openLibrary } from '#main/library/library.ts'
import { MIGRATIONS } from '#main/library/migrations/migrations.ts'
import { addFoundClips } from './add-found-clips.ts'
import { killed, startChild } from './child.ts'
import { BY_ID, temporaryFolder } from './filled-library.ts'

const isRoot = process.getuid?.() === 0

describe('a library', () => {
  it('is a folder with a database and places for features, runs and exports', () => {
    const place = path.join(temporaryFolder(), 'four corpora.emotone')
    expect(isLibrary(place)).toBe(false)
    const library = openLibrary(place, { isNew: true, isSynthetic: true })
    const info = library.info()
    library.close()
    library.close()
    expect(libraryInfo.parse(info)).toMatchObject({
      name: 'four corpora',
      isSynthetic: true,
      labelRevision: 0,
    })
    expect(info.labels.slice(0, 4)).toEqual(['angry', 'happy', 'neutral', 'sad'])
    expect(info.summary).toMatchObject({ clips: 0, recordings: 0, speakers: 0, findings: {}, corpora: {} })
    expect(readdirSync(place).sort()).toEqual([
      'exports',
      'features',
      'library.lock',
      'library.sqlite',
      'runs',
    ])
    expect(isLibrary(place)).toBe(true)
  })

  it('stays what it was made as, and keeps its labels', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    const first = openLibrary(place, { isNew: true, isSynthetic: true })
    addFoundClips(first, [{ label: 'sad' }])
    const [id] = first.clips.ids({}, BY_ID)
    first.labels.set([id], 'calm', null)
    first.close()
    const again = openLibrary(place)
    expect(again.isSynthetic).toBe(true)
    expect(again.clips.detail(id).row.label).toBe('calm')
    expect(again.labels.undo()).toMatchObject({ summary: 'undo: label calm on 1 clip' })
    again.close()
  })

  it('counts clips, speakers and intended labels of each corpus', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    const library = openLibrary(place, { isNew: true })
    addFoundClips(library, [
      { corpus: 'B', speaker: '1', sex: 'male', label: 'sad' },
      { corpus: 'A', speaker: '1', sex: 'female', label: 'sad' },
      { corpus: 'A', speaker: '1', sex: 'female', label: 'tired' },
      { corpus: 'A', speaker: null, label: null },
    ])
    library.labels.set(library.clips.ids({ corpora: ['A'] }, BY_ID), 'calm', null)
    const { summary, labels } = library.info()
    library.close()
    expect(summary).toMatchObject({ clips: 4, recordings: 4, speakers: 2 })
    expect(Object.entries(summary.corpora)).toEqual([
      ['A', { clips: 3, speakers: 1, female: 2, male: 0, labels: { sad: 1, tired: 1 } }],
      ['B', { clips: 1, speakers: 1, female: 0, male: 1, labels: { sad: 1 } }],
    ])
    expect(labels.at(-1)).toBe('tired')
  })
})

describe('opening refuses, with the reason,', () => {
  it('a folder that is not there, or is no library', () => {
    const folder = temporaryFolder()
    expect(() => openLibrary(path.join(folder, 'x'))).toThrow(expect.objectContaining({ code: 'notFound' }))
    expect(() => openLibrary(folder)).toThrow('is no library: it holds no library.sqlite')
  })

  it('a new library where there is one, or where other files are', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    openLibrary(place, { isNew: true }).close()
    expect(() => openLibrary(place, { isNew: true })).toThrow('There is a library')
    const other = temporaryFolder()
    writeFileSync(path.join(other, 'thesis.txt'), 'x')
    expect(() => openLibrary(other, { isNew: true })).toThrow('holds other files (thesis.txt)')
  })

  it('a damaged database and one of another program', () => {
    const folder = temporaryFolder()
    writeFileSync(
      path.join(folder, 'library.sqlite'),
      'no database at all, but long enough to look at'.repeat(40),
    )
    expect(() => openLibrary(folder)).toThrow(expect.objectContaining({ code: 'unreadable' }))
    const foreign = temporaryFolder()
    new Database(path.join(foreign, 'library.sqlite')).exec('CREATE TABLE t (x)').close()
    expect(() => openLibrary(foreign)).toThrow('not of an Emotone library')
  })

  it('one of a newer version', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    openLibrary(place, { isNew: true }).close()
    const db = new Database(path.join(place, 'library.sqlite'))
    db.pragma(`user_version = ${MIGRATIONS.length + 1}`)
    db.close()
    expect(() => openLibrary(place)).toThrow('was written by a newer Emotone')
  })

  it('one held by this process already, naming it', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    const library = openLibrary(place, { isNew: true })
    expect(() => openLibrary(place)).toThrow(
      expect.objectContaining({
        code: 'busy',
        message: expect.stringContaining(`process ${process.pid} on ${os.hostname()}`) as string,
      }),
    )
    library.close()
    openLibrary(place).close()
  })

  it.skipIf(isRoot)('a folder that may not be written (skipped for root, who may write anywhere)', () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    openLibrary(place, { isNew: true }).close()
    chmodSync(place, 0o500)
    expect(() => openLibrary(place)).toThrow(expect.objectContaining({ code: 'unavailable' }))
    chmodSync(place, 0o700)
  })

  it('a place below a file', () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'file'), '')
    mkdirSync(path.join(folder, 'b'))
    expect(() => openLibrary(path.join(folder, 'file', 'a.emotone'), { isNew: true })).toThrow(
      expect.objectContaining({ code: 'unavailable' }),
    )
  })
})

describe('a process that is killed', () => {
  it('leaves the library free, and every label that it had acknowledged', async () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    const library = openLibrary(place, { isNew: true })
    addFoundClips(library, [{ label: 'sad' }])
    const [id] = library.clips.ids({}, BY_ID)
    library.close()

    const { child, line } = startChild(
      new URL('./label-and-wait.child.ts', import.meta.url),
      place,
      String(id),
      'fear',
    )
    expect(JSON.parse(await line())).toMatchObject({ clipIds: [id], labelRevision: 2 })
    expect(() => openLibrary(place)).toThrow(`process ${child.pid} on`)
    await killed(child)

    const after = openLibrary(place)
    expect(after.clips.detail(id).row.label).toBe('fear')
    expect(after.labels.revision()).toBe(2)
    after.close()
  })
})
