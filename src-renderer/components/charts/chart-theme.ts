import { onScopeDispose, shallowRef, type ShallowRef } from 'vue'
import { RUN_COLOUR_COUNT } from './run-look.ts'

/** Colours that a chart needs, as CSS colour texts: echarts cannot read custom properties itself. */
export interface ChartTheme {
  text: string
  textSoft: string
  line: string
  lineStrong: string
  surface: string
  fontFamily: string
  /** In the order of run-look.ts. */
  runs: string[]
}

/** For paper: what an exported picture looks like whatever the screen's theme is. */
export const PRINT_THEME: ChartTheme = {
  text: '#1b1c20',
  textSoft: '#54575f',
  line: '#dcdde1',
  lineStrong: '#c3c5cb',
  surface: '#ffffff',
  fontFamily: 'sans-serif',
  runs: ['#3d3fb8', '#0a7f72', '#b92a75', '#9a6a00', '#2b86c5', '#5e6470'],
}

/** Reads the tokens as they are now. */
function readChartTheme(): ChartTheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string): string => style.getPropertyValue(name).trim()
  return {
    text: token('--text'),
    textSoft: token('--text-soft'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    surface: token('--surface'),
    fontFamily: token('--font-ui'),
    runs: Array.from({ length: RUN_COLOUR_COUNT }, (_, index) => token(`--run-${index + 1}`)),
  }
}

/** The tokens, read again whenever the theme changes. */
export function useChartTheme(): Readonly<ShallowRef<ChartTheme>> {
  const theme = shallowRef(readChartTheme())
  const readAgain = () => (theme.value = readChartTheme())
  const observer = new MutationObserver(readAgain)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  onScopeDispose(() => observer.disconnect())
  return theme
}
