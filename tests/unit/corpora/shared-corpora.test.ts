import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCsv } from '#main/corpora/csv-table.ts'
import type { FoundClip } from '#main/corpora/importer.ts'
import { HAS_SHARED_CORPORA, SHARED_CORPORA, recognise } from '#fixtures/corpora.ts'

const LEVELS: Record<string, string | null> = { LO: 'low', MD: 'medium', HI: 'high', XX: null, '': null }
const fact = (clip: FoundClip, ...names: string[]): string | undefined =>
  clip.facts.find(({ name }) => names.includes(name))?.value

describe.skipIf(!HAS_SHARED_CORPORA)('the parent folder of three real corpora (needs shared/corpora)', () => {
  it('gives every clip what the manifest of the recordings says', async () => {
    const { clips, corpora, unrecognised } = await recognise(SHARED_CORPORA)
    const table = readCsv(readFileSync(join(SHARED_CORPORA, 'manifest.csv'), 'utf8'))
    const rows = table.rows.map(({ fields }) =>
      Object.fromEntries(table.header.map((name, at) => [name, fields[at]])),
    )
    expect(corpora).toEqual(['RAVDESS', 'CREMA-D', 'TESS'])
    expect(unrecognised).toEqual([])
    const read = clips.map((clip) => ({
      path: clip.relativePath,
      corpus: clip.corpus,
      speaker: clip.speaker,
      sex: clip.sex,
      code: fact(clip, 'emotion code'),
      label: clip.label,
      intensity: clip.intensity,
      text: fact(clip, 'statement', 'sentence', 'word'),
      take: clip.take,
    }))
    const expected = rows.map((row) => ({
      path: row.path,
      corpus: row.corpus,
      speaker: row.speaker,
      sex: row.sex,
      code: row.emotion_code,
      label: row.emotion,
      intensity: row.intensity in LEVELS ? LEVELS[row.intensity] : row.intensity,
      text: row.text,
      take: row.repetition || null,
    }))
    const byPath = (a: { path: string }, b: { path: string }): number => (a.path < b.path ? -1 : 1)
    expect(read.sort(byPath)).toEqual(expected.sort(byPath))
  })

  it('says which corpora and speakers are incomplete, with numbers', async () => {
    const { problems } = await recognise(SHARED_CORPORA)
    const evidence = problems.map((problem) => problem.evidence)
    expect(evidence).toContain('RAVDESS/02: 8 of 60 published clips.')
    expect(evidence).toContain('TESS: 126 of 2,800 published clips, 2 of 2 speakers.')
    expect(evidence.find((line) => line.startsWith('CREMA-D: '))).toMatch(
      /^CREMA-D: 970 of 7,442 published clips, 12 of 91 speakers/,
    )
    expect(
      problems.some(({ kind, evidence }) => kind === 'incomplete-speaker' && evidence.includes('CREMA-D')),
    ).toBe(false)
  })

  it('finds the perceived emotion of CREMA-D clips; 80 votes are tied and 410 agree with what was meant', async () => {
    const clips = (await recognise(SHARED_CORPORA)).clips.filter((clip) => clip.corpus === 'CREMA-D')
    expect(clips.filter((clip) => clip.perceived?.label === null)).toHaveLength(80)
    expect(clips.filter((clip) => clip.perceived?.label === clip.label)).toHaveLength(410)
  })
})
