import { describe, expect, it } from 'vitest'
import { prediction } from '#shared/domain/run.ts'
import { formatPredictions, parsePredictions, predictionsOf } from '#main/evaluation/predictions-file.ts'
import { LABELS, predictedRow } from './evaluation-fixtures.ts'

describe('predictions', () => {
  it('come back from the file as they were written', () => {
    const rows = [
      predictedRow(1, 'A/1f', 'train', 'angry', 0.125, { variantIndex: 2 }),
      predictedRow(2, 'Say "ah", please/2m', 'test', 'sad', 1 / 3),
    ]
    const text = formatPredictions(LABELS, rows)
    expect(text.split('\n')[0]).toBe(
      'clipId,clipHash,variantIndex,speakerId,corpus,sex,split,truth,predicted,p angry,p sad',
    )
    expect(parsePredictions(LABELS, text)).toEqual(rows)
  })

  it('name the line that cannot be read', () => {
    const text = formatPredictions(LABELS, [predictedRow(1, 'A/1f', 'test', 'sad', 0.5)])
    expect(() => parsePredictions(LABELS, text.replace('test', 'quiz'))).toThrow('predictions.csv, line 2')
    expect(() => parsePredictions(['angry', 'calm'], text)).toThrow('line 2')
  })

  it('list a clip once per cell, its original first', () => {
    const rows = [
      predictedRow(1, 'A/1f', 'test', 'angry', 0.7, { variantIndex: 4 }),
      predictedRow(1, 'A/1f', 'test', 'angry', 0.9),
      predictedRow(1, 'A/1f', 'test', 'angry', 0.2, { variantIndex: 5 }),
    ]
    const listed = predictionsOf(LABELS, rows, (id) => `clip-${id}.wav`)
    expect(listed.map((one) => prediction.parse(one).predicted)).toEqual(['angry', 'sad'])
    expect(listed[0]).toMatchObject({ name: 'clip-1.wav', probabilities: [0.9, 1 - 0.9] })
  })
})
