import { once } from 'node:events'
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { openLibrary } from '#main/library/library.ts'
import { startChild } from '../library/child.ts'
import { temporaryFolder } from '../library/filled-library.ts'
import { openQueue } from './queue-fixtures.ts'

/** A library after a studio was killed at a moment, and a queue has opened it again. */
async function afterKillAt(
  moment: string,
): Promise<{ foldersBefore: string[]; folders: string[]; runs: string[] }> {
  const place = path.join(temporaryFolder(), 'killed.emotone')
  openLibrary(place, { isNew: true }).close()
  const { child } = startChild(new URL('./killed-between.child.ts', import.meta.url), place, moment)
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null]
  expect(signal).toBe('SIGKILL')
  const foldersBefore = foldersOf(place)
  const library = openLibrary(place)
  try {
    const { queue } = openQueue({ library })
    return { foldersBefore, folders: foldersOf(place), runs: queue.list().map(({ runId }) => runId) }
  } finally {
    library.close()
  }
}

const foldersOf = (place: string) => readdirSync(path.join(place, 'runs')).sort()

describe('a studio that is killed', () => {
  it('between the plans of an experiment and its rows leaves neither', async () => {
    const { foldersBefore, folders, runs } = await afterKillAt('before the rows')
    expect(foldersBefore).toHaveLength(3)
    expect(folders).toEqual([])
    expect(runs).toEqual([])
  })

  it('after the rows leaves the whole experiment', async () => {
    const { folders, runs } = await afterKillAt('after the rows')
    expect(runs).toHaveLength(3)
    expect(folders).toEqual([...runs].sort())
  })

  it.each(['before the row is removed', 'after the row is removed'])(
    'while it removes a run, %s, has removed it at the next opening, and no other',
    async (moment) => {
      const { foldersBefore, folders, runs } = await afterKillAt(moment)
      expect(foldersBefore).toHaveLength(3)
      expect(runs).toHaveLength(2)
      expect(folders).toEqual([...runs].sort())
    },
  )
})

it('leaves a folder without a row alone that holds more than a plan', () => {
  const { library } = openQueue()
  const folder = path.join(library.path, 'runs', 'mixed-from-elsewhere')
  mkdirSync(path.join(folder, 'checkpoints'), { recursive: true })
  writeFileSync(path.join(folder, 'config.json'), '{}')
  openQueue({ library })
  expect(readdirSync(folder)).toEqual(['checkpoints', 'config.json'])
})
