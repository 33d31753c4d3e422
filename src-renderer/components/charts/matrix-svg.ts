import { matrixCells } from './matrix-cells.ts'
import { wholePercentText } from './number-text.ts'

const CELL = 72
const LEFT = 96
const TOP = 64
/** The shade of a full row share: the light theme's, for paper. */
const SHADE: readonly [number, number, number] = [8, 48, 107]
/** On white paper, black text reads better up to this share, white text above it. */
const STRONG_SHARE_ON_PAPER = 0.66

/** Text made safe inside XML. */
export function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`)
}

/** White at 0, the full shade at 1, straight between: lightness falls evenly, so that it reads in grey print too. */
export function shadeColour(share: number): string {
  const parts = SHADE.map((part) => Math.round(255 + (part - 255) * share))
  return `rgb(${parts.join(',')})`
}

/** A confusion matrix as an SVG picture for papers: light ground, count and percentage in each cell. */
export function matrixSvg(
  title: string,
  labels: readonly string[],
  confusion: readonly (readonly number[])[],
): string {
  const width = LEFT + CELL * labels.length + 16
  const height = TOP + CELL * labels.length + 16
  const text = (x: number, y: number, words: string, rest = '') =>
    `<text x="${x}" y="${y}" ${rest}>${xmlText(words)}</text>`
  const heads = labels.flatMap((label, index) => [
    text(LEFT + CELL * (index + 0.5), TOP - 8, label, 'text-anchor="middle"'),
    text(LEFT - 8, TOP + CELL * (index + 0.5) + 4, label, 'text-anchor="end"'),
  ])
  const cells = matrixCells(labels, confusion)
    .flat()
    .map((cell) => {
      const share = cell.share ?? 0
      const x = LEFT + CELL * cell.predictedIndex
      const y = TOP + CELL * cell.truthIndex
      const ink = share > STRONG_SHARE_ON_PAPER ? '#ffffff' : '#000000'
      return [
        `<rect x="${x}" y="${y}" width="${CELL}" height="${CELL}" fill="${shadeColour(share)}" stroke="#c3c5cb"/>`,
        text(
          x + CELL / 2,
          y + CELL / 2 - 2,
          String(cell.count),
          `text-anchor="middle" font-size="15" fill="${ink}"`,
        ),
        text(
          x + CELL / 2,
          y + CELL / 2 + 15,
          wholePercentText(cell.share),
          `text-anchor="middle" font-size="11" fill="${ink}"`,
        ),
      ].join('')
    })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12" fill="#1b1c20">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(8, 20, title, 'font-size="14" font-weight="600"'),
    text(8, 38, 'rows true, columns predicted, share of the row', 'font-size="11" fill="#54575f"'),
    ...heads,
    ...cells,
    '</svg>',
  ].join('')
}
