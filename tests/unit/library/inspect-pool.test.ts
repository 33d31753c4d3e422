import { describe, expect, it } from 'vitest'
import { inspectFiles } from '#main/library/inspect-pool.ts'

const worker = new URL('./crashing.worker.ts', import.meta.url)
const FILES = Array.from({ length: 50 }, (_, index) => `file ${index}`)

async function inspected(files: string[], options: Parameters<typeof inspectFiles>[1]) {
  const all = []
  for await (const some of inspectFiles(files, options)) all.push(...some)
  return all
}

describe('worker threads that read files', () => {
  it('answer in the order of the files, however many they are', async () => {
    const all = await inspected(FILES, { threads: 3, worker })
    expect(all.map((one) => one.hash)).toEqual(FILES)
  })

  it('lose only the file that brings them down', async () => {
    const files = FILES.with(17, 'deadly')
    const all = await inspected(files, { threads: 2, worker })
    expect(all.map((one) => one.hash)).toEqual(files.with(17, ''))
    expect(all[17].problem).toBe('Reading the file ended its reader: exit code 3.')
  })

  it('that do not start are an error, not a problem of the files', async () => {
    const missing = new URL('./no-such.worker.ts', import.meta.url)
    await expect(inspected(FILES, { threads: 1, worker: missing })).rejects.toThrow(
      'the index worker does not start',
    )
  })

  it('have nothing to do without files', async () => {
    expect(await inspected([], { worker })).toEqual([])
  })
})
