import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { exportOrder, importPreview, type ExportOrder, type ImportOptions } from '#shared/domain/exchange.ts'
import { exportLabels, exportName } from '#main/library/export-labels.ts'
import type { LabelFiles, SeenPreview } from '#main/library/import-labels.ts'
import type { Library } from '#main/library/library.ts'
import { readLabelFiles } from '#main/library/read-label-files.ts'
import { libraryOf, temporaryFolder } from './filled-library.ts'

const CLIPS = [
  { relativePath: 'a/x.wav', label: 'sad', speaker: '01' },
  { relativePath: 'a/y.wav', label: 'happy', speaker: '02' },
  { relativePath: 'call.wav', label: null, startSeconds: 0, endSeconds: 1 },
]
const PLAIN: ImportOptions = { rater: null, tracks: null, newLabels: false, overNewer: false, asGold: false }
const BY = { rater: 'ann', reason: 'from the other machine' }

function labelledLibrary() {
  const { library, ids } = libraryOf(CLIPS)
  library.labels.set([ids[0]], 'fear', 'quiet, "soft"', 'ann')
  library.labels.set([ids[2]], 'calm', null, 'ann')
  library.labels.set([ids[0]], 'sad', null, 'ben')
  return { library, ids }
}

async function exported(library: Library, order: Partial<ExportOrder>) {
  const whole = exportOrder.parse({ format: 'csv', filter: {}, tracks: null, ...order })
  const name = exportName(whole, library.internal.now())
  const counts = await exportLabels(library, whole, { name })
  return { counts, place: path.join(library.path, 'exports', name) }
}

const csv = (text: string, name = 'labels.csv'): LabelFiles => ({
  name,
  files: [{ name, bytes: Buffer.from(text) }],
})
const labelsOf = (library: Library) =>
  library.clips.ids({}, { by: 'id', descending: false }).map((id) => library.clips.detail(id).row.label)

const previewImport = (library: Library, source: LabelFiles, options: ImportOptions) =>
  library.desks.run('previewImport', source, options)

async function applyImport(library: Library, source: LabelFiles, options: ImportOptions, seen: SeenPreview) {
  return library.desks.run('writeImport', await library.desks.run('planImport', source, options, seen), BY)
}

async function importAll(library: Library, source: LabelFiles, options: Partial<ImportOptions> = {}) {
  const whole = { ...PLAIN, ...options }
  const seen = await previewImport(library, source, whole)
  expect(importPreview.parse(seen)).toEqual(seen)
  return { seen, change: await applyImport(library, source, whole, seen) }
}

