import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { indexFolders } from '#main/library/index-job.ts'
import { indexInThread } from '#main/library/index-thread.ts'
import type { Library } from '#main/library/library.ts'
import { ravdessFiles, writeFiles } from './corpus-folder.ts'
import { BY_ID, newLibrary, temporaryFolder } from './filled-library.ts'

const IN_THREAD = { threads: 1, inThread: true }

function corpus(fileCount: number): string {
  const folder = path.join(temporaryFolder(), 'RAVDESS')
  const notes = { 'notes/take-seven.wav': 'x', 'Actor_01/03-01-08-01-01-01-01.wav': new Uint8Array(0) }
  writeFiles(folder, { ...ravdessFiles(fileCount), ...notes })
  return folder
}
const shown = (library: Library) => ({
  rows: library.clips.page({}, BY_ID, 0, 100).rows,
  facets: library.clips.facets({}),
  found: library.clips.ids({ text: 'actor_01' }, BY_ID),
  findings: library.findings.list(null),
  unrecognised: library.roots.unrecognised(),
  history: library.labels.history(10).map(({ summary, changes }) => ({ summary, changes })),
})

describe('indexing in a thread', () => {
  it('comes to what indexing at once comes to, and shows it to whoever has looked before', async () => {
    const folder = corpus(6)
    const [beside, atOnce] = [newLibrary(), newLibrary()]
    expect(shown(beside).rows).toEqual([])
    const summary = await indexFolders(beside, [folder], IN_THREAD)
    expect(await indexFolders(atOnce, [folder], { threads: 1 })).toEqual(summary)
    expect(shown(beside)).toEqual(shown(atOnce))
    expect(shown(beside).rows).toHaveLength(6)
    expect(shown(beside).found).toHaveLength(6)
  })

  it('leaves labels that people give meanwhile, and acts before it go first', async () => {
    const library = newLibrary()
    const folder = corpus(6)
    await indexFolders(library, [folder], IN_THREAD)
    const ids = library.clips.ids({}, BY_ID)
    const order: string[] = []
    const before = library.writing(() => sleep(50).then(() => void order.push('before')))
    const again = indexFolders(library, [folder], IN_THREAD).then(() => void order.push('indexed'))
    await library.writing(() => library.labels.set([ids[0]], 'fear', 'Dee'))
    await Promise.all([before, again])
    expect(order).toEqual(['before', 'indexed'])
    expect(library.clips.detail(ids[0]).row.label).toBe('fear')
  })

  it('can be stopped, and says what must be there', async () => {
    const library = newLibrary()
    const stop = new AbortController()
    const stopped = indexFolders(library, [corpus(6)], {
      ...IN_THREAD,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    await expect(indexFolders(library, ['/nowhere'], IN_THREAD)).rejects.toMatchObject({ code: 'notFound' })
    expect(await library.writing(() => 'a turn')).toBe('a turn')
  })

  it('gives its turn back when the thread dies with it', async () => {
    const library = newLibrary()
    const dying = new URL('./dying-index.worker.ts', import.meta.url)
    await expect(indexInThread(library, [], {}, dying)).rejects.toThrow(/ended with code 3/)
    expect(await library.writing(() => 'a turn')).toBe('a turn')
  })
})
