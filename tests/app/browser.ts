import { existsSync } from 'node:fs'
import path from 'node:path'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { countColours, delayAnswers, nextFrame, wordsBelow } from './page-scripts.ts'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
]
/** `EMOTONE_SLOW_PAGES=6` makes pages take six times as long: stories that only pass where the page is fast are found so. */
const SLOW_PAGES = Number(process.env.EMOTONE_SLOW_PAGES ?? 1)
const ACT_SECONDS = 20 * SLOW_PAGES
/** `EMOTONE_LATE_ANSWERS=300` lets messages and media of the studio arrive up to so many milliseconds late: stories that only pass where answers are fast are found so. */
const LATE_ANSWERS = Number(process.env.EMOTONE_LATE_ANSWERS ?? 0)

/** The Chromium that the stories use: `EMOTONE_CHROMIUM`, else the first that is on the path; null where there is none. */
export const CHROMIUM = findChromium()
/** For the name of a story that is skipped without Chromium. */
export const NEEDS_CHROMIUM =
  CHROMIUM === null ? ' (skipped: no Chromium; EMOTONE_CHROMIUM may name one)' : ''
if (CHROMIUM === null)
  console.warn('No Chromium: stories in the browser are skipped. EMOTONE_CHROMIUM may name one.')

/** `EMOTONE_CHROMIUM` that is set but empty says: there is none. */
function findChromium(): string | null {
  const named = process.env.EMOTONE_CHROMIUM
  if (named !== undefined) return named !== '' && existsSync(named) ? named : null
  const folders = (process.env.PATH ?? '').split(path.delimiter)
  const found = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  return found.find((file) => existsSync(file)) ?? null
}

export function launchChromium(): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('There is no Chromium; EMOTONE_CHROMIUM may name one.')
  return chromium.launch({ executablePath: CHROMIUM, args: ARGUMENTS })
}

/** One person in front of the studio: a browser of its own, with cookies and settings of its own. */
export interface Visit {
  page: Page
  /** What the pages have complained of: console errors, uncaught errors, answers that failed. */
  faults: string[]
  close(): Promise<void>
}

export interface VisitOptions {
  theme?: 'light' | 'dark'
  width?: number
  height?: number
  /** Default: none, so that nothing has to be waited for. */
  reducedMotion?: 'reduce' | 'no-preference'
  /** Runs in the page before its own scripts. */
  script?: () => void
}

/** Connected, and the first screen is there: until then a new address is overwritten by the one that is on its way. */
export const FIRST_SCREEN = 'html[data-studio=ready]:not([data-screen="/"])'

/** Opens the address that the studio printed, and waits until the studio is ready. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { theme = 'light', width = 1440, height = 900, reducedMotion = 'reduce', script } = options
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion,
  })
  context.setDefaultTimeout(ACT_SECONDS * 1000)
  const faults = collectFaults(context)
  if (script !== undefined) await context.addInitScript(script)
  if (SLOW_PAGES !== 1) context.on('page', (opened) => void slowDown(opened))
  if (LATE_ANSWERS > 0) await context.addInitScript(delayAnswers, LATE_ANSWERS)
  const page = await context.newPage()
  await page.goto(url)
  await page.locator(FIRST_SCREEN).waitFor()
  return { page, faults, close: () => context.close() }
}

async function slowDown(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOW_PAGES })
}

function collectFaults(context: BrowserContext): string[] {
  const faults: string[] = []
  context.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()} (${message.location().url})`)
  })
  context.on('weberror', (error) => faults.push(`uncaught: ${error.error().stack ?? error.error().message}`))
  context.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`)
  })
  return faults
}

/** Goes to an address of the studio, such as `/library?sex=female`, and waits until its screen is there, not what it shows. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.locator(FIRST_SCREEN).waitFor()
  await page.goto(`${new URL(page.url()).origin}/#${address}`)
  const [screen] = address.split('?')
  await page.locator(`html[data-studio=ready][data-screen="${screen}"]`).waitFor()
  // the same screen at another place: it has taken that once it is drawn anew
  await page.evaluate(nextFrame)
}

/** What tells a label of the demo library: file names and labels; “this speaker's neutral” is a button. */
export const TELLING = /_t\d|\.wav|angry|happy|sad\b|(?<!speaker's )neutral/

/** All that is to be read or heard below the elements, tips and names included, and the page's title. */
export async function wordsOf(page: Page, selector: string): Promise<string> {
  return `${await page.title()}\n${await page.evaluate(wordsBelow, selector)}`
}

/** How many different colours the canvases below an element show; at most 1 where nothing is drawn. */
export function colourCount(page: Page, selector: string): Promise<number> {
  return page.evaluate(countColours, selector)
}

/** Launches all three runs of the form, and waits for the comparison that opens by itself. @returns the ids of the runs */
export async function trainThree(page: Page, epochs: number, limitSeconds = 240): Promise<string[]> {
  await goTo(page, '/experiments')
  await page.getByRole('spinbutton', { name: 'Epochs' }).fill(String(epochs))
  const form = page.getByRole('complementary', { name: 'New experiment' })
  await form.getByRole('button', { name: 'Launch all three runs' }).click()
  await page
    .getByRole('heading', { name: 'Scores on the test set' })
    .waitFor({ timeout: limitSeconds * 1000 })
  return /runs=([\w,-]+)/.exec(page.url())?.[1].split(',') ?? []
}
