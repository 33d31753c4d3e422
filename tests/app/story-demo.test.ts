import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, colourCount, goTo, NEEDS_CHROMIUM, TELLING, wordsOf } from './browser.ts'
import { withStudio } from './with-studio.ts'

const TRAINING_SECONDS = 240
const POPULATIONS = ['mixed', 'female', 'male']

describe.skipIf(CHROMIUM === null)(`the whole path on the demo library${NEEDS_CHROMIUM}`, () => {
  let page: Page

  withStudio((opened) => {
    page = opened
  })

  const table = () => page.getByRole('grid', { name: 'Clips' })
  const row = (name: string) => table().getByRole('row').filter({ hasText: name })
  const current = () => table().locator('[role=row].current')
  const counted = (text: string, limitSeconds?: number) =>
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
      .waitFor(limitSeconds === undefined ? {} : { timeout: limitSeconds * 1000 })
  const panel = () => page.getByRole('region', { name: 'Clip', exact: true })
  const position = () => page.getByRole('slider', { name: 'Position' })
  const launch = (name: RegExp | string) =>
    page.getByRole('complementary', { name: 'New experiment' }).getByRole('button', { name })

  it('starts on the demo library, says that its voices are synthetic, and offers three acts', async () => {
    const strip = page.getByRole('region', { name: 'First steps' })
    await strip.getByText('its voices are synthetic').waitFor()
    for (const act of ['Hear a clip and label it', 'Train women, men and all', 'Open your own corpora'])
      expect(await strip.getByRole('button', { name: act }).isEnabled(), act).toBe(true)
    await counted('360 clips', 120)
    await row('f01_s1_angry_t1.wav').waitFor()
    expect(await page.title()).toBe('Library · Emotone')
    expect(page.url(), 'the token has left the address').not.toContain('token')
  })

  it('plays the first clip from the strip, which can be closed for ever', async () => {
    const strip = page.getByRole('region', { name: 'First steps' })
    await strip.getByRole('button', { name: 'Hear a clip' }).click()
    await current().filter({ hasText: 'f01_s1_angry_t1.wav' }).waitFor()
    await untilPlaying()
    await strip.getByRole('button', { name: 'Close for ever' }).click()
    await strip.waitFor({ state: 'detached' })
  })

  it('lists the planted faults with their evidence and their clips', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.getByRole('heading', { name: '7 findings' }).waitFor()
    const kinds = page.getByRole('list', { name: 'Findings by kind' })
    for (const kind of ['Same sound, different labels', 'Silent', 'Same sound twice', 'Clipped'])
      await kinds.getByRole('button', { name: kind }).waitFor()
    await kinds.getByRole('button', { name: 'Misnamed file' }).click()
    const cards = page.getByRole('region', { name: 'Findings of this kind' })
    await cards.getByText('its content is AIFF').waitFor()
    await panel().getByRole('heading', { name: 'f05_s2_neutral_t1.wav' }).waitFor()
    await expect.poll(() => colourCount(page, '.spectrum'), { timeout: 20_000 }).toBeGreaterThan(50)
    await kinds.getByRole('button', { name: 'Unrecognised file' }).click()
    await cards.getByText('1 file not indexed').waitFor()
  })

  it('launches three runs with one act, draws their curves, and opens the comparison by itself', async () => {
    await page.keyboard.press('g')
    await page.keyboard.press('e')
    await page.getByRole('spinbutton', { name: 'Epochs' }).fill('3')
    await page.getByRole('textbox', { name: /^Name/ }).fill('first three')
    for (const population of POPULATIONS)
      await page.locator('.preview tr').filter({ hasText: population }).first().waitFor()
    await launch('Launch all three runs').click()

    const runs = page.getByRole('table', { name: 'Runs' })
    for (const population of POPULATIONS)
      await runs.getByRole('link', { name: population, exact: true }).waitFor()
    const uar = page.getByRole('img', { name: /^UAR by epoch\..*mixed: train .* after epoch/ })
    await uar.waitFor({ timeout: TRAINING_SECONDS * 1000 })
    await expect.poll(() => uar.locator('svg path').count(), { timeout: 20_000 }).toBeGreaterThan(3)
    await page.getByRole('log', { name: 'Log of the run' }).getByText('epoch').first().waitFor()

    await page.getByRole('heading', { name: 'Scores on the test set' }).waitFor({
      timeout: TRAINING_SECONDS * 1000,
    })
    expect(page.url()).toContain('/compare?runs=')
  })

  it('shows three models side by side; a cell lists its clips, and a chosen one is shown and heard', async () => {
    await goTo(page, '/experiments')
    await page.getByRole('button', { name: 'Compare the 3 runs' }).click()
    const matrices = page.getByRole('grid', { name: 'rows true, columns predicted' })
    await expect.poll(() => matrices.count(), { timeout: 20_000 }).toBe(3)
    const boxes = await Promise.all([0, 1, 2].map((index) => matrices.nth(index).boundingBox()))
    expect(new Set(boxes.map((box) => box?.y)).size, 'side by side').toBe(1)
    await page.getByRole('region', { name: 'What the comparison says' }).getByText('No run leaks').waitFor()
    await page.getByRole('region', { name: 'Settings that differ' }).getByText('population').waitFor()

    const [clips, cell] = await fullestCell(matrices.first())
    await cell.click()
    const playlist = page.getByRole('region', { name: 'Clips of the cell' })
    await playlist.getByText(clips === 1 ? '1 clip' : `${clips} clips`, { exact: true }).waitFor()
    await untilPlaying()
    const chosen = playlist.locator('[data-clip]').nth(1)
    const name = (await chosen.locator('.name').innerText()).trim()
    await chosen.click()
    await panel().getByRole('heading', { name }).waitFor()
    await page.getByRole('contentinfo').getByText(`2 of ${clips}`, { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await playlist.waitFor({ state: 'detached' })

    const apart = page.getByRole('region', { name: 'Where two runs disagree' })
    await apart.getByText('common test clips').or(apart.getByText('tested on different clips')).waitFor()

    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await expect
      .poll(() => matrices.count(), { message: 'the screen’s key keeps runs on it', timeout: 20_000 })
      .toBeGreaterThan(1)
  })

  it('hides in blind mode what a cell, and two runs that disagree, tell of their clips', async () => {
    await goTo(page, '/experiments')
    await page.getByRole('button', { name: 'Compare the 3 runs' }).click()
    const matrices = page.getByRole('grid', { name: 'rows true, columns predicted' })
    const [, cell] = await fullestCell(matrices.first())
    await cell.click()
    const playlist = page.getByRole('region', { name: 'Clips of the cell' })
    await playlist.locator('[data-clip]').nth(1).click()
    const differing = page.getByRole('table', { name: 'Clips predicted differently' })
    await differing
      .getByRole('button', { name: /^Play f0.*\.wav/ })
      .first()
      .waitFor()
    const seen = '.cell-clips, [aria-label="Clips predicted differently"], .drawer .clip-head, footer'
    expect(await wordsOf(page, seen)).toMatch(TELLING)
    expect(await page.locator('.matrices .opened').count()).toBe(1)

    await page.keyboard.press('b')
    await panel()
      .getByRole('heading', { name: /^clip \d+$/ })
      .waitFor()
    await playlist.getByText('hidden in blind mode').waitFor()
    await differing
      .getByRole('button', { name: /^Play clip \d+$/ })
      .first()
      .waitFor()
    expect(await wordsOf(page, seen)).not.toMatch(TELLING)
    expect(await page.locator('.matrices .opened').count()).toBe(0)
    await page.keyboard.press('b')
    await playlist.getByText(/\.wav/).first().waitFor()
    await page.keyboard.press('Escape')
  })

  it('opens one run with its curves, settings, split and log, and goes back', async () => {
    await goTo(page, '/experiments')
    await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'female' }).click()
    await page.getByRole('heading', { name: /female of first three/ }).waitFor()
    await page.getByRole('grid', { name: 'rows true, columns predicted' }).waitFor()
    await page
      .getByText(/no speaker/i)
      .first()
      .waitFor()
    await page.goBack()
    await page.getByRole('table', { name: 'Runs' }).waitFor()
  })

  it('marks the seed protocol as leaking, before and after it has run', async () => {
    await goTo(page, '/experiments')
    const form = page.getByRole('form', { name: 'Experiment' })
    await form.getByRole('radio', { name: /^seed leaks/ }).check()
    for (const population of ['Female', 'Mixed'])
      await form.getByRole('button', { name: population, exact: true }).click()
    await page.getByRole('spinbutton', { name: 'Epochs' }).fill('1')
    await page.locator('.preview').getByText('leaks').waitFor()
    await launch('Launch the run').click()
    const leaking = page
      .getByRole('table', { name: 'Runs' })
      .getByRole('rowgroup')
      .filter({ hasText: 'leaks' })
    await leaking.getByText('done').waitFor({ timeout: TRAINING_SECONDS * 1000 })
    await leaking.getByRole('link', { name: 'male' }).click()
    await page
      .getByText(/Rows of one clip and clips of one speaker are in train and test/)
      .first()
      .waitFor()
  })

  it('predicts the clips of the list with a finished run', async () => {
    await goTo(page, '/library?label=sad&sex=female')
    await counted('45 clips')
    await page.keyboard.press('g')
    await page.keyboard.press('p')
    await page.getByRole('button', { name: 'Predict 45 clips' }).click()
    await page.getByRole('heading', { name: '45 predictions' }).waitFor({ timeout: 120_000 })
    const lines = page.getByRole('region', { name: 'Predictions, table' }).getByRole('row')
    expect(await lines.count()).toBe(46)
    await lines.nth(1).getByText('sad').first().waitFor()
    await page.keyboard.press('b')
    await lines.nth(1).getByText('hidden in blind mode').waitFor()
    expect(await wordsOf(page, '[aria-label="Predictions, table"]')).not.toMatch(TELLING)
    await page.keyboard.press('b')
    await lines.nth(1).getByText('sad').first().waitFor()
  })

  /** The sound is heard: the position moves. */
  async function untilPlaying(): Promise<void> {
    const before = await seconds()
    await expect.poll(seconds, { timeout: 20_000, interval: 20 }).not.toBe(before)
  }

  async function seconds(): Promise<number> {
    return Number(await position().inputValue())
  }
})

/** The cell with the most clips, and how many they are. */
async function fullestCell(matrix: ReturnType<Page['locator']>) {
  const counts = await matrix.locator('[role=gridcell] .count').allInnerTexts()
  const most = Math.max(...counts.map(Number))
  return [most, matrix.getByRole('gridcell').nth(counts.indexOf(String(most)))] as const
}
