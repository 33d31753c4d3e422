import { describe, expect, it } from 'vitest'
import {
  begun,
  capitalise,
  formatCount,
  formatPosition,
  formatRate,
  formatTimeLeft,
  formatMeasure,
  levelText,
  plural,
  sentence,
} from '#renderer/format.ts'

it('writes counts with thousands and the right number of the noun', () => {
  expect(formatCount(12162)).toBe('12,162')
  expect(plural(1, 'clip')).toBe('1 clip')
  expect(plural(0, 'finding')).toBe('0 findings')
  expect(plural(2, 'copy', 'copies')).toBe('2 copies')
})

it('makes the first letter of a sentence large, and leaves the rest', () => {
  expect(capitalise('undo: label sad on 1 clip of TESS')).toBe('Undo: label sad on 1 clip of TESS')
  expect(capitalise('')).toBe('')
})

it('writes a position in minutes, seconds and hundredths, rounding over the minute', () => {
  expect(formatPosition(0)).toBe('0:00.00')
  expect(formatPosition(71.256)).toBe('1:11.26')
  expect(formatPosition(59.999)).toBe('1:00.00')
  expect(formatPosition(NaN)).toBe('0:00.00')
})

it('writes the time left in the two largest units', () => {
  expect(formatTimeLeft(12.4)).toBe('12 s')
  expect(formatTimeLeft(75)).toBe('1 min 15 s')
  expect(formatTimeLeft(3 * 3600 + 120)).toBe('3 h 2 min')
  expect(formatTimeLeft(null)).toBe('')
})

it('writes sample rates in kilohertz, and the bounds of a level with a minus sign', () => {
  expect(formatRate('44100')).toBe('44.1 kHz')
  expect(levelText({})).toBe('')
  expect(levelText({ minDecibels: -30, maxDecibels: -20 })).toBe('level −30 to −20 dBFS')
  expect(levelText({ maxDecibels: -20 })).toBe('level up to −20 dBFS')
  expect(levelText({ minDecibels: -30 })).toBe('level from −30 dBFS')
})

describe('what the studio says', () => {
  it('begins as people write, but leaves names as they are', () => {
    expect(begun('another studio holds this library')).toBe('Another studio holds this library')
    expect(begun('hopSamples=0 must be between 1 and 400')).toBe('hopSamples=0 must be between 1 and 400')
    expect(begun('f01.wav: no sound')).toBe('f01.wav: no sound')
  })

  it('ends with a full stop where it stands among other sentences', () => {
    expect(sentence('the file is gone')).toBe('The file is gone.')
    expect(sentence('The studio does not answer.')).toBe('The studio does not answer.')
  })
})

it('writes measures with as many digits as those beside them', () => {
  expect([0.041, 0.1, 1234.5, -1.25].map((value) => formatMeasure(value, 3))).toEqual([
    '0.041',
    '0.100',
    '1,234.500',
    '−1.250',
  ])
})
