import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

const PLAYLIST = '/triage?from=clips&label=sad&sex=female'

describe.skipIf(CHROMIUM === null)(`a round of triage in the history${NEEDS_CHROMIUM}`, () => {
  let page: Page

  withStudio(async (opened) => {
    page = opened
    await untilIndexed(page)
  })

  const acts = () => page.getByRole('table', { name: 'Acts on labels' })
  const rows = () => acts().getByRole('row')
  const round = () => page.getByRole('button', { name: /^Triage: 4 clips by \w+, \d\d:\d\d/ })
  const roundRow = () => rows().filter({ has: round() })
  const heading = (name: string) =>
    page
      .getByRole('region', { name: 'Clip', exact: true })
      .getByRole('heading', { name, exact: true })
      .waitFor()
  const dialog = () => page.getByRole('dialog')
  const untilAnswered = (count: number) =>
    page.locator(`[role=progressbar][aria-label=Answered][aria-valuenow="${count}"]`).waitFor()

  it('is one line, whatever was taken back in it', async () => {
    await goTo(page, PLAYLIST)
    const keys = { s1_sad_t1: '1', s1_sad_t2: '1', s1_sad_t3: '2', s2_sad_t1: 'x' }
    for (const [index, [clip, key]] of Object.entries(keys).entries()) {
      await heading(`f01_${clip}.wav`)
      await page.keyboard.press(key)
      await untilAnswered(index + 1)
    }
    await heading('f01_s2_sad_t2.wav')
    await page.keyboard.press('u')
    await untilAnswered(3)
    await heading('f01_s2_sad_t1.wav')
    await page.keyboard.press('x')
    await untilAnswered(4)
    await goTo(page, '/labels/history')
    await round().waitFor()
    await roundRow().getByText('Clips: female, sad').waitFor()
    await roundRow().getByText('1 undone').waitFor()
    await roundRow()
      .getByText(/: no label → \w+, 2 clips$/)
      .waitFor()
    // the head of the table, the round, and what the corpora say
    expect(await rows().count()).toBe(3)
  })

  it('unfolds by key into its acts, and folds again', async () => {
    expect(await round().getAttribute('aria-expanded')).toBe('false')
    await round().focus()
    await page.keyboard.press('Enter')
    await acts().getByText('undo: excluded 1 clip').waitFor()
    expect(await rows().count()).toBe(3 + 6)
    await page.keyboard.press('Enter')
    await acts().getByText('undo: excluded 1 clip').waitFor({ state: 'detached' })
    await page.keyboard.press('Enter')
  })

  it('lets one of its answers be undone alone', async () => {
    await rows()
      .filter({ hasText: /label \w+ on 1 clip/ })
      .last()
      .getByRole('button', { name: /^Undo: label/ })
      .click()
    await dialog()
      .getByText(/^1 of 1 clip changes; the gold label follows/)
      .waitFor()
    await dialog().getByRole('button', { name: 'Undo', exact: true }).click()
    await dialog().waitFor({ state: 'detached' })
    await roundRow().getByText('2 undone').waitFor()
  })

  it('is undone as one act, after a look at what that changes, and done again', async () => {
    await roundRow()
      .getByRole('button', { name: /^Undo all of Triage/ })
      .click()
    await dialog()
      .getByText(/: \w+ → no label, 1 clip$/)
      .first()
      .waitFor()
    await dialog().getByText('excluded → included, 1 clip').waitFor()
    await dialog()
      .getByText(/^2 of 3 clips change; the gold label follows the newest rater/)
      .waitFor()
    await dialog().getByLabel('Why (optional)').fill('wrong headphones')
    await dialog().getByRole('button', { name: 'Undo', exact: true }).click()
    await dialog().waitFor({ state: 'detached' })
    await acts().getByText('undo: 3 acts on 3 clips').waitFor()
    await roundRow().getByText('undone', { exact: true }).waitFor()
    await goTo(page, PLAYLIST)
    await untilAnswered(0)
    await goTo(page, '/labels/history')
    await rows()
      .filter({ hasText: 'wrong headphones' })
      .getByRole('button', { name: /^Do again/ })
      .click()
    await dialog().getByRole('button', { name: 'Do again', exact: true }).click()
    await acts().getByText('redo: 3 acts on 3 clips').waitFor()
    await roundRow().getByText('2 undone').waitFor()
    await goTo(page, PLAYLIST)
    await untilAnswered(3)
  })

  it('is found by a word of one of its acts, and its clips are a playlist', async () => {
    await goTo(page, '/labels/history')
    await round().waitFor()
    await page.getByRole('searchbox', { name: 'Filter the history' }).fill('excluded again')
    await page.getByText('0 acts').waitFor()
    await page.getByRole('searchbox', { name: 'Filter the history' }).fill('undo: label')
    await roundRow().getByText('1 of 7 acts pass the filter').waitFor()
    await roundRow()
      .getByRole('button', { name: /^Play the clips of Triage/ })
      .click()
    await page.getByText('playlist of 4 clips').waitFor()
  })
})
