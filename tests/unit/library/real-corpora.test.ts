import { readFileSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { HAS_SHARED_CORPORA, SHARED_CORPORA } from '#fixtures/corpora.ts'
import { indexFolders } from '#main/library/index-job.ts'
import { BY_ID, newLibrary } from './filled-library.ts'

interface Counts {
  subset: Record<
    string,
    {
      files: number
      speakers: number
      by_emotion: Record<string, { female: number; male: number; total: number }>
    }
  >
}

describe.skipIf(!HAS_SHARED_CORPORA)('real corpora (skipped where they are not at hand)', () => {
  it('are indexed with the counts and hashes of their lists', async () => {
    const library = newLibrary()
    const summary = await indexFolders(library, [SHARED_CORPORA])
    const { subset } = JSON.parse(readFileSync(path.join(SHARED_CORPORA, 'counts.json'), 'utf8')) as Counts
    expect(summary).toMatchObject({ clips: 1284, recordings: 1284, speakers: 18, unrecognised: 0 })
    for (const corpus of ['RAVDESS', 'CREMA-D', 'TESS']) {
      const { files, speakers, by_emotion } = subset[corpus]
      const labels = Object.fromEntries(
        Object.entries(by_emotion).map(([label, { total }]) => [label, total]),
      )
      expect(summary.corpora[corpus]).toMatchObject({ clips: files, speakers, labels })
    }
    expect(summary.findings).toMatchObject({ silent: 1, 'contradicting-labels': 3, 'container-mismatch': 2 })

    const [header, ...lines] = readFileSync(path.join(SHARED_CORPORA, 'manifest.csv'), 'utf8')
      .trim()
      .split('\n')
    const column = (line: string, name: string) => line.split(',')[header.split(',').indexOf(name)]
    const listed = new Map(lines.map((line) => [column(line, 'path'), line]))
    for (const id of library.clips.ids({}, BY_ID)) {
      const { path: file, hash, row, channels } = library.clips.detail(id)
      const line = listed.get(path.relative(realpathSync(SHARED_CORPORA), file))!
      expect([hash, row.sampleRateHz, channels]).toEqual([
        column(line, 'sha256'),
        Number(column(line, 'sample_rate')),
        Number(column(line, 'channels')),
      ])
      expect(row.seconds).toBeCloseTo(Number(column(line, 'duration_s')), 5)
    }
    const silent = library.clips.page({ findings: ['silent'] }, BY_ID, 0, 10).rows
    expect(silent.map((row) => row.name)).toEqual(['1076_MTI_SAD_XX.wav'])
  })
})
