import type { Page } from 'playwright-core'
import { FIRST_SCREEN } from './browser.ts'

interface StudioEvent {
  name: string
  data: unknown
}

/**
 * Lets the page live up to a moment, for as long as a picture takes: events reach it up to the first one that
 * `isLast` knows, later ones wait. What the page asks is answered all the while. Loads the page anew.
 * @returns hands over what has waited, and lets go
 */
export async function holdEvents(page: Page, isLast: (event: StudioEvent) => boolean): Promise<() => void> {
  let state: 'before' | 'held' | 'released' = 'before'
  const waiting: (() => void)[] = []
  await page.routeWebSocket(/\/wire$/, (socket) => {
    socket.connectToServer().onMessage((message) => {
      const event = eventIn(message)
      const pass = (): void => socket.send(message)
      if (state === 'held' && event !== null) return void waiting.push(pass)
      pass()
      if (state === 'before' && event !== null && isLast(event)) state = 'held'
    })
  })
  await page.reload()
  await page.locator(FIRST_SCREEN).waitFor()
  return () => {
    state = 'released'
    for (const pass of waiting.splice(0)) pass()
  }
}

/** The event in a frame; null in an answer. */
function eventIn(message: string | Buffer): StudioEvent | null {
  const frame = JSON.parse(String(message)) as { kind: string } & StudioEvent
  return frame.kind === 'event' ? frame : null
}
