// Functions that run in the page: Playwright sends their text, so each must stand alone.

interface PageElement {
  shadowRoot: PageRoot | null
  dataset: Record<string, string | undefined>
  className: unknown
  tagName: string
  textContent: string | null
  getAttribute(name: string): string | null
  getBoundingClientRect(): { width: number; height: number }
  closest(selector: string): PageElement | null
  matches(selector: string): boolean
  scrollWidth: number
  clientWidth: number
}
interface PageCanvas extends PageElement {
  width: number
  height: number
  getContext(kind: '2d'): { getImageData(...box: number[]): { data: Uint8ClampedArray } }
}
interface PageRoot {
  querySelector(selector: string): PageElement | null
  querySelectorAll(selector: string): Iterable<PageElement>
}
declare const document: PageRoot & { activeElement: PageElement | null }
type Listener = (event: { data: unknown }) => void
type Listen = (event: string, listener: Listener) => void
declare const requestAnimationFrame: (draw: () => void) => void
declare const WebSocket: { prototype: { addEventListener: Listen } }
declare const getComputedStyle: (element: PageElement, part?: string | null) => Record<string, string>

/** All that is to be read or heard below an element: its text, and the names and tips of what is in it. */
export function wordsBelow(selector: string): string {
  const NAMES = ['aria-label', 'aria-valuetext', 'aria-description', 'title', 'alt', 'placeholder']
  const boxes = [...document.querySelectorAll(selector)] as (PageElement & PageRoot)[]
  return boxes
    .flatMap((box) => [
      box.textContent ?? '',
      ...[box, ...box.querySelectorAll('*')].flatMap((element) =>
        NAMES.map((name) => element.getAttribute(name) ?? ''),
      ),
    ])
    .filter((text) => text !== '')
    .join('\n')
}

/** How many different colours the canvases below an element show, shadow roots included. */
export function countColours(selector: string): number {
  const canvasesIn = (root: PageRoot): PageElement[] =>
    [...root.querySelectorAll('*')].flatMap((element) => [
      ...(element.tagName === 'CANVAS' ? [element] : []),
      ...(element.shadowRoot ? canvasesIn(element.shadowRoot) : []),
    ])
  const box = document.querySelector(selector) as (PageElement & PageRoot) | null
  if (box === null) return 0
  const roots = box.shadowRoot ? [box, box.shadowRoot] : [box]
  const colours = new Set<number>()
  for (const canvas of roots.flatMap(canvasesIn) as PageCanvas[]) {
    if (canvas.width === 0 || canvas.height === 0) continue
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
    for (const colour of new Uint32Array(data.buffer)) colours.add(colour)
  }
  return colours.size
}

/**
 * Numbers everything on the page that Tab must reach, and remembers how it looks without the focus.
 * Of a group of radio buttons Tab reaches the chosen one; arrows move on from there.
 * @returns what each is, in words
 */
export function numberFocusable(): string[] {
  const selector = 'a[href], button, input, select, textarea, summary, [tabindex]'
  const found = [...document.querySelectorAll(selector)].filter((element) => {
    const { width, height } = element.getBoundingClientRect()
    const isShown = width > 0 && height > 0 && getComputedStyle(element).visibility !== 'hidden'
    const isOther = element.matches('input[type=radio]:not(:checked), [tabindex="-1"], :disabled')
    return isShown && !isOther && element.closest('[aria-hidden=true], [inert]') === null
  })
  return found.map((element, index) => {
    const style = getComputedStyle(element)
    element.dataset.walk = String(index)
    element.dataset.look = [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join(
      '|',
    )
    const name = element.getAttribute('aria-label') ?? element.textContent?.trim().slice(0, 40) ?? ''
    return `${element.tagName.toLowerCase()}.${String(element.className)} "${name}"`
  })
}

/** The number of what has the focus, and whether it looks otherwise than without; null where nothing numbered has it. */
export function lookAtFocus(): { index: number; isVisible: boolean } | null {
  const element = document.activeElement
  if (element?.dataset.walk === undefined) return null
  const style = getComputedStyle(element)
  const look = [style.outline, style.boxShadow, style.borderColor, style.backgroundColor].join('|')
  return { index: Number(element.dataset.walk), isVisible: look !== element.dataset.look }
}

/** What can be scrolled sideways on the page, in words. */
export function sidewaysScrolls(): string[] {
  return [...document.querySelectorAll('*')]
    .filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        (element.tagName === 'HTML' || ['auto', 'scroll'].includes(getComputedStyle(element).overflowX)),
    )
    .map(
      (element) =>
        `${element.tagName.toLowerCase()}.${String(element.className)}: ${element.scrollWidth} > ${element.clientWidth}`,
    )
}

