/** How one label looks everywhere: chips, curves, matrix axes, timeline. */
export interface LabelLook {
  /** Beside the colour, so that no label is told by colour alone. */
  letter: string
  /** Fill that stays apart from the others for colour-blind eyes, on light and on dark ground. */
  colour: { light: string; dark: string }
}

export type Theme = 'light' | 'dark'

/** Fixed for ever: a colour that moved would make old pictures lie. Built on Okabe and Ito (2008). */
const LOOKS: Record<string, LabelLook> = {
  angry: { letter: 'A', colour: { light: '#c4420a', dark: '#f0672b' } },
  happy: { letter: 'H', colour: { light: '#d99a00', dark: '#f2b824' } },
  neutral: { letter: 'N', colour: { light: '#7a7f89', dark: '#9ba1ac' } },
  sad: { letter: 'S', colour: { light: '#0f67b1', dark: '#4a9fe6' } },
  fear: { letter: 'F', colour: { light: '#5b3a94', dark: '#8f6fd1' } },
  disgust: { letter: 'D', colour: { light: '#4f6b16', dark: '#87a83c' } },
  surprise: { letter: 'U', colour: { light: '#c667a0', dark: '#ec9aca' } },
  calm: { letter: 'C', colour: { light: '#1fa58a', dark: '#4fd1b5' } },
  boredom: { letter: 'B', colour: { light: '#6f4a2c', dark: '#b08560' } },
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
