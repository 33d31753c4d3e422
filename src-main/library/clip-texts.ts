import type { ClipColumns } from './clip-columns.ts'
import type { Db } from './database.ts'

/** What is written about clips and takes too much room to be held before it is asked for. */
export interface ClipTexts {
  /** By row: 1 where the text of the clip holds the word, which has no space in it and is in lower case. */
  rowsWith(word: string, columns: ClipColumns): Uint8Array
}

/** Found words that are kept until a text changes. */
const KEPT_WORDS = 12
const NEWLINE = 0x0a

/** All texts one after the other, as UTF-8: a word is looked for in all of them at once. */
interface TextBlock {
  bytes: Buffer
  /** [rowCount + 1] where the text of a row begins. */
  starts: Float64Array
}

export function createClipTexts(db: Db): ClipTexts {
  const readTexts = db.prepare<[], string>('SELECT search FROM clip ORDER BY id').pluck()
  const found = new Map<string, Uint8Array>()
  let block: TextBlock | null = null
  let version = -1

  return {
    rowsWith(word, columns) {
      if (version !== columns.textVersion) {
        block = null
        found.clear()
        version = columns.textVersion
      }
      const known = found.get(word)
      if (known) return known
      block ??= readBlock(readTexts.iterate(), columns.rowCount)
      const rows = rowsWith(block, Buffer.from(word))
      if (found.size >= KEPT_WORDS) found.delete(found.keys().next().value!)
      found.set(word, rows)
      return rows
    },
  }
}

function readBlock(texts: Iterable<string>, rowCount: number): TextBlock {
  let bytes = Buffer.allocUnsafe(Math.max(1024, rowCount * 100))
  const starts = new Float64Array(rowCount + 1)
  let row = 0
  let length = 0
  for (const text of texts) {
    // a UTF-16 unit takes three bytes at most
    if (length + 3 * text.length + 1 > bytes.length) {
      const grown = Buffer.allocUnsafe(2 * bytes.length + 3 * text.length)
      bytes.copy(grown, 0, 0, length)
      bytes = grown
    }
    length += bytes.write(text, length)
    bytes[length++] = NEWLINE
    starts[++row] = length
  }
  return { bytes: bytes.subarray(0, length), starts }
}

function rowsWith({ bytes, starts }: TextBlock, word: Buffer): Uint8Array {
  const rows = new Uint8Array(starts.length - 1)
  let row = 0
  let at = bytes.indexOf(word)
  while (at !== -1) {
    while (starts[row + 1] <= at) row++
    rows[row] = 1
    at = bytes.indexOf(word, starts[row + 1])
  }
  return rows
}
