// Takes the pictures of docs/images from the demo library: node tests/app/take-pictures.ts
import { mkdirSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import type { RunInfo } from '#shared/domain/run.ts'
import { colourCount, goTo, launchChromium, visit } from './browser.ts'
import { makeScratch, ROOT, startServe } from './emotone.ts'
import { holdEvents } from './hold-events.ts'

const IMAGES = path.join(ROOT, 'docs/images')
const MOST_BYTES = 400_000
const INDEX_MS = 120_000
const TRAINING_MS = 600_000
/** Epochs of a run that are over in the picture of runs under way. */
const LIVE_EPOCHS = 8

/** Takes one picture in both themes. */
type TakePicture = (name: string) => Promise<void>

const scratch = makeScratch()
// the path of a clip is in the pictures
const data = path.join(os.tmpdir(), 'emotone')
rmSync(data, { recursive: true, force: true })
scratch.env.EMOTONE_DATA = data
mkdirSync(IMAGES, { recursive: true })
const server = await startServe(scratch, '--demo', '--port', '0')
const browser = await launchChromium()
try {
  const light = await visit(browser, server.url, { theme: 'light' })
  const dark = await visit(browser, server.url, { theme: 'dark' })
  await takeAll([light.page, dark.page], async (name) => {
    await take(light.page, `${name}-light`)
    await take(dark.page, `${name}-dark`)
  })
} finally {
  await browser.close()
  await server.stop()
  scratch.remove()
  rmSync(data, { recursive: true, force: true })
}

async function takeAll(pages: Page[], picture: TakePicture): Promise<void> {
  const each = async (act: (page: Page) => Promise<void>) => {
    for (const page of pages) await act(page)
  }
  await each(async (page) => {
    await page.getByText('f01_s1_angry_t1.wav').waitFor({ timeout: INDEX_MS })
    await page.getByRole('button', { name: 'Close for ever' }).click()
  })
  await relabel(pages[0])

  await each(async (page) => {
    await goTo(page, '/library')
    await page.getByRole('grid', { name: 'Clips' }).press('Home')
    for (let step = 0; step < 3; step++) await page.keyboard.press('j')
    await page.getByRole('heading', { name: 'f01_s1_happy_t1.wav' }).waitFor()
    await page.locator('[aria-label="Descriptors"] dl').waitFor()
    await page.evaluate('document.activeElement.blur()')
  })
  await picture('library')

  await each(async (page) => {
    await showClip(page, '/library?speaker=Demo+voices+(synthetic)%2Ff03&text=s1&clip=73')
    await page.getByRole('separator', { name: 'Resize clip' }).focus()
    for (let step = 0; step < 2; step++) await page.keyboard.press('ArrowLeft')
    await chooseRegion(page)
  })
  await picture('clip')

  await each(async (page) => {
    await goTo(page, '/audit')
    await page.getByRole('heading', { name: '7 findings' }).waitFor()
    await page.locator('[aria-label="Descriptors"] dl').waitFor()
  })
  await picture('audit')

  await each(async (page) => {
    await goTo(page, '/overview')
    await page.getByRole('heading', { name: 'Speakers' }).waitFor()
  })
  await picture('overview')

  await each(async (page) => {
    await goTo(page, '/triage?from=clips&sex=female&label=sad')
    await page.getByRole('heading', { name: /_sad_/ }).waitFor()
  })
  await each(async (page) => {
    for (const key of ['4', 'y', '4']) await page.keyboard.press(key)
    await page.getByText('all saved').waitFor()
    await page.keyboard.press(' ')
    await expectColours(page)
  })
  await picture('triage')

  await each(async (page) => {
    await goTo(page, '/labels')
    await page.getByText('Labelled fear').or(page.getByText('label fear')).first().waitFor()
  })
  await picture('labels')

  await each((page) => goTo(page, '/experiments'))
  const releases = await Promise.all(pages.map((page) => holdEvents(page, makeLiveMoment())))
  await pages[0].getByRole('button', { name: 'Launch all three runs' }).first().click()
  await each(async (page) => {
    await page.getByText('done', { exact: true }).waitFor({ timeout: TRAINING_MS })
    await page.getByText(`epoch ${LIVE_EPOCHS + 1} of`).waitFor({ timeout: TRAINING_MS })
  })
  await picture('experiments')
  for (const release of releases) release()

  const scores = { name: 'Scores on the test set' }
  await pages[0].getByRole('heading', scores).waitFor({ timeout: TRAINING_MS })
  await each(async (page) => {
    await page.goto(`${new URL(page.url()).origin}/${new URL(pages[0].url()).hash}`)
    await page.getByRole('gridcell').nth(47).waitFor()
    // scores and matrices in one picture
    await page.evaluate(`document.querySelector('[aria-label="Scores"]').scrollIntoView()`)
  })
  await picture('compare')
}

/** The second of three runs is then under way: some curves whole, some growing, some to come. */
function makeLiveMoment(): Parameters<typeof holdEvents>[1] {
  let hasEnded = false
  return ({ name, data }) => {
    if (name !== 'runs.changed') return false
    const { state, epochsDone } = data as RunInfo
    hasEnded ||= state === 'done'
    return hasEnded && state === 'running' && epochsDone === LIVE_EPOCHS
  }
}

/** A few acts of a person, so that there is a history to see. */
async function relabel(page: Page): Promise<void> {
  await showClip(page, '/library?clip=4')
  await page.keyboard.press('3')
  await page.keyboard.press('u')
  await showClip(page, '/library?clip=73')
  await page.keyboard.press('5')
  await page.getByRole('status').getByText('Labelled fear').waitFor()
}

/** Waits until the spectrogram is drawn. */
async function expectColours(page: Page): Promise<void> {
  while ((await colourCount(page, '.spectrum')) < 50) await page.waitForTimeout(100)
}

async function showClip(page: Page, address: string): Promise<void> {
  await goTo(page, address)
  await page.locator('[aria-label="Descriptors"] dl').waitFor()
}

/** Draws a region over the middle of the waveform. */
async function chooseRegion(page: Page): Promise<void> {
  const box = await page.locator('.layers').boundingBox()
  if (box === null) throw new Error('The clip shows no waveform.')
  await page.mouse.move(box.x + 0.35 * box.width, box.y + 40)
  await page.mouse.down()
  await page.mouse.move(box.x + 0.6 * box.width, box.y + 40, { steps: 4 })
  await page.mouse.up()
}

async function take(page: Page, name: string): Promise<void> {
  const file = path.join(IMAGES, `${name}.png`)
  await page.mouse.move(720, 4)
  await page.locator('.toast').last().waitFor({ state: 'detached' })
  await page.screenshot({ path: file, animations: 'disabled' })
  const { size } = statSync(file)
  if (size > MOST_BYTES) throw new Error(`${file} has ${size} bytes; at most ${MOST_BYTES} may be committed.`)
  console.log(`${file} ${Math.round(size / 1000)} kB`)
}
