import { expect, it } from 'vitest'
import { plainFacts } from '#renderer/views/clip/plain-facts.ts'

it('puts the codes of a file name into one line, behind what is said in words', () => {
  expect(
    plainFacts([
      { name: 'emotion code', value: 'DIS' },
      { name: 'sentence', value: 'IEO' },
      { name: 'level', value: 'XX' },
      { name: 'age', value: '51' },
    ]),
  ).toEqual([
    { name: 'age', value: '51' },
    { name: 'codes in the name', value: 'emotion DIS, sentence IEO, level XX' },
  ])
})

it('leaves words as they are', () => {
  const facts = [
    { name: 'word', value: 'bite' },
    { name: 'statement', value: 'Kids are talking by the door' },
  ]
  expect(plainFacts(facts)).toEqual(facts)
})
