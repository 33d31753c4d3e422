import { expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import { libraryOf } from './filled-library.ts'

const CLIPS = [
  { corpus: 'A', label: 'sad', perceived: { label: 'fear', confidence: 0.5, votes: '' } },
  { corpus: 'A', label: 'happy' },
  { corpus: 'B', label: 'calm' },
]

it('compares raters of a library, with the corpora’s tracks where they are asked for', () => {
  const { library, ids } = libraryOf(CLIPS)
  library.labels.set(ids, 'sad', null, 'Ann')
  library.labels.set([ids[0], ids[1]], 'fear', null, 'Ben')
  library.labels.set([ids[1]], 'sad', null, 'Ben')
  const report = library.labels.agreement({ tracks: [], corpora: [] })
  expect(calls['labels.agreement'].output.parse(report)).toEqual(report)
  expect(report.available).toEqual([
    { track: 'Ann', clips: 3 },
    { track: 'Ben', clips: 2 },
    { track: 'intended', clips: 3 },
    { track: 'perceived', clips: 1 },
  ])
  expect(report).toMatchObject({ tracks: ['Ann', 'Ben'], all: { clips: 2, disagreements: 1 } })
  const wider = library.labels.agreement({ tracks: ['Ann', 'intended', 'perceived'], corpora: ['A'] })
  expect(wider.byCorpus.map(({ corpus, clips }) => [corpus, clips])).toEqual([['A', 2]])
  expect(wider.pairs).toHaveLength(3)
})

it('lists the clips on which raters disagree, or those of one cell of a pair', () => {
  const { library, ids } = libraryOf(CLIPS)
  library.labels.set(ids, 'sad', null, 'Ann')
  library.labels.set([ids[0], ids[2]], 'fear', null, 'Ben')
  const everything = { tracks: [], corpora: [] }
  expect(library.labels.disagreements(everything, null)).toEqual([ids[0], ids[2]])
  expect(library.labels.disagreements({ tracks: [], corpora: ['B'] }, null)).toEqual([ids[2]])
  const cell = { first: 'Ann', second: 'intended', firstLabel: 'sad', secondLabel: 'sad' }
  expect(library.labels.disagreements(everything, cell)).toEqual([ids[0]])
})