/** The longest animation or transition of anything on the page, in seconds; 0 where nothing can move. */
export function longestMotion(): number {
  const secondsOf = (durations: string): number[] =>
    durations.split(',').map((text) => parseFloat(text) / (text.trim().endsWith('ms') ? 1000 : 1))
  return Math.max(
    ...[...document.querySelectorAll('*')].flatMap((element) =>
      [null, '::before', '::after'].flatMap((part) => {
        const style = getComputedStyle(element, part)
        return [...secondsOf(style.transitionDuration), ...secondsOf(style.animationDuration)]
      }),
    ),
  )
}

interface PageAudioNode {
  context: { sampleRate: number }
  connect(target: unknown, ...rest: unknown[]): unknown
}
interface PageAnalyser {
  fftSize: number
  frequencyBinCount: number
  context: { sampleRate: number }
  getFloatFrequencyData(into: Float32Array): void
}
declare const window: { heard?: PageAnalyser }
declare const AudioNode: { prototype: PageAudioNode }
declare const AudioDestinationNode: new () => object
declare const AnalyserNode: new (context: object, options: { fftSize: number }) => PageAnalyser

/** Before the page's own scripts: what goes to the loudspeaker is also analysed, see `heardHz`. */
export function hearOutput(): void {
  const connect = AudioNode.prototype.connect
  AudioNode.prototype.connect = function (target, ...rest) {
    if (target instanceof AudioDestinationNode && window.heard === undefined) {
      window.heard = new AnalyserNode(this.context, { fftSize: 16_384 })
      connect.call(this, window.heard)
    }
    return connect.call(this, target, ...rest)
  }
}

/** The strongest frequency that the loudspeaker gets now, in hertz; 0 where it is silent. */
export function heardHz(): number {
  const { heard } = window
  if (heard === undefined) return 0
  const decibels = new Float32Array(heard.frequencyBinCount)
  heard.getFloatFrequencyData(decibels)
  const most = decibels.reduce((best, value, bin) => (value > decibels[best] ? bin : best), 0)
  return decibels[most] > -60 ? (most * heard.context.sampleRate) / heard.fftSize : 0
}

/** Places of rows of the clip table, in the order of the page. */
export function placesOf(rows: { getAttribute(name: string): string | null }[]): number[] {
  return rows.map((row) => Number(row.getAttribute('data-place')))
}

/** Resolves when what has happened so far is drawn. */
export function nextFrame(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** Messages of the studio come up to so many milliseconds late, in their order; so do answers to `fetch`, each by itself. */
export function delayAnswers(milliseconds: number): void {
  const late = () => new Promise<void>((resolve) => setTimeout(resolve, Math.random() * milliseconds))
  const listen = WebSocket.prototype.addEventListener
  WebSocket.prototype.addEventListener = function (event, listener) {
    if (event !== 'message') return listen.call(this, event, listener)
    let before = Promise.resolve()
    listen.call(this, event, (message) => {
      before = Promise.all([before, late()]).then(() => listener(message))
    })
  }
  const { fetch } = globalThis
  globalThis.fetch = async (...asked) => {
    const answer = await fetch(...asked)
    await late()
    return answer
  }
}
