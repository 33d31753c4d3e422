type Numbers = Uint8Array | Uint32Array | Float32Array | Float64Array

/** A column of numbers, rows in the order of the clips' ids. */
export interface NumberColumn<Kind extends Numbers = Numbers> {
  /** By row. There is room for more rows than there are, and a column that has grown has other `values`: do not keep them. */
  readonly values: Kind
  /** Goes up whenever a row gets another value. */
  readonly version: number
  set(row: number, value: number): void
}

const FIRST_ROOM = 1024

export function createNumberColumn<Kind extends Numbers>(
  kind: new (length: number) => Kind,
): NumberColumn<Kind> {
  let values = new kind(FIRST_ROOM)
  let rowCount = 0
  let version = 0
  return {
    get values() {
      return values
    },
    get version() {
      return version
    },
    set(row, value) {
      if (row >= values.length) {
        const grown = new kind(Math.max(row + 1, values.length * 2))
        grown.set(values)
        values = grown
      }
      const before = values[row]
      values[row] = value
      if (row < rowCount && Object.is(before, values[row])) return
      rowCount = Math.max(rowCount, row + 1)
      version++
    },
  }
}
