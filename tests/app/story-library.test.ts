import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, colourCount, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { placesOf } from './page-scripts.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

type Box = { y: number; height: number }

describe.skipIf(CHROMIUM === null)(`the clips of the library${NEEDS_CHROMIUM}`, () => {
  let page: Page

  withStudio(async (opened) => {
    page = opened
    await untilIndexed(page)
    await page.getByRole('button', { name: 'Close for ever' }).click()
    await counted('360 clips')
  })

  const table = () => page.getByRole('grid', { name: 'Clips' })
  const row = (name: string) => table().getByRole('row').filter({ hasText: name })
  const current = () => table().locator('[role=row].current')
  const counted = (text: string) =>
    page
      .getByRole('status')
      .filter({ hasText: new RegExp(`^\\s*${text}\\s*$`) })
      .waitFor()
  const facet = (group: string, value: string) =>
    page
      .getByRole('group', { name: group, exact: true })
      .getByRole('checkbox', { name: new RegExp(`^${value}`) })
  const panel = () => page.getByRole('region', { name: 'Clip', exact: true })
  const position = () => page.getByRole('slider', { name: 'Position' })

  it('filters by facets whose counts follow, by a finding, and by text', async () => {
    await facet('Sex', 'female').click()
    await counted('180 clips')
    await facet('Label', 'sad').click()
    await counted('45 clips')
    await facet('Sex', 'male').filter({ hasText: '45' }).waitFor()
    expect(page.url()).toContain('sex=female')

    await page.getByRole('button', { name: 'Clear filters' }).click()
    await counted('360 clips')
    await facet('Finding', 'Silent').click()
    await counted('1 clip')
    await row('f03_s2_sad_t2.wav').waitFor()
    await page.getByRole('button', { name: 'Clear filters' }).click()

    await page.keyboard.press('/')
    await page.keyboard.type('m02 angry')
    await counted('9 clips')
    await page.getByRole('button', { name: 'Clear filters' }).click()
    await counted('360 clips')
  })

  it('keeps the values beside a list that a text empties, and lets the chosen one go', async () => {
    await goTo(page, '/library?sex=female&text=zebra')
    await page.getByText('No clip with the words “zebra” fits the other filters.').waitFor()
    for (const group of ['Corpus', 'Label', 'Sex', 'Speaker', 'Sample rate', 'Finding', 'Length'])
      await page.getByRole('group', { name: group, exact: true }).waitFor()
    expect(await facet('Sex', 'male').innerText()).toMatch(/\b0$/)
    await facet('Sex', 'female').click()
    await page.getByText('No clip has the words “zebra”').waitFor()
    await page.getByRole('button', { name: 'Take the words out' }).click()
    await counted('360 clips')
  })

  it('sorts by a column, one way and the other', async () => {
    const lengths = table().getByRole('columnheader', { name: 'Length' })
    await lengths.getByRole('button').click()
    await table().locator('[role=columnheader][aria-sort=ascending]').waitFor()
    const shortest = await firstSeconds()
    await lengths.getByRole('button').click()
    await table().locator('[role=columnheader][aria-sort=descending]').waitFor()
    await expect.poll(firstSeconds, { timeout: 10_000 }).toBeGreaterThan(shortest)
  })

  it('walks by keys, and shows waveform and spectrogram of the clip', async () => {
    await goTo(page, '/library')
    await row('f01_s1_angry_t1.wav').waitFor()
    await page.keyboard.press('j')
    await current().filter({ hasText: 'f01_s1_angry_t1.wav' }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('k')
    await panel().getByRole('heading', { name: 'f01_s1_angry_t2.wav' }).waitFor()
    await expect.poll(() => colourCount(page, '.waveform div'), { timeout: 20_000 }).toBeGreaterThan(1)
    await expect.poll(() => colourCount(page, '.spectrum'), { timeout: 20_000 }).toBeGreaterThan(50)
    await panel().getByText('Nobody told me you were here').waitFor()
    await panel().getByText('synthesised, not a person').waitFor()
    await panel().getByRole('region', { name: 'Descriptors' }).getByText('Centroid').waitFor()
  })

  it('plays the clip to its end, and again from a place that is clicked', async () => {
    await page.keyboard.press(' ')
    await untilPlaying()
    await page.getByRole('contentinfo').getByRole('button', { name: 'Play', exact: true }).waitFor()
    expect(await seconds(), 'the whole clip was heard').toBeGreaterThan(1.6)
    await position().focus()
    await page.keyboard.press('Home')
    expect(await seconds()).toBe(0)
  })

  it('goes on sounding at the clip where keys that follow each other fast have stopped', async () => {
    const bar = page.getByRole('contentinfo')
    await goTo(page, '/library?clip=2')
    await current().filter({ hasText: 'f01_s1_angry_t2.wav' }).waitFor()
    await page.keyboard.press('l')
    await page.keyboard.press(' ')
    await bar.getByRole('button', { name: 'Pause' }).waitFor()
    for (let press = 0; press < 5; press++) await page.keyboard.press('j')
    const last = (await current().locator('.name').innerText()).trim()
    expect(last).not.toBe('f01_s1_angry_t2.wav')
    await bar.getByText(last).waitFor()
    await untilPlaying()
    await page.keyboard.press('l')
    await bar.getByRole('button', { name: 'Play', exact: true }).waitFor()
  })

  it('labels by a digit and goes on, takes it back, gives it again, and keeps the history', async () => {
    await goTo(page, '/library')
    await row('f01_s1_happy_t2.wav').click()
    await panel().getByRole('heading', { name: 'f01_s1_happy_t2.wav' }).waitFor()
    await page.keyboard.press('5')
    await row('f01_s1_happy_t2.wav').getByText('fear').waitFor()
    await current().filter({ hasText: 'f01_s1_happy_t3.wav' }).waitFor()

    await page.keyboard.press('u')
    await row('f01_s1_happy_t2.wav').getByText('fear').waitFor({ state: 'detached' })
    await page.keyboard.press('Shift+U')
    await row('f01_s1_happy_t2.wav').getByText('fear').waitFor()

    await page.keyboard.press('k')
    const history = panel().getByRole('region', { name: 'Label history' })
    await history.getByRole('listitem').filter({ hasText: 'you' }).first().waitFor()
    await history.getByRole('listitem').filter({ hasText: 'intended by the corpus' }).waitFor()
    await page.getByRole('switch', { name: 'Relabelled only' }).click()
    await counted('1 clip')
    await page.keyboard.press('u')
    await page.getByRole('button', { name: '1 row no longer fit: refresh' }).click()
    await page.getByText('No clip fits these filters').waitFor()
  })

  it('keeps a clip out of training', async () => {
    await goTo(page, '/library')
    await row('f01_s2_sad_t1.wav').click()
    await panel().getByRole('heading', { name: 'f01_s2_sad_t1.wav' }).waitFor()
    await page.keyboard.press('x')
    await row('f01_s2_sad_t1.wav').getByLabel('Excluded from training').waitFor()
    await goTo(page, '/experiments')
    await page.locator('.preview tr').filter({ hasText: 'mixed' }).filter({ hasText: '359' }).waitFor()
    await goTo(page, '/library')
    await page.keyboard.press('u')
    await row('f01_s2_sad_t1.wav').getByLabel('Excluded from training').waitFor({ state: 'detached' })
  })

  it('keeps filter, sort and clip over a reload, and goes back', async () => {
    await goTo(page, '/library?sex=male&sort=seconds')
    await counted('180 clips')
    await page.keyboard.press('j')
    const name = await current().locator('.name').innerText()
    await page.waitForURL(/clip=/)
    await page.reload()
    await counted('180 clips')
    await current().filter({ hasText: name }).waitFor()
    expect(await facet('Sex', 'male').getAttribute('aria-checked')).toBe('true')

    await facet('Label', 'angry').click()
    await counted('45 clips')
    await page.goBack()
    await counted('180 clips')
    await page.goForward()
    await counted('45 clips')
  })

  it('keeps the cursor in sight and the rows in order, however far a key goes', async () => {
    await goTo(page, '/library?sort=name')
    await row('f01_s1_angry_t1.wav').waitFor()
    await table().focus()
    const places = () => table().locator('[data-place]').evaluateAll(placesOf)
    for (const [key, place] of [
      ['PageDown', null],
      ['PageDown', null],
      ['ArrowDown', null],
      ['PageUp', null],
      ['End', 359],
      ['ArrowUp', 358],
      ['PageUp', null],
      ['Home', 0],
    ] as const) {
      await page.keyboard.press(key)
      if (place !== null) await table().locator(`.current[data-place="${place}"]`).waitFor()
      await expect.poll(async () => isInSight(await current().boundingBox()), { message: key }).toBe(true)
      const shown = await places()
      expect(shown, `after ${key}`).toEqual(shown.toSorted((one, other) => one - other))
    }
  })

  /** Below the header of the table and above its lower edge. */
  async function isInSight(row: Box | null): Promise<boolean> {
    const [whole, head] = [await table().boundingBox(), await table().getByRole('row').first().boundingBox()]
    if (row === null || whole === null || head === null) return false
    return row.y >= head.y + head.height - 1 && row.y + row.height <= whole.y + whole.height + 1
  }

  /** The sound is heard: the position moves. */
  async function untilPlaying(): Promise<void> {
    const before = await seconds()
    await expect.poll(seconds, { timeout: 20_000, interval: 20 }).not.toBe(before)
  }

  async function seconds(): Promise<number> {
    return Number(await position().inputValue())
  }

  async function firstSeconds(): Promise<number> {
    return parseFloat(await table().locator('[data-place="0"] .length').innerText())
  }
})
