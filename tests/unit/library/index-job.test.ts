import { cpSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { librarySummary } from '#shared/domain/library.ts'
import { indexFolders } from '#main/library/index-job.ts'
import type { IndexProgress } from '#main/library/index-into.ts'
import type { Library } from '#main/library/library.ts'
import { openLibrary } from '#main/library/library.ts'
import { killed, startChild } from './child.ts'
import { ravdessFiles, shortWav, writeFiles } from './corpus-folder.ts'
import { BY_ID, newLibrary, temporaryFolder } from './filled-library.ts'

const OPTIONS = { threads: 1, audit: () => [] }
const ids = (library: Library) => library.clips.ids({}, BY_ID)
const names = (library: Library) =>
  library.clips.page({}, { by: 'name', descending: false }, 0, 100).rows.map((row) => row.name)

function corpus(files: Record<string, string | Uint8Array> = ravdessFiles(4)): string {
  const folder = path.join(temporaryFolder(), 'RAVDESS')
  writeFiles(folder, files)
  return folder
}

describe('indexing a folder', () => {
  it('says what was found, and stores what names and sound say', async () => {
    const library = newLibrary()
    const summary = await indexFolders(library, [corpus()], OPTIONS)
    expect(librarySummary.parse(summary)).toMatchObject({
      clips: 4,
      recordings: 4,
      speakers: 1,
      corpora: { RAVDESS: { clips: 4, speakers: 1, male: 4, labels: { neutral: 2, calm: 2 } } },
    })
    expect(library.clips.detail(ids(library)[0])).toMatchObject({
      container: 'WAVE',
      bits: 16,
      channels: 1,
      row: { sampleRateHz: 8000, seconds: 0.05, speakerId: 'RAVDESS/01', label: 'neutral' },
    })
    expect(library.roots.list()).toMatchObject([{ corpora: ['RAVDESS'], clips: 4, isReachable: true }])
  })

  it('reports progress that ends with all files', async () => {
    const reports: IndexProgress[] = []
    await indexFolders(newLibrary(), [corpus()], {
      ...OPTIONS,
      onProgress: (progress) => reports.push(progress),
    })
    expect(reports[0]).toEqual({ doneCount: 0, totalCount: 4, secondsLeft: null })
    expect(reports.at(-1)).toEqual({ doneCount: 4, totalCount: 4, secondsLeft: 0 })
  })

  it('makes a finding of what cannot be read, and counts the recording', async () => {
    const library = newLibrary()
    const files = { ...ravdessFiles(2), 'Actor_01/03-01-08-01-01-01-01.wav': new Uint8Array(0) }
    const summary = await indexFolders(library, [corpus(files)], OPTIONS)
    expect(summary).toMatchObject({ clips: 2, recordings: 3, findings: { unreadable: 1 } })
    expect(library.findings.list(['unreadable'])).toMatchObject([
      { severity: 'error', evidence: '03-01-08-01-01-01-01.wav: The file is empty (0 bytes).' },
    ])
  })

  it('lists files that fit no scheme', async () => {
    const library = newLibrary()
    const summary = await indexFolders(
      library,
      [corpus({ ...ravdessFiles(2), 'notes/take-seven.wav': 'x' })],
      OPTIONS,
    )
    expect(summary.unrecognised).toBe(1)
    expect(summary.unrecognisedFiles[0]).toMatch(/take-seven\.wav$/)
    expect(library.roots.unrecognised()[0].reason).toMatch(/fits no known/)
  })

  it('follows links without running in circles', async () => {
    const folder = corpus()
    symlinkSync('..', path.join(folder, 'Actor_01', 'up'))
    symlinkSync('../..', path.join(folder, 'Actor_01', 'further-up'))
    symlinkSync('nowhere', path.join(folder, 'dangling'))
    const summary = await indexFolders(newLibrary(), [folder], OPTIONS)
    expect(summary).toMatchObject({ clips: 4, recordings: 4, findings: { 'unreadable-folder': 1 } })
  })

  it('does not index a second copy twice, and reports it once for the pair of folders', async () => {
    const folder = corpus()
    cpSync(path.join(folder, 'Actor_01'), path.join(folder, 'audio_speech_actors_01-24', 'Actor_01'), {
      recursive: true,
    })
    const library = newLibrary()
    const summary = await indexFolders(library, [folder], OPTIONS)
    expect(summary).toMatchObject({ clips: 4, recordings: 4, findings: { 'doubled-copy': 1 } })
    expect(library.findings.list(['doubled-copy'])[0].evidence).toMatch(
      /^4 RAVDESS recordings in .*audio_speech_actors_01-24 are/,
    )
    expect(library.clips.detail(ids(library)[0]).path).not.toMatch(/audio_speech/)
  })

  it('indexes equal sounds under different names, for they may carry different labels', async () => {
    const files = { 'Actor_01/03-01-04-01-01-01-01.wav': 'same', 'Actor_01/03-01-05-01-01-01-01.wav': 'same' }
    expect(await indexFolders(newLibrary(), [corpus(files)], OPTIONS)).toMatchObject({ clips: 2 })
  })

  it('refuses a folder that is not there, a file, and a second index at the same time', async () => {
    const library = newLibrary()
    const folder = corpus()
    await expect(indexFolders(library, [path.join(folder, 'x')], OPTIONS)).rejects.toMatchObject({
      code: 'notFound',
    })
    const file = path.join(folder, 'Actor_01', '03-01-01-01-01-01-01.wav')
    await expect(indexFolders(library, [file], OPTIONS)).rejects.toMatchObject({ code: 'invalid' })
    const first = indexFolders(library, [folder], OPTIONS)
    await expect(indexFolders(library, [folder], OPTIONS)).rejects.toMatchObject({ code: 'busy' })
    await first
  })
})

describe('indexing again', () => {
  it('reads only what has changed', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [folder], OPTIONS)
    const before = ids(library)
    const touched = path.join(folder, 'Actor_01', '03-01-02-01-01-01-01.wav')
    writeFileSync(touched, shortWav('other', 0.1))
    const reports: IndexProgress[] = []
    await indexFolders(library, [folder], { ...OPTIONS, onProgress: (progress) => reports.push(progress) })
    expect(reports[0]).toMatchObject({ doneCount: 3, totalCount: 4 })
    expect(ids(library)).toEqual(before)
    expect(library.clips.page({ minSeconds: 0.1 }, BY_ID, 0, 9).rows.map((row) => row.name)).toEqual([
      '03-01-02-01-01-01-01.wav',
    ])
    expect(library.labels.history(10)).toHaveLength(1)
  })

  it('keeps labels and ids, and takes over what names and tables say now', async () => {
    const library = newLibrary()
    const folder = path.join(temporaryFolder(), 'mine')
    writeFiles(folder, { 'a.wav': 'a', 'b.wav': 'b' })
    const manifest = (label: string) =>
      writeFileSync(path.join(folder, 'manifest.csv'), `path,label,speaker\na.wav,${label},x\nb.wav,sad,y\n`)
    manifest('happy')
    await indexFolders(library, [folder], OPTIONS)
    const [a, b] = ids(library)
    library.labels.set([b], 'calm', null)
    const revision = library.labels.revision()
    manifest('angry')
    await indexFolders(library, [folder], OPTIONS)
    expect(library.clips.detail(a).row).toMatchObject({ label: 'angry', intended: 'angry' })
    expect(library.clips.detail(b).row).toMatchObject({ label: 'calm', intended: 'sad' })
    expect(library.clips.detail(a).annotations.map((one) => one.label)).toEqual(['angry', 'happy'])
    expect(library.labels.revision()).toBe(revision + 1)
  })

  it('hides clips whose files are gone, and brings them back with their labels', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [folder], OPTIONS)
    const before = ids(library)
    library.labels.set([before[0]], 'fear', null)
    renameSync(path.join(folder, 'Actor_01'), `${folder}-aside`)
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({
      clips: 0,
      recordings: 0,
      findings: { 'missing-file': 1 },
    })
    expect(library.clips.training()).toEqual([])
    expect(library.clips.detail(before[0]).row.label).toBe('fear')
    renameSync(`${folder}-aside`, path.join(folder, 'Actor_01'))
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({ clips: 4, recordings: 4 })
    expect(ids(library)).toEqual(before)
    expect(library.findings.list(['missing-file'])).toEqual([])
  })

  it('finds a moved folder again: ids, labels and history stay, and the old root is forgotten', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [folder], OPTIONS)
    const before = ids(library)
    library.labels.set([before[2]], 'fear', null)
    const moved = path.join(path.dirname(folder), 'disk two')
    renameSync(folder, moved)
    expect(library.roots.list()).toMatchObject([{ isReachable: false }])
    expect(await indexFolders(library, [moved], OPTIONS)).toMatchObject({ clips: 4, recordings: 4 })
    expect(ids(library)).toEqual(before)
    expect(library.clips.detail(before[2]).row.label).toBe('fear')
    expect(library.clips.source(before[2]).path.startsWith(moved)).toBe(true)
    expect(library.roots.list().map((root) => root.path)).toEqual([moved])
    expect(library.findings.counts()).not.toHaveProperty('missing-file')
  })

  it('leaves a root that cannot be reached now as it is', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [folder], OPTIONS)
    renameSync(folder, `${folder}-unplugged`)
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({ clips: 4 })
  })

  it('moves a clip to the second copy when the first is deleted', async () => {
    const folder = corpus()
    const copy = path.join(folder, 'audio_speech_actors_01-24', 'Actor_01')
    cpSync(path.join(folder, 'Actor_01'), copy, { recursive: true })
    const library = newLibrary()
    await indexFolders(library, [folder], OPTIONS)
    const before = ids(library)
    rmSync(path.join(folder, 'Actor_01'), { recursive: true })
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({ clips: 4, recordings: 4 })
    expect(ids(library)).toEqual(before)
    expect(library.findings.list(['doubled-copy', 'missing-file'])).toEqual([])
  })

  it('takes a folder around known roots, and one inside of them, for what they are', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [path.join(folder, 'Actor_01')], OPTIONS)
    const before = ids(library)
    const reports: IndexProgress[] = []
    await indexFolders(library, [folder], { ...OPTIONS, onProgress: (progress) => reports.push(progress) })
    expect(reports[0].doneCount).toBe(4)
    expect(ids(library)).toEqual(before)
    await indexFolders(library, [path.join(folder, 'Actor_01'), folder], OPTIONS)
    expect(library.roots.list().map((root) => root.path)).toEqual([folder])
    expect(ids(library)).toEqual(before)
  })

  it('turns a file that has become unreadable into a finding, and back', async () => {
    const library = newLibrary()
    const folder = corpus()
    await indexFolders(library, [folder], OPTIONS)
    const before = ids(library)
    const file = path.join(folder, 'Actor_01', '03-01-01-01-01-01-01.wav')
    writeFileSync(file, 'no sound')
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({ clips: 3, recordings: 4 })
    writeFiles(folder, { 'Actor_01/03-01-01-01-01-01-01.wav': 'new' })
    expect(await indexFolders(library, [folder], OPTIONS)).toMatchObject({ clips: 4 })
    expect(ids(library)).toEqual(before)
  })
})

