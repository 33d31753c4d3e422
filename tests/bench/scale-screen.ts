/**
 * How does a large library feel in the browser?
 *
 *     node bin/emotone.mjs build && node tests/bench/scale-screen.ts [--clips 100000] [--folder DIR]
 *
 * Serves a generated library (see scale.ts; DIR may hold one) and measures in Chromium: the address to the first rows, a row to its
 * waveform and spectrogram, filters, frames while scrolling, a label's way to a second window, and the server's memory.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { goTo, launchChromium, visit } from '../app/browser.ts'
import { spawnEmotone, type Scratch } from '../app/emotone.ts'
import { makeLargeLibrary } from './large-library.ts'
import { frameTimes, rowToPictures, type ScrollWay } from './page-measures.ts'
import { memoryBelow } from './process-memory.ts'

const SCROLL_MS = 6000
/** 30 a second: as often as systems repeat a key that is held, or rather more often. */
const KEY_REPEAT_MS = 33
const SCROLLS: [words: string, way: ScrollWay, move?: (page: Page) => Promise<void>][] = [
  ['wheel', 'wheel'],
  ['bar', 'drag'],
  ['Page Down held', 'none', holdPageDown],
  ['Page Down as fast as the page takes it', 'none', hammerPageDown],
  ['nobody', 'none'],
]

const { values } = parseArgs({
  options: { clips: { type: 'string', default: '100000' }, folder: { type: 'string' } },
})
const folder = values.folder ?? mkdtempSync(path.join(os.tmpdir(), 'emotone-scale-'))
const env = { ...process.env, EMOTONE_DATA: path.join(folder, 'data') }
const scratch: Scratch = { folder, at: (...names) => path.join(folder, ...names), env, remove: () => {} }
try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}`,
  )
  const clipCount = Number(values.clips)
  if (!existsSync(scratch.at('large.emotone')))
    await makeLargeLibrary(folder, clipCount, Math.min(clipCount, 100_000))
  await measure()
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}

async function measure(): Promise<void> {
  const started = performance.now()
  const child = spawnEmotone(scratch, [
    'serve',
    '--library',
    scratch.at('large.emotone'),
    '--port',
    '0',
    '--json',
  ])
  child.stderr?.pipe(process.stderr)
  const browser = await launchChromium()
  try {
    let text = ''
    const url = await new Promise<string>((resolve) => {
      createInterface({ input: child.stdout! }).on('line', (line) => {
        const found = /"url": "([^"]+)"/.exec((text += line))
        if (found) resolve(found[1])
      })
    })
    say('command to address', ms(performance.now() - started))
    say('memory of the studio', memory(child.pid!))
    const { page, close } = await visit(browser, url)
    await page.getByRole('button', { name: 'Close for ever' }).click()
    await firstRow(page)

    const opens = []
    for (let time = 0; time < 5; time++) {
      const start = performance.now()
      await page.reload()
      await firstRow(page)
      opens.push(performance.now() - start)
    }
    say('page loaded anew to first rows', spread(opens))

    const filters = []
    for (const query of [
      'label=sad',
      'sex=female&corpus=TESS',
      'text=airplane',
      'finding=clipped',
      'min=2&max=3',
    ]) {
      const start = performance.now()
      await goTo(page, `/library?${query}&sort=name`)
      await page.getByText(/^[\d,]+ clips$/).waitFor()
      await firstRow(page)
      filters.push(performance.now() - start)
    }
    say('filter to first rows', spread(filters))

    await goTo(page, '/library')
    await firstRow(page)
    const rows = []
    for (let place = 1; place <= 20; place++) rows.push(await page.evaluate(rowToPictures, place))
    say('row to waveform and spectrogram', spread(rows))

    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
    const busy = async () => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration')!.value
    }
    for (const [words, way, move] of SCROLLS) {
      await page.reload()
      await firstRow(page)
      await page.getByRole('grid', { name: 'Clips' }).focus()
      const before = await busy()
      const drawn = page.evaluate(frameTimes, { way, milliseconds: SCROLL_MS })
      await move?.(page)
      const times = await drawn
      const perFrame = ((await busy()) - before) / times.length
      say(`scrolling by ${words}:`, `${frames(times)}; page busy ${perFrame.toFixed(1)} ms a frame`)
    }

    await toOtherWindow(page, (await visit(browser, url)).page)
    say('memory of the studio at the end', memory(child.pid!))
    await close()
  } finally {
    await browser.close()
    child.kill('SIGTERM')
    await new Promise((resolve) => child.on('exit', resolve))
  }
}

/** From the key in one window to the changed row in the other, both on this screen. */
async function toOtherWindow(here: Page, there: Page): Promise<void> {
  await goTo(here, '/library')
  await goTo(there, '/library')
  await here.getByRole('grid', { name: 'Clips' }).press('Home')
  await Promise.all([firstRow(here), firstRow(there)])
  const times: number[] = []
  for (const key of ['4', '1', '3', '4', '2', '1', '3', '4', '1', '2']) {
    await here.getByRole('grid', { name: 'Clips' }).press('Home')
    const cell = there.locator('[data-place="0"] .label')
    const before = await cell.textContent()
    const start = performance.now()
    await here.keyboard.press(key)
    await there
      .waitForFunction(
        `document.querySelector('[data-place="0"] .label').textContent !== ${JSON.stringify(before)}`,
        undefined,
        { timeout: 5000 },
      )
      .then(
        () => times.push(performance.now() - start),
        () => undefined, // the clip had that label before
      )
  }
  say('a label seen in the other window', spread(times))
}

async function firstRow(page: Page): Promise<void> {
  await page.locator('[data-place="0"] .name').waitFor()
}

/** As a keyboard does: again and again until it is let go, whether or not the page keeps up. */
async function holdPageDown(page: Page): Promise<void> {
  const repeats: Promise<void>[] = []
  const end = performance.now() + SCROLL_MS
  while (performance.now() < end) {
    repeats.push(page.keyboard.down('PageDown'))
    await new Promise((resolve) => setTimeout(resolve, KEY_REPEAT_MS))
  }
  await Promise.all(repeats)
  await page.keyboard.up('PageDown')
}

/** Faster than any keyboard: the next press as soon as the page has taken one. */
async function hammerPageDown(page: Page): Promise<void> {
  const end = performance.now() + SCROLL_MS
  while (performance.now() < end) await page.keyboard.press('PageDown')
}

/** @param times at which frames were drawn, in milliseconds */
function frames(times: number[]): string {
  const lengths = times.slice(1).map((time, index) => time - times[index])
  const long = lengths.filter((length) => length > 20).length
  let fewest = Infinity
  for (const from of times) {
    if (from + 1000 > times[times.length - 1]) break
    fewest = Math.min(fewest, times.filter((time) => time >= from && time < from + 1000).length)
  }
  const seconds = (times[times.length - 1] - times[0]) / 1000
  return `${(lengths.length / seconds).toFixed(0)} frames/s, in the worst second ${fewest}, over 20 ms ${((100 * long) / lengths.length).toFixed(1)} %, longest ${Math.max(...lengths).toFixed(0)} ms`
}

function memory(pid: number): string {
  const { now, most } = memoryBelow(pid)
  return `${now} MB (most ${most})`
}

function spread(times: number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]
  return `median ${ms(at(0.5))}, 95th percentile ${ms(at(0.95))}, worst ${ms(at(1))}`
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`
}

function say(...words: string[]): void {
  console.log(words.join('  '))
}
