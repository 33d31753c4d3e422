import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { readModelClips, readSounds } from '#main/library/audit-clips-query.ts'
import { auditSamples, type AuditProgress } from '#main/library/audit-samples-job.ts'
import { indexFolders } from '#main/library/index-job.ts'
import { openLibrary, type Library } from '#main/library/library.ts'
import { atLevel, withGaps, type PlainSound } from '#fixtures/altered-sounds.ts'
import { spoken } from '#fixtures/synthetic-speech.ts'
import { writeFiles } from './corpus-folder.ts'
import { BY_ID, newLibrary, temporaryFolder } from './filled-library.ts'

const wav = ({ samples, sampleRateHz }: PlainSound) => encodeWav(samples, sampleRateHz, { bits: 16 })
const VOICE = spoken(0, 0, 'neutral', 0)

const ALL_LINES = [
  'a.wav,sad,Ann,female,,,',
  'b.wav,sad,Ann,female,,,',
  'c.wav,sad,Ben,male,0,0.5,',
  'c.wav,sad,Ben,male,0.5,1.2,',
]
const manifest = (lines: string[]) =>
  Buffer.from(['path,label,speaker,sex,start,end,text', ...lines, ''].join('\n'))

/** A manifest corpus: a voice, a softer copy of it, one with a gap, and two spans of that. */
function corpus(): string {
  const folder = path.join(temporaryFolder(), 'own')
  writeFiles(folder, {
    'a.wav': wav(VOICE),
    'b.wav': wav(atLevel(VOICE, 0.4)),
    'c.wav': wav(withGaps(spoken(3, 1, 'neutral', 0), 0.03, [0.35])),
    'manifest.csv': manifest(ALL_LINES),
  })
  return folder
}

async function indexed(folder = corpus()): Promise<Library> {
  const library = newLibrary()
  await indexFolders(library, [folder], { threads: 1 })
  return library
}
const firstSound = (library: Library) => [...readSounds(library.internal.db)][0]
const kinds = (library: Library) => library.findings.list(null).map((one) => one.kind)

describe('an audit of the samples', () => {
  it('stores what only samples tell, and marks the clips', async () => {
    const library = await indexed()
    expect(kinds(library)).not.toContain('near-duplicate')
    const count = await auditSamples(library, { threads: 1 })
    expect(library.findings.list(['near-duplicate'])).toMatchObject([
      { severity: 'warning', clipIds: [1, 2] },
    ])
    expect(library.findings.list(['dropouts'])).toHaveLength(1)
    expect(count).toBeGreaterThanOrEqual(2)
    const [row] = library.clips.page({ findings: ['near-duplicate'] }, BY_ID, 0, 10).rows
    expect(row.findings).toContain('near-duplicate')
  })

  it('is remembered with when it ended, how long it took and how many clips it heard; indexing is none', async () => {
    const library = await indexed()
    expect(library.findings.lastAudit()).toBe(null)
    await auditSamples(library, { threads: 1 })
    const last = library.findings.lastAudit()!
    expect(last).toMatchObject({ clipCount: 4, seconds: expect.any(Number) })
    expect(last.finishedAt).toMatch(/^2026-01-01T/)
    library.close()
    const again = openLibrary(library.path)
    expect(again.findings.lastAudit()).toEqual(last)
    again.close()
  })

  it('measures a clip once, each span by itself, and tells its progress', async () => {
    const library = await indexed()
    const reports: AuditProgress[] = []
    await auditSamples(library, { threads: 1, onProgress: (progress) => reports.push(progress) })
    const count = library.internal.db.prepare('SELECT count(*) FROM sound_measure').pluck()
    expect(count.get()).toBe(4)
    expect(reports[0]).toMatchObject({ doneCount: 0, totalCount: 8, message: 'Measuring sound' })
    const heard = reports.filter(({ totalCount }) => totalCount !== null)
    expect(heard.at(-1)).toMatchObject({ doneCount: 8, totalCount: 8 })
    expect(heard.every((one, at) => at === 0 || one.doneCount >= heard[at - 1].doneCount)).toBe(true)
    const again: AuditProgress[] = []
    await auditSamples(library, { threads: 1, onProgress: (progress) => again.push(progress) })
    expect(again.map(({ doneCount, message }) => [doneCount, message])).toEqual([
      [4, 'Measuring sound'],
      [0, 'Looking for copies'],
      [0, 'Learning labels from features'],
      [0, 'Looking at files and labels'],
      [0, 'Looking at sounds'],
    ])
  })

  it('measures again what was measured by older rules', async () => {
    const library = await indexed()
    await auditSamples(library, { threads: 1 })
    library.internal.db.exec('UPDATE sound_measure SET version = 0')
    expect(library.measures.has(firstSound(library).clipHash)).toBe(false)
    await auditSamples(library, { threads: 1 })
    expect(library.measures.has(firstSound(library).clipHash)).toBe(true)
  })

  it('is kept when the library is indexed again, but for clips that are gone', async () => {
    const folder = corpus()
    const library = await indexed(folder)
    await auditSamples(library, { threads: 1 })
    await indexFolders(library, [folder], { threads: 1 })
    expect(kinds(library)).toEqual(expect.arrayContaining(['near-duplicate', 'dropouts']))
    writeFiles(folder, { 'manifest.csv': manifest(ALL_LINES.slice(0, 2)) })
    await indexFolders(library, [folder], { threads: 1 })
    expect(kinds(library)).toContain('near-duplicate')
    expect(kinds(library)).not.toContain('dropouts')
  })

  it('can be stopped, keeps what was measured, and leaves the findings of the last audit', async () => {
    const library = await indexed()
    await auditSamples(library, { threads: 1 })
    const before = kinds(library)
    library.internal.db.exec('DELETE FROM sound_measure')
    const controller = new AbortController()
    const stopped = auditSamples(library, {
      threads: 1,
      signal: controller.signal,
      onProgress: ({ doneCount }) => doneCount > 0 && controller.abort(),
    })
    await expect(stopped).rejects.toMatchObject({ code: 'cancelled' })
    expect(kinds(library)).toEqual(before)
    expect(library.internal.db.prepare('SELECT count(*) FROM sound_measure').pluck().get()).toBeGreaterThan(0)
  })

  it('says that the audit was stopped, also while features are extracted', async () => {
    const library = await indexed()
    const controller = new AbortController()
    const stopped = auditSamples(library, {
      threads: 1,
      signal: controller.signal,
      onProgress: ({ message }) => message === 'Extracting features' && controller.abort(),
    })
    await expect(stopped).rejects.toThrow('The audit was stopped; what was measured is kept.')
  })

  it('keeps measurements with the library, bit by bit', async () => {
    const library = await indexed()
    await auditSamples(library, { threads: 1 })
    const { clipHash } = firstSound(library)
    const told = ({ measures }: Library) => [measures.measures(clipHash), measures.fingerprint(clipHash)]
    const before = told(library)
    library.close()
    const again = openLibrary(library.path)
    expect(told(again)).toEqual(before)
    expect(again.measures.fingerprint(clipHash)?.length).toBeGreaterThan(50)
    again.close()
  })

  it('takes what a rater has labelled for checked', async () => {
    const library = await indexed()
    library.labels.set([library.clips.ids({}, BY_ID)[0]], 'happy', null)
    const clips = [...readModelClips(library.internal.db)]
    expect(clips.map(({ label, isRated }) => [label, isRated])).toEqual([
      ['happy', true],
      ['sad', false],
      ['sad', false],
      ['sad', false],
    ])
  })
})
