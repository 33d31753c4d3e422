import { describe, expect, it } from 'vitest'
import { matrixCells, movedCell } from '#renderer/components/charts/matrix-cells.ts'
import { matrixSvg, shadeColour, xmlText } from '#renderer/components/charts/matrix-svg.ts'

const LABELS = ['angry', 'sad']
const CONFUSION = [
  [9, 1],
  [12, 54],
]

describe('confusion matrix', () => {
  it('names each cell by truth, prediction, count and share of the row', () => {
    const cells = matrixCells(LABELS, CONFUSION)
    expect(cells[1][0]).toMatchObject({ lead: 'true sad, predicted angry,', count: 12, counted: 'clips' })
    expect(cells[0][1]).toMatchObject({ lead: 'true angry, predicted sad,', count: 1, counted: 'clip' })
    expect(cells[0][0]).toMatchObject({ isDiagonal: true, share: 0.9 })
  })

  it('says rows where augmented rows were counted', () => {
    expect(matrixCells(LABELS, CONFUSION, 'rows')[1][1].counted).toBe('rows')
  })

  it('gives a row without clips no share', () => {
    expect(matrixCells(LABELS, [[0, 0], CONFUSION[1]])[0][0]).toMatchObject({ share: null, count: 0 })
  })

  it('moves the focus by arrow and stays at the edges', () => {
    expect(movedCell({ row: 0, column: 0 }, 'ArrowUp', 4)).toEqual({ row: 0, column: 0 })
    expect(movedCell({ row: 0, column: 0 }, 'ArrowDown', 4)).toEqual({ row: 1, column: 0 })
    expect(movedCell({ row: 2, column: 3 }, 'ArrowRight', 4)).toEqual({ row: 2, column: 3 })
    expect(movedCell({ row: 2, column: 3 }, 'Home', 4)).toEqual({ row: 2, column: 0 })
    expect(movedCell({ row: 2, column: 0 }, 'End', 4)).toEqual({ row: 2, column: 3 })
  })

  it('is drawn for paper with every count and a shade that darkens evenly', () => {
    const svg = matrixSvg('women & men', LABELS, CONFUSION)
    for (const text of ['>9<', '>54<', '>82 %<', 'women &#38; men']) expect(svg).toContain(text)
    expect(shadeColour(0)).toBe('rgb(255,255,255)')
    expect(shadeColour(1)).toBe('rgb(8,48,107)')
  })

  it('lets no text break the picture', () => {
    expect(xmlText(`<a b="c">'&`)).toBe('&#60;a b=&#34;c&#34;&#62;&#39;&#38;')
  })
})