describe('an export', () => {
  it.each([
    { format: 'csv' },
    { format: 'csv', isWide: true },
    { format: 'json', withHistory: true },
    { format: 'audformat' },
  ] as const)(
    'as $format brings every label back into an empty library, and changes nothing the second time',
    async (order) => {
      const { library } = labelledLibrary()
      const { counts, place } = await exported(library, order)
      expect(counts).toEqual({ clips: 3, labels: 5 })
      const other = libraryOf(CLIPS).library
      const source = await readLabelFiles(place)
      const { seen, change } = await importAll(other, source)
      expect(seen.totals).toMatchObject({ new: 3, unchanged: 2, changed: 0, conflict: 0, noClip: 0, bad: 0 })
      expect(change.clipIds).toHaveLength(2)
      expect(other.labels.raters().map(({ rater, clips }) => [rater, clips])).toEqual([
        ['ann', 2],
        ['ben', 1],
      ])
      const again = await importAll(other, source)
      expect(again.seen.totals).toMatchObject({ new: 0, changed: 0, unchanged: 5 })
      expect(again.change).toMatchObject({ changeSetId: null, clipIds: [] })
    },
  )

  it.each([{ isList: false }, { isList: true }])(
    'as label tracks (one list: $isList) brings one track back',
    async ({ isList }) => {
      const { library } = labelledLibrary()
      const { place } = await exported(library, { format: 'audacity', tracks: ['ann'], isList })
      const other = libraryOf(CLIPS).library
      const { seen } = await importAll(other, await readLabelFiles(place), { rater: 'ann' })
      expect(seen.totals).toMatchObject({ new: 2, unchanged: 0, noClip: 0 })
      expect(labelsOf(other)).toEqual(['fear', 'happy', 'calm'])
    },
  )

  it.each([{ isList: false }, { isList: true }])(
    'as label tracks that nobody edited (one list: $isList) says nothing new, and an edit only itself',
    async ({ isList }) => {
      const { library } = labelledLibrary()
      const { place } = await exported(library, { format: 'audacity', isList })
      const source = await readLabelFiles(place)
      const { seen, change } = await importAll(library, source, { rater: 'cleo' })
      expect(seen.totals).toMatchObject({ asGold: 3, new: 0, changed: 0 })
      expect(change.changeSetId).toBeNull()
      const edited = {
        ...source,
        files: source.files.map((file) => ({
          ...file,
          bytes: Buffer.from(Buffer.from(file.bytes).toString().replace('\thappy', '\tdisgust')),
        })),
      }
      const unnamed = await previewImport(library, edited, PLAIN)
      expect(unnamed.totals).toMatchObject({ asGold: 2, noRater: 1, new: 0 })
      expect(unnamed.lines).toContainEqual(
        expect.objectContaining({ kind: 'noRater', gold: 'happy', to: 'disgust' }),
      )
      const named = await importAll(library, edited, { rater: 'cleo' })
      expect(named.change.summary).toMatch(/ on 1 clip$/)
    },
  )

  it('keeps who said it when, and the notes', async () => {
    const { library, ids } = labelledLibrary()
    const { place } = await exported(library, { format: 'json' })
    const other = libraryOf(CLIPS).library
    await importAll(other, await readLabelFiles(place))
    const said = (one: Library) =>
      one.clips
        .detail(ids[0])
        .annotations.filter(({ track }) => track === 'ann')
        .map(({ label, note, createdAt }) => [label, note, createdAt])
    expect(said(other)).toEqual(said(library))
  })

  it('holds the clips of a filter and the tracks that were chosen, gold among them', async () => {
    const { library, ids } = labelledLibrary()
    const { place } = await exported(library, { filter: { ids: [ids[2], ids[0]] }, tracks: ['gold'] })
    const lines = readFileSync(place, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    expect(lines.map((fields) => [fields[0], fields[6], fields[7]])).toEqual([
      ['path', 'track', 'label'],
      ['a/x.wav', 'gold', 'sad'],
      ['call.wav', 'gold', 'calm'],
    ])
  })

  it('of a track that is not there, or of several tracks for Audacity, is refused and leaves nothing', async () => {
    const { library } = labelledLibrary()
    await expect(exported(library, { tracks: ['cleo'] })).rejects.toThrow(
      'There is no track cleo; there are intended, ann, ben, gold.',
    )
    await expect(exported(library, { format: 'audacity', tracks: ['ann', 'ben'] })).rejects.toThrow(
      'holds one track',
    )
    expect(readdirSync(path.join(library.path, 'exports'))).toEqual([])
  })

  it('that is stopped leaves nothing', async () => {
    const { library } = labelledLibrary()
    const order = exportOrder.parse({ format: 'csv', filter: {}, tracks: null })
    const stopped = exportLabels(library, order, { name: 'x.csv', signal: AbortSignal.abort() })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(readdirSync(path.join(library.path, 'exports'))).toEqual([])
  })
})

describe('exclusions', () => {
  it.each([
    { format: 'csv' },
    { format: 'csv', isWide: true },
    { format: 'json' },
    { format: 'json', withHistory: true },
    { format: 'audformat' },
  ] as const)('leave as $format and come back in the same act as the labels', async (order) => {
    const { library, ids } = labelledLibrary()
    library.labels.exclude([ids[1], ids[2]], true, { rater: 'ann', reason: 'cut off' })
    library.labels.exclude([ids[2]], false)
    const { place } = await exported(library, { ...order, tracks: ['ann'] })
    const other = libraryOf(CLIPS).library
    const source = await readLabelFiles(place)
    const excludedIn = () => ids.map((id) => other.clips.detail(id).row.excluded)
    const { seen, change } = await importAll(other, source)
    expect(seen.totals).toMatchObject({
      new: 3,
      bad: 0,
      empty: order.format === 'csv' && 'isWide' in order ? 1 : 0,
    })
    expect(seen.lines.filter(({ what }) => what === 'training')).toMatchObject([
      { kind: 'new', path: 'a/y.wav', track: null, from: 'included', to: 'excluded' },
    ])
    expect(excludedIn()).toEqual([false, true, false])
    expect(change.clipIds).toHaveLength(3)
    expect((await previewImport(other, source, PLAIN)).totals).toMatchObject({ new: 0, unchanged: 3 })
    other.labels.undo()
    expect(excludedIn()).toEqual([false, false, false])
  })
})

describe('an import', () => {
  const FILE = csv('path,label\na/x.wav,angry\na/y.wav,happy\nnone.wav,sad\n')

  it('is one act with a reason, which one undo takes back', async () => {
    const { library } = labelledLibrary()
    const before = labelsOf(library)
    const { change } = await importAll(library, FILE, { rater: 'cleo' })
    expect(change).toMatchObject({ summary: 'labels read from labels.csv on 2 clips' })
    expect(labelsOf(library)).toEqual(['angry', 'happy', 'calm'])
    expect(library.labels.history(1)).toMatchObject([
      { rater: 'ann', reason: 'from the other machine', clips: 2 },
    ])
    library.labels.undo()
    expect(labelsOf(library)).toEqual(before)
    expect((await previewImport(library, FILE, { ...PLAIN, rater: 'cleo' })).totals).toMatchObject({ new: 2 })
  })

  it('shows what it would do and writes nothing before', async () => {
    const { library } = labelledLibrary()
    const revision = library.labels.revision()
    const preview = await previewImport(library, FILE, { ...PLAIN, rater: 'ann' })
    expect(library.labels.revision()).toBe(revision)
    expect(preview.totals).toMatchObject({ new: 1, changed: 1, noClip: 1 })
    expect(preview.lines).toMatchObject([
      { kind: 'changed', at: 'line 2', path: 'a/x.wav', track: 'ann', from: 'fear', to: 'angry' },
      { kind: 'new', at: 'line 3', path: 'a/y.wav', from: null, to: 'happy' },
      { kind: 'noClip', at: 'line 4', path: 'none.wav', clipId: null },
    ])
  })

  it('is refused where the file or the labels have changed since it was looked at', async () => {
    const { library, ids } = labelledLibrary()
    const options = { ...PLAIN, rater: 'ann' }
    const seen = await previewImport(library, FILE, options)
    const changed = csv('path,label\na/x.wav,sad\n')
    await expect(applyImport(library, changed, options, seen)).rejects.toMatchObject({
      code: 'conflict',
      message: 'labels.csv has changed since it was looked at; look at the changes again.',
    })
    library.labels.set([ids[0]], 'angry', null, 'ann')
    await expect(applyImport(library, FILE, options, seen)).rejects.toThrow('Labels have changed since')
    expect(labelsOf(library)).toEqual(['angry', 'happy', 'calm'])
  })

  it('after an undo compares with when the label was said, not when it was put back', async () => {
    const { library, ids } = labelledLibrary()
    const { place } = await exported(library, { tracks: ['ann'] })
    const edited = csv(readFileSync(place, 'utf8').replace(',fear,', ',angry,'))
    await importAll(library, edited)
    library.labels.undo()
    expect(library.clips.detail(ids[0]).annotations[0]).toMatchObject({ label: 'fear' })
    expect((await previewImport(library, edited, PLAIN)).totals).toMatchObject({ changed: 1, conflict: 0 })
  })

  it('of several tracks under one name asks for the one', async () => {
    const { library } = labelledLibrary()
    const { place } = await exported(library, {})
    const source = await readLabelFiles(place)
    await expect(previewImport(library, source, { ...PLAIN, rater: 'cleo' })).rejects.toThrow(
      'holds the tracks intended, ann, ben: choose the one',
    )
    const { seen } = await importAll(library, source, { rater: 'cleo', tracks: ['ben'] })
    expect(seen.totals).toMatchObject({ new: 1 })
  })
})

describe('the files of an import', () => {
  const HEADER =
    'name: a\nschemes: {emotion: {dtype: str}}\ntables: {t: {type: filewise, columns: {e: {scheme_id: emotion}}}}\n'
  const TABLE = 'file,e\na/x.wav,anger\n'

  it('are a folder, its header or an archive; what does not belong to a database is left aside', async () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'db'))
    const files = { 'db.yaml': HEADER, 'db.t.csv': TABLE, 'other.csv': 'x', 'readme.md': 'x' }
    for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, 'db', name), text)
    const archive = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [`db/${name}`, Buffer.from(text)]),
    )
    writeFileSync(path.join(folder, 'db.zip'), zipSync(archive))
    for (const place of ['db', 'db/db.yaml', 'db.zip']) {
      const read = await readLabelFiles(path.join(folder, place))
      expect(read.files.map(({ name }) => name).sort(), place).toEqual(['db.t.csv', 'db.yaml'])
    }
  })

  it('that are not there, hold nothing or are no archive are refused with the reason', async () => {
    const folder = temporaryFolder()
    writeFileSync(path.join(folder, 'a.zip'), 'PK')
    await expect(readLabelFiles(path.join(folder, 'none.csv'))).rejects.toMatchObject({ code: 'notFound' })
    await expect(readLabelFiles(folder)).rejects.toThrow('holds no labels')
    await expect(readLabelFiles(path.join(folder, 'a.zip'))).rejects.toThrow('a.zip is no ZIP archive')
  })
})
