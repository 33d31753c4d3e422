import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { createEventBus } from '#shared/contract/event-bus.ts'
import { exportOrder } from '#shared/domain/exchange.ts'
import type { RunQueue } from '#main/training/queue/run-queue.ts'
import { exchangeHandlers } from '#main/studio/exchange-handlers.ts'
import { answerExport } from '#main/studio/exports-media.ts'
import { createJobBoard } from '#main/studio/job-board.ts'
import type { StudioContext } from '#main/studio/studio-context.ts'
import { createUploads } from '#main/studio/uploads.ts'
import { libraryOf, temporaryFolder } from '../library/filled-library.ts'

const OPTIONS = { rater: 'ann', tracks: null, newLabels: false, overNewer: false, asGold: false }
const base64 = (text: string) => Buffer.from(text).toString('base64')

function studioOf(clips: Parameters<typeof libraryOf>[0]) {
  const { library } = libraryOf(clips)
  const events = createEventBus()
  const told: string[] = []
  events.listen(({ name }) => told.push(name))
  const jobs = createJobBoard(events, () => {})
  const context = { events, jobs, open: () => ({ library, queue: {} as RunQueue }) } as StudioContext
  return { library, told, jobs, handlers: exchangeHandlers(context) }
}

it('imports what was sent in parts, as one act that everybody is told of', async () => {
  const { library, told, handlers } = studioOf([{ relativePath: 'ä.wav', label: 'sad' }])
  const { uploadId } = await handlers['exchange.send']({
    uploadId: null,
    name: 'x.csv',
    base64: base64('path,lab'),
  })
  await handlers['exchange.send']({ uploadId, name: 'x.csv', base64: base64('el\nä.wav,fear\n') })
  const source = { uploadId }
  const preview = await handlers['exchange.preview']({ source, options: OPTIONS })
  expect(preview).toMatchObject({ name: 'x.csv', format: 'csv', totals: { new: 1 } })
  expect(told).toEqual([])
  const act = { source, options: OPTIONS, seen: preview, rater: 'ann', reason: null }
  const change = await handlers['exchange.apply'](act)
  expect(change).toMatchObject({ summary: 'labels read from x.csv on 1 clip' })
  expect(told).toEqual(['labels.changed', 'library.changed'])
  expect(library.clips.page({}, { by: 'id', descending: false }, 0, 1).rows[0].label).toBe('fear')
})

it('reads several files of a folder that were sent together', async () => {
  const { handlers } = studioOf([{ relativePath: 'a.wav' }, { relativePath: 'b.wav' }])
  const first = { uploadId: null, name: 'tracks/a.txt', base64: base64('0\t1\tsad\n') }
  const { uploadId } = await handlers['exchange.send'](first)
  await handlers['exchange.send']({ uploadId, name: 'tracks/b.wav.txt', base64: base64('0\t2\tfear\n') })
  const preview = await handlers['exchange.preview']({ source: { uploadId }, options: OPTIONS })
  expect(preview).toMatchObject({ name: 'tracks', format: 'audacity', totals: { new: 2 } })
})

it('writes an export as a job, and gives it by its address: a file as it is, a folder as an archive', async () => {
  const { library, jobs, handlers } = studioOf([{ relativePath: 'a.wav', label: 'sad' }])
  const exported = async (format: 'csv' | 'audformat') => {
    const order = exportOrder.parse({ format, filter: {}, tracks: null })
    const made = await handlers['exchange.export'](order)
    expect((await jobs.ended(made.jobId)).message).toBe(`1 label of 1 clip in exports/${made.name}`)
    const response = await answerExport(
      new Request(`http://studio/media/exports/${made.name}`),
      () => library.path,
    )
    expect(response?.headers.get('content-disposition')).toContain(`attachment; filename="${made.name}`)
    return { made, bytes: new Uint8Array(await response!.arrayBuffer()) }
  }
  const csv = await exported('csv')
  expect(Buffer.from(csv.bytes).equals(readFileSync(csv.made.path))).toBe(true)
  const { made, bytes } = await exported('audformat')
  expect(Object.keys(unzipSync(bytes)).sort()).toEqual(
    ['db.emotion.csv', 'db.files.csv', 'db.yaml'].map((name) => `${made.name}/${name}`),
  )
})

it('gives no file but exports, and leaves other addresses to others', async () => {
  const folder = temporaryFolder()
  mkdirSync(path.join(folder, 'exports'))
  writeFileSync(path.join(folder, 'exports', 'labels-1.csv'), 'x')
  writeFileSync(path.join(folder, 'library.sqlite'), 'x')
  const status = async (name: string) =>
    (await answerExport(new Request(`http://studio/media/${name}`), () => folder))?.status ?? null
  expect(await status('exports/labels-1.csv')).toBe(200)
  for (const name of ['..%2flibrary.sqlite', 'library.sqlite', '..', 'labels-2.csv', 'labels-1.csv%00'])
    expect(await status(`exports/${name}`), name).not.toBe(200)
  expect(await status('clips/1.wav')).toBeNull()
})

it('keeps the last few uploads, and refuses what is too large', () => {
  const uploads = createUploads()
  const ids = Array.from({ length: 5 }, () => uploads.add(null, 'a', Uint8Array.of(1)))
  expect(() => uploads.files(ids[0])).toThrow('choose them again')
  expect(uploads.files(ids[4])).toHaveLength(1)
  const part = new Uint8Array(128 * 1024 * 1024)
  const large = uploads.add(null, 'a', part)
  uploads.add(large, 'b', part)
  expect(() => uploads.add(large, 'c', Uint8Array.of(1))).toThrow('at most 256 MiB')
})
