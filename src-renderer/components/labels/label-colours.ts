/** How one label looks everywhere: chips, curves, matrix axes, timeline. */
export interface LabelLook {
  /** Beside the colour, so that no label is told by colour alone. */
  letter: string
  /** Fill that stays apart from the others for colour-blind eyes, on light and on dark ground. */
  colour: { light: string; dark: string }
}

export type Theme = 'light' | 'dark'

/**
 * Fixed for ever: a colour that moved would make old pictures lie. Found by a search over OKLCH with the usual hue of
 * each label given, for the largest least distance between any two, as normal and colour-blind eyes see them.
 */
const LOOKS: Record<string, LabelLook> = {
  angry: { letter: 'A', colour: { light: '#e90015', dark: '#f42204' } },
  happy: { letter: 'H', colour: { light: '#d4912f', dark: '#f6d661' } },
  neutral: { letter: 'N', colour: { light: '#7b7e82', dark: '#98a0a7' } },
  sad: { letter: 'S', colour: { light: '#2a5489', dark: '#0084f1' } },
  fear: { letter: 'F', colour: { light: '#4200ac', dark: '#7c68b2' } },
  disgust: { letter: 'D', colour: { light: '#347d36', dark: '#61bd63' } },
  surprise: { letter: 'U', colour: { light: '#d850c8', dark: '#fc88f0' } },
  calm: { letter: 'C', colour: { light: '#36b392', dark: '#96e2d2' } },
  boredom: { letter: 'B', colour: { light: '#583619', dark: '#99725d' } },
}

/** For labels that a corpus of one's own brings: picked by the label's text, the same on every machine. */
const OTHERS: LabelLook['colour'][] = [
  { light: '#3f7f93', dark: '#73b6ca' },
  { light: '#8a4f6d', dark: '#c48aa8' },
  { light: '#7b7a2c', dark: '#b9b764' },
  { light: '#4d5b8c', dark: '#8c9ad0' },
]

/** The look of a label; labels unknown to the studio get one of four quieter colours and their first letter. */
export function labelLook(label: string): LabelLook {
  const known = Object.prototype.hasOwnProperty.call(LOOKS, label) ? LOOKS[label] : undefined
  if (known !== undefined) return known
  let sum = 0
  for (let index = 0; index < label.length; index++) sum = (sum * 31 + label.charCodeAt(index)) >>> 0
  return { letter: label.slice(0, 1).toUpperCase() || '–', colour: OTHERS[sum % OTHERS.length] }
}

/** The colour of a label in a theme, such as for a chart's series. */
export function labelColour(label: string, theme: Theme): string {
  return labelLook(label).colour[theme]
}

/** How the letter of a label looks (class `label-letter`): the label's colour, and what reads well on it. */
export function letterStyleOf(label: string, theme: Theme): { background: string; color: string } {
  const background = labelColour(label, theme)
  return { background, color: textOn(background) }
}

/** Black or white, whichever reads better on a colour (WCAG relative luminance). */
export function textOn(colour: string): '#000000' | '#ffffff' {
  const luminance = relativeLuminance(colour)
  return (luminance + 0.05) / 0.05 >= 1.05 / (luminance + 0.05) ? '#000000' : '#ffffff'
}

/** WCAG 2.2 relative luminance of `#rrggbb`, 0…1. */
export function relativeLuminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
