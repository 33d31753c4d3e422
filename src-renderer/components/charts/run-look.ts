/** How one run looks in every chart of a screen: a colour token and a symbol, so that neither stands alone. */
export interface RunLook {
  /** Name of a CSS custom property in styles/charts.css. */
  token: string
  symbol: 'circle' | 'triangle' | 'rect' | 'diamond'
  /** The symbol as a character, for legends and tables. */
  mark: string
}

export const RUN_COLOUR_COUNT = 6

const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'] as const
const MARKS = { circle: '●', triangle: '▲', rect: '■', diamond: '◆' } as const

/** The look of the run at a place in the list, from 0. Twelve runs have twelve different pairs of colour and symbol. */
export function runLook(runIndex: number): RunLook {
  const symbol = SYMBOLS[runIndex % SYMBOLS.length]
  return { token: `--run-${(runIndex % RUN_COLOUR_COUNT) + 1}`, symbol, mark: MARKS[symbol] }
}