describe('indexing that is stopped', () => {
  it('by a person keeps what was written', async () => {
    const library = newLibrary()
    const folder = corpus(ravdessFiles(32))
    const controller = new AbortController()
    const onProgress = ({ doneCount }: IndexProgress) => doneCount > 0 && controller.abort()
    const stopped = indexFolders(library, [folder], { ...OPTIONS, onProgress, signal: controller.signal })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    const written = ids(library)
    expect(written.length).toBeGreaterThan(0)
    await indexFolders(library, [folder], OPTIONS)
    expect(ids(library)).toHaveLength(32)
    expect(ids(library).slice(0, written.length)).toEqual(written)
  })

  it('by kill -9 goes on where it was', async () => {
    const place = path.join(temporaryFolder(), 'a.emotone')
    openLibrary(place, { isNew: true }).close()
    const folder = corpus(ravdessFiles(32))
    const { child, line } = startChild(
      new URL('./index-and-wait.child.ts', import.meta.url),
      place,
      folder,
      '12',
    )
    const doneCount = Number(await line())
    await killed(child)
    const library = openLibrary(place)
    expect(ids(library)).toHaveLength(doneCount)
    const reports: IndexProgress[] = []
    await indexFolders(library, [folder], { ...OPTIONS, onProgress: (progress) => reports.push(progress) })
    expect(reports[0]).toMatchObject({ doneCount, totalCount: 32 })
    expect(names(library)).toHaveLength(32)
    library.close()
  })
})
