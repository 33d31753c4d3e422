import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, launchChromium, NEEDS_CHROMIUM, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { emotoneJson, makeScratch, startServe, type RunningServer, type Scratch } from './emotone.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { watchFaults } from './watch-faults.ts'

const TRAINING_SECONDS = 240

describe.skipIf(CHROMIUM === null)(`two devices made of one CPU${NEEDS_CHROMIUM}`, () => {
  let scratch: Scratch
  let server: RunningServer
  let browser: Browser
  let person: Visit
  let page: Page

  beforeAll(async () => {
    scratch = makeScratch()
    scratch.env.EMOTONE_CPU_RUNS = '2'
    server = await startServe(scratch, '--demo', '--port', '0')
    browser = await launchChromium()
    person = await visit(browser, server.url)
    page = person.page
    await page.getByText('f01_s1_angry_t1.wav').waitFor({ timeout: 120_000 })
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    scratch?.remove()
  }, 60_000)
  watchFaults(() => (person ? [person] : []))

  const form = () => page.getByRole('complementary', { name: 'New experiment' })

  it('are in the list of devices, on the screen and on the command line', async () => {
    await page.getByRole('button', { name: /^Engine:/ }).click()
    const menu = page.getByRole('dialog', { name: /Engine/ })
    for (const id of ['CPU:0', 'CPU:1']) await menu.getByText(id, { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    const { engines } = await emotoneJson<{ engines: { name: string; devices: { id: string }[] }[] }>(
      scratch,
      'engines',
    )
    const wasm = engines.find((engine) => engine.name === 'wasm')
    expect(wasm?.devices.map(({ id }) => id)).toEqual(['CPU:0', 'CPU:1'])
  })

  it('train two runs at once; the third says what it waits for', async () => {
    await goTo(page, '/experiments')
    await form().getByRole('combobox', { name: 'Engine' }).selectOption('wasm')
    await form().getByLabel('Augment').setChecked(false)
    await form().getByRole('spinbutton', { name: 'Epochs' }).fill('2')
    await form().getByText('Each run takes one device, whichever is free.').waitFor()
    await form().getByRole('button', { name: 'Launch all three runs' }).click()
    await page
      .getByText(/^Waits for CPU:0, held by run mixed-\w+; or CPU:1, held by run female-\w+\.$/)
      .waitFor()
    await expect
      .poll(() => page.getByText('done', { exact: true }).count(), { timeout: TRAINING_SECONDS * 1000 })
      .toBe(3)
  })

  const noTensorflow = installedTensorflow() ? '' : ' (skipped: TensorFlow is not installed)'
  it.skipIf(noTensorflow !== '')(
    `share the batches of one run that asks for both${noTensorflow}`,
    async () => {
      await goTo(page, '/experiments')
      await form().getByRole('combobox', { name: 'Engine' }).selectOption('tensorflow')
      for (const population of ['Female', 'Male'])
        await form().getByRole('button', { name: population, exact: true }).click()
      for (const id of ['CPU:0', 'CPU:1']) await form().getByRole('button', { name: id }).click()
      await form().getByText('Each run takes all 2: every batch is shared among them.').waitFor()
      await form().getByRole('spinbutton', { name: 'Epochs' }).fill('2')
      await form().getByRole('textbox', { name: 'Name' }).fill('spread')
      await form().getByRole('button', { name: 'Launch the run' }).click()
      await expect
        .poll(() => page.getByText('done', { exact: true }).count(), { timeout: TRAINING_SECONDS * 1000 })
        .toBe(4)
      await page.getByRole('link', { name: 'mixed', exact: true }).first().click()
      await page.getByRole('log').getByText('2 devices, on CPU:0 and CPU:1').waitFor()
    },
  )
})
