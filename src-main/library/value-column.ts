import { createNumberColumn } from './number-column.ts'

/** The different values of a column; their place is their code. */
export interface Dictionary {
  values: string[]
  codeOf: Map<string, number>
}

/** A column of text with few different values. */
export interface ValueColumn {
  readonly dictionary: Dictionary
  /** By row, see `NumberColumn.values`. */
  readonly codes: Uint32Array
  /** Goes up whenever a row gets another value. */
  readonly version: number
  set(row: number, value: string): void
}

export function createValueColumn(dictionary: Dictionary = { values: [], codeOf: new Map() }): ValueColumn {
  const codes = createNumberColumn(Uint32Array)
  return {
    dictionary,
    get codes() {
      return codes.values
    },
    get version() {
      return codes.version
    },
    set(row, value) {
      let code = dictionary.codeOf.get(value)
      if (code === undefined) {
        code = dictionary.values.push(value) - 1
        dictionary.codeOf.set(value, code)
      }
      codes.set(row, code)
    },
  }
}
