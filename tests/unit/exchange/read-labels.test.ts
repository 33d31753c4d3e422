import { describe, expect, it } from 'vitest'
import { allOf, textFile } from '#fixtures/labelled-clips.ts'
import { readLabels, recogniseFormat } from '#main/exchange/read-labels.ts'

describe('the format of labels', () => {
  it('is told by names, else by the first line', () => {
    const formatOf = (...files: [name: string, text: string][]) =>
      recogniseFormat(files.map(([name, text]) => textFile(name, text)))
    expect(formatOf(['db.yaml', ''], ['db.emotion.csv', ''])).toBe('audformat')
    expect(formatOf(['a.csv', ''])).toBe('csv')
    expect(formatOf(['a.json', ''])).toBe('json')
    expect(formatOf(['a', ' {"format":1}'])).toBe('json')
    expect(formatOf(['a.txt', '0\t1\tsad\n'])).toBe('audacity')
    expect(formatOf(['a.txt', 'path\tlabel\n'])).toBe('csv')
    expect(formatOf(['a.txt', ''], ['b.txt', ''])).toBe('audacity')
    expect(() => formatOf(['a.csv', ''], ['b.csv', ''])).toThrow('with its db.yaml')
  })
})

describe('a file', () => {
  const read = (name: string, bytes: Uint8Array) => allOf(readLabels([{ name, bytes }], 'csv'))
  it('that is no text is refused', async () => {
    await expect(read('a.csv', Uint8Array.of(80, 75, 3, 4, 0, 0))).rejects.toThrow('a.csv is no text')
  })
  it('in another encoding than UTF-8 is refused', async () => {
    await expect(read('a.csv', Buffer.from('path,label\nä.wav,sad\n', 'latin1'))).rejects.toThrow(
      'a.csv is not UTF-8 text',
    )
  })
  it('in the UTF-16 of a spreadsheet is read', async () => {
    const bytes = Buffer.from('\ufeffpath\tlabel\nä.wav\tsad\n', 'utf16le')
    expect((await read('a.csv', bytes)).lines).toMatchObject([{ path: 'ä.wav', label: 'sad' }])
  })
})
