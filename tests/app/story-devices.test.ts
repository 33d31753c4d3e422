import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { emotone, emotoneJson, type Scratch } from './emotone.ts'
import { tensorflowFolder } from '#main/training/engines/cache-folder.ts'
import {
  installedTensorflow,
  MANIFEST_NAME,
  type TensorflowManifest,
} from '#main/training/engines/installed-tensorflow.ts'
import { TENSORFLOW_VERSION } from '#main/training/engines/tensorflow-wheel.ts'
import { untilIndexed, withStudio, type Studio } from './with-studio.ts'

const TRAINING_SECONDS = 240

describe.skipIf(CHROMIUM === null)(`two devices made of one CPU${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let studio: Studio
  let scratch: Scratch

  withStudio(
    async (opened, begun) => {
      page = opened
      studio = begun
      scratch = studio.scratch
      await untilIndexed(page)
    },
    { env: { EMOTONE_CPU_RUNS: undefined } },
  )

  const form = () => page.getByRole('complementary', { name: 'New experiment' })

  /** Opens the list of engines and devices. */
  const openMenu = async () => {
    await page.getByRole('button', { name: /^Engine:/ }).click()
    return page.getByRole('dialog', { name: /Engine/ })
  }
  const chooseRuns = async (text: string) => {
    const menu = await openMenu()
    const field = menu.getByRole('spinbutton', { name: 'Runs on the CPU at once' })
    await field.fill(text)
    await field.press('Enter')
    return { menu, field }
  }

  it('are one until a person says that two runs may share it: then a run that waits starts at once', async () => {
    await goTo(page, '/experiments')
    await form().getByRole('combobox', { name: 'Engine' }).selectOption('wasm')
    await form().getByLabel('Augment').setChecked(false)
    await form().getByRole('spinbutton', { name: 'Epochs' }).fill('4')
    await form().getByRole('button', { name: 'Launch all three runs' }).click()
    await page
      .getByText(/^Waits for CPU:0, held by run mixed-\w+\.$/)
      .first()
      .waitFor()

    const { menu } = await chooseRuns('2')
    await menu.getByText('Set. Runs that work now go on where they are.').waitFor()
    await menu.getByText('CPU:1', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await page
      .getByText(/^Waits for CPU:0, held by run mixed-\w+; or CPU:1, held by run female-\w+\.$/)
      .waitFor()
    await form().getByText('Each run takes one device, whichever is free.').waitFor()
    // the first comparison opens by itself
    await page
      .getByRole('heading', { name: 'Scores on the test set' })
      .waitFor({ timeout: TRAINING_SECONDS * 1000 })
    await goTo(page, '/experiments')
    await expect.poll(() => page.getByText('done', { exact: true }).count()).toBe(3)
  })

  it('refuse what is no number of runs, and say what it must be', async () => {
    for (const text of ['0', '65', '']) {
      const { menu, field } = await chooseRuns(text)
      await menu.getByText('Must be a whole number from 1 to 64.').waitFor()
      expect(await field.getAttribute('aria-invalid')).toBe('true')
      expect(await field.inputValue()).toBe(text)
      const { violations } = await new AxeBuilder({ page }).include('[aria-label="Engines"]').analyze()
      expect(violations).toEqual([])
      await page.keyboard.press('Escape')
    }
    const { cpuRuns } = await enginesJson()
    expect(cpuRuns).toEqual({ count: 2, isFixed: false })
  })

  interface EnginesDocument {
    engines: { name: string; devices: { id: string }[] }[]
    cpuRuns: { count: number; isFixed: boolean }
  }
  const enginesJson = (...args: string[]) => emotoneJson<EnginesDocument>(scratch, 'engines', ...args)
  const wasmDevices = ({ engines }: EnginesDocument) =>
    engines.find(({ name }) => name === 'wasm')?.devices.map(({ id }) => id)

  it('are in the list of devices of the command line, which sets their number, too', async () => {
    expect(wasmDevices(await enginesJson())).toEqual(['CPU:0', 'CPU:1'])
    expect(wasmDevices(await enginesJson('--cpu-runs', '1'))).toEqual(['CPU:0'])
    const wrong = await emotone(scratch, 'engines', '--cpu-runs', 'two')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('--cpu-runs two must be a whole number from 1 to 64')
    const { stdout } = await emotone(scratch, 'engines', '--cpu-runs', '2')
    expect(stdout).toContain('Runs on the CPU at once: 2.')
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

  it('are as many as EMOTONE_CPU_RUNS says, where it is set, and the screen says so', async () => {
    scratch.env.EMOTONE_CPU_RUNS = '3'
    scratch.env.EMOTONE_CACHE = scratch.at('cache')
    page = await studio.restart()
    await untilIndexed(page)
    const menu = await openMenu()
    await menu.getByText('CPU:2', { exact: true }).waitFor()
    const field = menu.getByRole('spinbutton', { name: 'Runs on the CPU at once' })
    expect(await field.inputValue()).toBe('3')
    expect(await field.isDisabled()).toBe(true)
    await menu.getByText('Set by EMOTONE_CPU_RUNS, where the studio was started.').waitFor()
    await page.keyboard.press('Escape')

    const refused = await emotone(scratch, 'engines', '--cpu-runs', '2', '--json')
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'conflict' } })
    scratch.env.EMOTONE_CPU_RUNS = 'many'
    for (const command of [['engines'], ['serve', '--demo']]) {
      const { code, stderr } = await emotone(scratch, ...command)
      expect(code).toBe(1)
      expect(stderr).toContain('EMOTONE_CPU_RUNS=many must be a whole number from 1 to 64')
    }
  })

  it('are listed for TensorFlow as soon as it is installed, without a new start', async () => {
    const engineIn = (menu: Locator) =>
      menu.getByRole('listitem').filter({ has: page.getByText('tensorflow', { exact: true }) })
    const before = await openMenu()
    await engineIn(before).getByText('not here').waitFor()
    await before.getByText('node bin/emotone.mjs install-tensorflow').waitFor()
    await page.keyboard.press('Escape')
    const folder = tensorflowFolder(TENSORFLOW_VERSION, 'cpu', scratch.env)
    mkdirSync(folder, { recursive: true })
    writeFileSync(path.join(folder, 'library'), 'made up')
    const manifest: TensorflowManifest = {
      version: TENSORFLOW_VERSION,
      variant: 'cpu',
      packageName: 'made-up',
      files: [{ name: 'library', bytes: 7, sha256: '' }],
    }
    writeFileSync(path.join(folder, MANIFEST_NAME), JSON.stringify(manifest))
    const after = await openMenu()
    await engineIn(after).getByText('ready').waitFor()
    await page.keyboard.press('Escape')
  })
})
