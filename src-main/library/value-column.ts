/** The different values of a column; their place is their code. */
export interface Dictionary {
  values: string[]
  codeOf: Map<string, number>
}

/** A column of text with few different values. */
export interface ValueColumn {
  dictionary: Dictionary
  /** By row. */
  codes: number[]
  set(row: number, value: string): void
}

export function createValueColumn(dictionary: Dictionary = { values: [], codeOf: new Map() }): ValueColumn {
  const codes: number[] = []
  return {
    dictionary,
    codes,
    set(row, value) {
      let code = dictionary.codeOf.get(value)
      if (code === undefined) {
        code = dictionary.values.push(value) - 1
        dictionary.codeOf.set(value, code)
      }
      codes[row] = code
    },
  }
}
