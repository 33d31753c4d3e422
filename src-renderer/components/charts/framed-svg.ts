import { PRINT_THEME } from './chart-theme.ts'
import { xmlText } from './matrix-svg.ts'
import { RUN_COLOUR_COUNT, runLook } from './run-look.ts'

/** One run in the legend of a picture for paper. */
export interface LegendEntry {
  mark: string
  name: string
  colour: string
}

/** The legend of runs or of their dots: each look once. */
export function paperLegend(items: readonly { name: string; lookIndex: number }[]): LegendEntry[] {
  const byLook = new Map(items.map((item) => [item.lookIndex, item.name]))
  return [...byLook].map(([lookIndex, name]) => ({
    name,
    mark: runLook(lookIndex).mark,
    colour: PRINT_THEME.runs[lookIndex % RUN_COLOUR_COUNT],
  }))
}

const HEAD_HEIGHT = 52
const PADDING = 12
/** Rough width of a character of the legend's type, in pixels. */
const CHARACTER_WIDTH = 7

/**
 * A drawn chart with its title and legend above it on white ground, as it is needed apart from the screen.
 * @param inner the text of an SVG picture of `width` × `height` pixels.
 */
export function framedSvg(
  title: string,
  legend: readonly LegendEntry[],
  inner: string,
  width: number,
  height: number,
): string {
  const outerWidth = width + 2 * PADDING
  const outerHeight = height + HEAD_HEIGHT + PADDING
  let left = PADDING
  const entries = legend.map(({ mark, name, colour }) => {
    const place = left
    left += (name.length + 5) * CHARACTER_WIDTH
    return `<text x="${place}" y="40"><tspan fill="${colour}">${xmlText(mark)}</tspan> ${xmlText(name)}</text>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${outerWidth}" height="${outerHeight}" viewBox="0 0 ${outerWidth} ${outerHeight}" font-family="sans-serif" font-size="12" fill="#1b1c20">`,
    `<rect width="${outerWidth}" height="${outerHeight}" fill="#ffffff"/>`,
    `<text x="${PADDING}" y="20" font-size="14" font-weight="600">${xmlText(title)}</text>`,
    ...entries,
    `<svg x="${PADDING}" y="${HEAD_HEIGHT}" width="${width}" height="${height}">`,
    inner,
    '</svg></svg>',
  ].join('')
}
