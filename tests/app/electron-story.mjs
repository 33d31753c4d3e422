// What a person does in the window of the desktop studio: library → clip → label → undo → export and import → experiment.
// Told by Playwright in the old Electron of the smoke test and in a current one; the same words must do for both.

import { tellExchange } from './electron-exchange.mjs'

const INDEX_MS = 120_000
const TRAINING_MS = 240_000

export default async ({ app, page, assert }) => {
  const row = (name) => page.getByRole('grid', { name: 'Clips' }).getByRole('row').filter({ hasText: name })
  const current = (name) => page.locator('[role=row].current').filter({ hasText: name })
  const position = () => page.getByRole('slider', { name: 'Position' }).inputValue()

  // Library: the demo library is there, and a finding leads to its clip.
  await page.getByText('its voices are synthetic').waitFor()
  await row('f01_s1_angry_t1.wav').waitFor({ timeout: INDEX_MS })
  await page
    .getByRole('group', { name: 'Finding' })
    .getByRole('checkbox', { name: /^Silent/ })
    .click()
  await row('f03_s2_sad_t2.wav').waitFor()
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await row('f01_s1_angry_t1.wav').waitFor()

  // Clip: chosen by keys, seen and heard.
  await page.keyboard.press('j')
  await current('f01_s1_angry_t1.wav').waitFor()
  const panel = page.locator('section[aria-label="Clip"]')
  await panel.getByText('synthesised, not a person').waitFor()
  await panel.getByText('Centroid').waitFor()
  await page.waitForFunction(isDrawn, '.spectrum canvas')
  await page.keyboard.press(' ')
  await page.waitForFunction(() => document.querySelector('input.position').valueAsNumber > 0)
  assert.ok(Number(await position()) > 0, 'the clip is heard')

  // Label: a digit gives it and goes on; undo takes it back.
  await page.keyboard.press('5')
  await row('f01_s1_angry_t1.wav').getByText('fear').waitFor()
  await current('f01_s1_angry_t2.wav').waitFor()
  await page.keyboard.press('u')
  await row('f01_s1_angry_t1.wav').getByText('fear').waitFor({ state: 'detached' })

  await tellExchange({ app, page, assert })

  // Experiment: one population, one epoch, in a process of its own; its report is there in the end.
  await page.keyboard.press('g')
  await page.keyboard.press('e')
  const form = page.getByRole('form', { name: 'Experiment' })
  for (const population of ['Mixed', 'Female']) {
    await form.getByRole('button', { name: population, exact: true }).click()
  }
  await form.getByRole('spinbutton', { name: 'Epochs' }).fill('1')
  const launch = page
    .locator('aside[aria-label="New experiment"]')
    .getByRole('button', { name: 'Launch the run' })
  await launch.click()
  const runs = page.getByRole('table', { name: 'Runs' })
  await runs.getByText('done', { exact: true }).waitFor({ timeout: TRAINING_MS })
  await runs.getByRole('link', { name: 'male' }).click()
  await page.getByRole('grid', { name: /rows true, columns predicted/ }).waitFor()
  const counts = await page.locator('[role=gridcell] .count').allInnerTexts()
  assert.equal(counts.length, 16, 'four classes, each by each')
  assert.ok(
    counts.reduce((sum, text) => sum + Number(text), 0) > 0,
    'the test clips are counted in the matrix',
  )
}

/** Runs in the page: does the canvas show more than one colour? */
function isDrawn(selector) {
  const canvas = document.querySelector(selector)
  if (!canvas || canvas.width < 2 || canvas.height < 2) return false
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
  return new Set(new Uint32Array(data.buffer)).size > 50
}
