import { expect, it } from 'vitest'
import type { Prediction } from '#shared/domain/run.ts'
import { disagreementsOf } from '#renderer/views/compare/disagreements.ts'

const said = (clipId: number, predicted: string, probability: number): Prediction =>
  ({
    clipId,
    name: `${clipId}.wav`,
    truth: 'sad',
    predicted,
    probabilities: [probability, 1 - probability],
  }) as Prediction

it('lists the common clips that two runs predict differently, those first of which the first is surest', () => {
  const { common, rows } = disagreementsOf(
    [said(1, 'sad', 0.6), said(2, 'angry', 0.7), said(3, 'sad', 0.9), said(4, 'calm', 0.8)],
    [said(1, 'angry', 0.55), said(2, 'angry', 0.9), said(3, 'happy', 0.8), said(5, 'sad', 0.99)],
  )
  expect(common).toBe(3)
  expect(rows.map((row) => [row.clipId, row.one.label, row.other.label])).toEqual([
    [3, 'sad', 'happy'],
    [1, 'sad', 'angry'],
  ])
})

it('knows no disagreement of runs that were tested on other clips', () => {
  expect(disagreementsOf([said(1, 'sad', 0.9)], [said(2, 'angry', 0.9)])).toEqual({ common: 0, rows: [] })
})
