import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { longestMotion, sidewaysScrolls } from './page-scripts.ts'
import { untilIndexed, withStudio, type Studio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`the frame around all screens${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let studio: Studio

  withStudio(async (opened, begun) => {
    page = opened
    studio = begun
    await untilIndexed(page)
  })

  const row = (name: string, on = page) =>
    on.getByRole('grid', { name: 'Clips' }).getByRole('row').filter({ hasText: name })
  const current = (on = page) => on.getByRole('grid', { name: 'Clips' }).locator('[role=row].current')
  const player = (on = page) => on.getByRole('contentinfo', { name: 'Player' })
  const toast = (text: string | RegExp, on = page) => on.locator('.toast').filter({ hasText: text })

  /** Each screen, and what is there when it is whole. */
  const SCREENS: [address: string, whole: string][] = [
    ['/library?clip=4', '[aria-label="Descriptors"] dl'],
    ['/library?text=nothing+fits', 'text=No clip has the words'],
    ['/overview', '[aria-label="Speakers"] a'],
    ['/audit?kind=identical', 'article svg path'],
    ['/triage', 'text=The list of the library'],
    ['/triage?from=clips&clip=2', '.spectrum canvas'],
    ['/labels/history', 'h1'],
    ['/labels/agreement?track=intended&track=perceived', '[aria-label="What is compared"]'],
    ['/labels/gold', '[aria-label="Label map"]'],
    ['/labels/exchange', 'text=Labels from elsewhere'],
    ['/experiments', '[aria-label="New experiment"]'],
    ['/compare', 'h1'],
    ['/predict', 'h1'],
  ]

  it.each([
    [1280, 800],
    [1920, 1000],
  ])('no screen scrolls sideways at %i × %i', async (width, height) => {
    const visit = await studio.visit({ width, height })
    for (const [address, whole] of SCREENS) {
      await goTo(visit.page, address)
      await visit.page.locator(whole).first().waitFor()
      expect(await visit.page.evaluate(sidewaysScrolls), address).toEqual([])
    }
    await visit.close()
  })

  it('shows names and findings whole in the table of a small laptop', async () => {
    const { page: small, close } = await studio.visit({ width: 1280, height: 800 })
    await goTo(small, '/library?finding=silent')
    const silent = row('f03_s2_sad_t2.wav', small)
    await silent.waitFor()
    for (const cell of ['.name', '.findings .ellipsis']) {
      const [whole, shown] = await silent
        .locator(cell)
        .evaluate((element: { scrollWidth: number; clientWidth: number }) => [
          element.scrollWidth,
          element.clientWidth,
        ])
      expect(shown, cell).toBeGreaterThanOrEqual(whole)
    }
    await close()
  })

  it('moves nothing where the system asks for no motion, and moves where it does not', async () => {
    const moving = await studio.visit({ reducedMotion: 'no-preference' })
    for (const [address, whole] of [SCREENS[0], SCREENS[3], SCREENS[10]]) {
      await goTo(page, address)
      await page.locator(whole).first().waitFor()
      expect(await page.evaluate(longestMotion), address).toBe(0)
      await goTo(moving.page, address)
      await moving.page.locator(whole).first().waitFor()
      expect(await moving.page.evaluate(longestMotion), address).toBeGreaterThan(0)
    }
    await moving.close()
  })

  it('keeps the label of a tab that is closed right after the key', async () => {
    const hasty = await studio.visit()
    await goTo(hasty.page, '/library?clip=40')
    const name = await current(hasty.page).locator('.name').innerText()
    await hasty.page.getByRole('heading', { name: name.trim() }).waitFor()
    await hasty.page.keyboard.press('9')
    await hasty.close()
    await goTo(page, '/library?clip=40')
    await row(name.trim()).getByText('boredom').waitFor()
    await page.keyboard.press('u')
    await row(name.trim()).getByText('boredom').waitFor({ state: 'detached' })
  })

  it('says so where a key labels nothing, and labels once the clip of a new address is there', async () => {
    await goTo(page, '/library?text=nothing+fits')
    await page.getByText('No clip has the words').waitFor()
    await page.keyboard.press('9')
    await toast('Nothing was labelled: no clip is chosen').waitFor()
    await goTo(page, '/library?sex=male&clip=200')
    const name = (await current().locator('.name').innerText()).trim()
    await page.keyboard.press('9')
    await row(name).getByText('boredom').waitFor()
    await page.keyboard.press('u')
    await row(name).getByText('boredom').waitFor({ state: 'detached' })
  })

  it('says where a clip or a finding of an address is not to be had', async () => {
    await goTo(page, '/audit?kind=foo')
    await toast('No finding of the kind “Foo” is open').waitFor()
    await goTo(page, '/library?clip=99999')
    await toast('Clip 99999 of the address is not in this list').waitFor()
  })

  it('shows the newest label of what is heard, and its place only in the list that it is of', async () => {
    await goTo(page, '/library?clip=30')
    await player().getByText('30 of 360').waitFor()
    const name = (await current().locator('.name').innerText()).trim()
    await page.getByRole('heading', { name }).waitFor()
    await page.getByRole('checkbox', { name: 'go on after it' }).uncheck()
    await page.keyboard.press('9')
    await row(name).getByText('boredom').waitFor()
    await goTo(page, '/library?label=sad')
    await page.getByRole('status').filter({ hasText: '90 clips' }).waitFor()
    await player().locator('.clip').getByText(name).waitFor()
    await player().locator('.clip').getByText('B', { exact: true }).waitFor()
    expect(
      await player()
        .getByText(/ of \d/)
        .count(),
    ).toBe(0)
    await page.keyboard.press('u')
    await player().locator('.clip').getByText('B', { exact: true }).waitFor({ state: 'detached' })
  })

  it('offers the library’s own list by its filter, whatever list the audit shows', async () => {
    await goTo(page, '/library?sex=female&label=sad')
    await page.getByRole('status').filter({ hasText: '45 clips' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('a')
    await page.getByRole('list', { name: 'Findings by kind' }).getByRole('button', { name: 'Silent' }).click()
    await page.getByRole('heading', { name: 'f03_s2_sad_t2.wav' }).waitFor()
    await page.getByRole('link', { name: 'Labels' }).click()
    await page.getByRole('link', { name: 'Import and export' }).click()
    const choice = page.getByRole('radio', { name: 'The list of the library' }).locator('..')
    await choice.filter({ hasText: /45 sad, female/ }).waitFor()
  })

  it('names the folder of each library that was opened lately', async () => {
    await page.getByRole('button', { name: /^Library: demo/ }).click()
    const recent = page.getByRole('menuitem', { name: /^demo / })
    await recent.getByText(studio.scratch.at('data'), { exact: true }).waitFor()
    await page.keyboard.press('Escape')
  })

  it('opens the palette with screens first and its field at full height', async () => {
    await page.keyboard.press('Control+K')
    const dialog = page.getByRole('dialog', { name: 'Find anything' })
    await dialog.getByRole('option').first().getByText('Go to Library').waitFor()
    expect((await dialog.getByRole('textbox').boundingBox())?.height).toBe(40)
    await page.keyboard.press('Escape')
  })

  it('stays on a clip whose label could not be saved, and says so', async () => {
    await goTo(page, '/library?clip=2')
    await page.getByRole('checkbox', { name: 'go on after it' }).check()
    const name = 'f01_s1_angry_t2.wav'
    await current().filter({ hasText: name }).waitFor()
    await page.getByRole('heading', { name }).waitFor()
    const before = await current().locator('.label').innerText()
    await studio.server.kill()
    await page.getByRole('alert').getByText('nothing can be saved until it answers again').waitFor()
    await page.keyboard.press('4')
    await toast('The studio does not answer: nothing was saved').waitFor()
    expect((await current().locator('.name').innerText()).trim()).toBe(name)
    expect(await current().locator('.label').innerText()).toBe(before)
    // that a server is gone is complained of in the console, rightly
    page = await studio.restart()
    await goTo(page, '/library?clip=2')
    await current().filter({ hasText: name }).waitFor()
    expect(await current().locator('.label').innerText(), 'in the library').toBe(before)
  })
})
