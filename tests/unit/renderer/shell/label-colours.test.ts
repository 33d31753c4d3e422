import { describe, expect, it } from 'vitest'
import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import {
  labelColour,
  labelLook,
  relativeLuminance,
  textOn,
} from '#renderer/components/labels/label-colours.ts'

const THEMES = ['light', 'dark'] as const

/** Machado, Oliveira and Fernandes (2009), full severity, on linear RGB. */
const DEFICIENCIES = {
  none: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

function labOf(colour: string, matrix: number[]): number[] {
  const linear = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  const seen = [0, 3, 6].map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        linear.reduce((sum, value, column) => sum + matrix[row + column] * value, 0),
      ),
    ),
  )
  const [r, g, b] = seen
  // Ottosson's OKLab
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

describe('label colours', () => {
  it('gives every studio label a letter of its own', () => {
    expect(new Set(STUDIO_LABELS.map((label) => labelLook(label).letter)).size).toBe(STUDIO_LABELS.length)
  })

  for (const theme of THEMES) {
    for (const [name, matrix] of Object.entries(DEFICIENCIES)) {
      it(`keeps any two apart in the ${theme} theme, ${name} vision`, () => {
        const distances = STUDIO_LABELS.flatMap((one, index) =>
          STUDIO_LABELS.slice(index + 1).map((other) => {
            const [a, b] = [labOf(labelColour(one, theme), matrix), labOf(labelColour(other, theme), matrix)]
            return { pair: `${one} ${other}`, distance: Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) }
          }),
        )
        // 0.02 in OKLab is a just noticeable difference; four of them can be told apart away from each other
        expect(distances.filter(({ distance }) => distance < 0.08)).toEqual([])
      })
    }

    it(`writes the letter readably in the ${theme} theme`, () => {
      for (const label of STUDIO_LABELS) {
        const colour = labelColour(label, theme)
        const [low, high] = [relativeLuminance(colour), relativeLuminance(textOn(colour))].sort(
          (a, b) => a - b,
        )
        expect((high + 0.05) / (low + 0.05), label).toBeGreaterThanOrEqual(4.5)
      }
    })
  }

  it('gives a label of a corpus of one’s own the same look every time', () => {
    expect(labelLook('contempt')).toEqual(labelLook('contempt'))
    expect(labelLook('contempt').letter).toBe('C')
    expect(labelLook('constructor').letter).toBe('C')
  })
})
