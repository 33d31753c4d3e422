import { expect, it } from 'vitest'
import { confusionCells, corpusRows, pairCells, richestPair } from '#renderer/views/labels/agreement-cells.ts'

const pair = (first: string, second: string, clips: number, value: number | null) => ({
  first,
  second,
  clips,
  sameShare: null,
  kappa: { value, interval: null },
  confusion: [],
})

it('shows the kappa of a pair on both sides of the diagonal, and nothing on it', () => {
  const cells = pairCells(['Ann', 'Ben'], [pair('Ann', 'Ben', 3, 0.5)])
  const kappa = { text: '0.50', share: 0.5, isDisabled: false }
  expect(cells).toEqual([
    [null, { ...kappa, label: 'Ann and Ben: kappa 0.50 on 3 clips' }],
    [{ ...kappa, label: 'Ben and Ann: kappa 0.50 on 3 clips' }, null],
  ])
})

it('has no shade for a kappa below chance, no press where no clip is, and no cell for a pair unknown', () => {
  const cells = pairCells(['Ann', 'Ben', 'Cem'], [pair('Ann', 'Ben', 1, -0.2), pair('Ann', 'Cem', 0, null)])
  expect(cells[0][1]).toMatchObject({ text: '−0.20', share: 0, isDisabled: false })
  expect(cells[0][2]).toMatchObject({ text: '–', share: 0, isDisabled: true })
  expect(cells[1][2]).toBeNull()
})

it('shades the counts of a confusion by the share of their row', () => {
  const confusion = [
    [3, 1],
    [0, 0],
  ]
  expect(confusionCells({ first: 'Ann', second: 'Ben', confusion }, ['calm', 'sad'])).toEqual([
    [
      { text: '3', share: 0.75, label: 'Ann calm, Ben calm: 3 clips', isDisabled: false },
      { text: '1', share: 0.25, label: 'Ann calm, Ben sad: 1 clip', isDisabled: false },
    ],
    [
      { text: '0', share: 0, label: 'Ann sad, Ben calm: 0 clips', isDisabled: true },
      { text: '0', share: 0, label: 'Ann sad, Ben sad: 0 clips', isDisabled: true },
    ],
  ])
})

it('opens the pair of most common clips', () => {
  const pairs = [pair('rater', 'Ben', 0, null), pair('rater', 'Anna', 4, 0.1), pair('Ben', 'Anna', 4, 0.9)]
  expect(richestPair(pairs)).toBe(pairs[1])
  expect(richestPair([])).toBeUndefined()
})

it('gives corpora on whose clips no two tracks speak a line without figures', () => {
  const none = { value: null, interval: null }
  const fleiss = { value: null, clips: 0 }
  const own = { corpus: 'TESS', clips: 3, disagreements: 1, alpha: none, fleiss }
  expect(corpusRows([own], ['RAVDESS', 'TESS'])).toEqual([
    { corpus: 'TESS', figures: own },
    { corpus: 'RAVDESS', figures: null },
  ])
})
