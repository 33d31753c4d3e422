// Functions that run in the page: Playwright sends their text, so each must stand alone.

interface PageElement {
  scrollTop: number
  scrollHeight: number
  clientHeight: number
  dispatchEvent(event: unknown): boolean
}
declare const document: { querySelector(selector: string): PageElement | null }
declare const performance: {
  now(): number
  getEntriesByType(type: string): { name: string; startTime: number; responseEnd: number }[]
}
declare const requestAnimationFrame: (callback: (time: number) => void) => void
declare const MouseEvent: new (name: string, options: object) => unknown

export type ScrollWay = 'wheel' | 'drag' | 'none'

/**
 * Times of the frames drawn while the clip table is scrolled: by 120 pixels a frame, from top to bottom as the bar is
 * dragged, or by somebody else.
 */
export function frameTimes({
  way,
  milliseconds,
}: {
  way: ScrollWay
  milliseconds: number
}): Promise<number[]> {
  const table = document.querySelector('[role="grid"]')!
  const times: number[] = []
  const start = performance.now()
  return new Promise((resolve) => {
    const step = (time: number) => {
      times.push(time)
      const share = (performance.now() - start) / milliseconds
      if (share >= 1) return resolve(times)
      if (way === 'wheel') table.scrollTop += 120
      if (way === 'drag') table.scrollTop = share * (table.scrollHeight - table.clientHeight)
      requestAnimationFrame(step)
    }
    requestAnimationFrame(step)
  })
}

/** From the press on a row to the frame after both of its pictures are here, in milliseconds. */
export function rowToPictures(place: number): Promise<number> {
  const start = performance.now()
  document
    .querySelector(`[data-place="${place}"] .name`)!
    .dispatchEvent(new MouseEvent('mousedown', { bubbles: true, button: 0 }))
  const isHere = (kind: string) =>
    performance
      .getEntriesByType('resource')
      .some(
        (entry) => entry.startTime >= start && entry.responseEnd > 0 && entry.name.includes(`media/${kind}/`),
      )
  return new Promise((resolve) => {
    const look = () => {
      if (!isHere('peaks') || !isHere('spectrograms')) return requestAnimationFrame(look)
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - start)))
    }
    look()
  })
}
