import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`several raters on one library${NEEDS_CHROMIUM}`, () => {
  let page: Page

  withStudio(async (opened) => {
    page = opened
    await untilIndexed(page)
  })

  const acts = () => page.getByRole('table', { name: 'Acts on labels' })
  const rateAs = async (name: string) => {
    await page.getByRole('button', { name: /^Rater: / }).click()
    await page.getByLabel('Name', { exact: true }).fill(name)
    await page.getByRole('button', { name: 'Label as this rater' }).click()
    await page.getByRole('button', { name: `Rater: ${name}` }).waitFor()
  }
  const give = async (clip: number, digit: string, rater: string) => {
    await goTo(page, `/library?clip=${clip}`)
    const panel = page.getByRole('region', { name: 'Clip', exact: true })
    await panel.getByRole('region', { name: 'Label history' }).waitFor()
    await page.getByRole('grid', { name: 'Clips' }).focus()
    await page.keyboard.press(digit)
    await goTo(page, `/library?clip=${clip}`)
    await panel.getByRole('region', { name: 'Label history' }).getByText(`${rater} (you)`).first().waitFor()
  }

  it('each gives a name, which stands beside their labels', async () => {
    await goTo(page, '/library?clip=2')
    await rateAs('Ann')
    await give(2, '1', 'Ann')
    await give(3, '2', 'Ann')
    await rateAs('Ben')
    await give(2, '1', 'Ben')
    await give(3, '3', 'Ben')
  }, 60_000)

  it('stand in the history with what went to what; G H goes there', async () => {
    await page.getByRole('grid', { name: 'Clips' }).focus()
    await page.keyboard.press('g')
    await page.keyboard.press('h')
    await acts().waitFor()
    expect(await page.title()).toBe('Labels · Emotone')
    expect(await acts().getByRole('row').filter({ hasText: 'Ben' }).count()).toBe(2)
    await acts().getByText('Ben: no label → neutral, 1 clip').waitFor()
  })

  it('an act of long ago is undone, with a look at what it would change', async () => {
    await acts()
      .getByRole('row')
      .filter({ hasText: 'Ann' })
      .last()
      .getByRole('button', { name: /^Undo/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Ann: angry → no label, 1 clip').waitFor()
    await dialog.getByLabel('Why (optional)').fill('misheard')
    await dialog.getByRole('button', { name: 'Undo', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await acts().getByText('misheard').waitFor()
    await acts()
      .getByRole('row')
      .filter({ hasText: 'misheard' })
      .getByRole('button', { name: /^Do again/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Do again', exact: true }).click()
    await acts().getByText('redo: label angry on 1 clip').waitFor()
  })

  it('two revisions are compared, the first before anybody labelled, and that one is restored', async () => {
    const boxes = acts().getByRole('checkbox')
    await boxes.first().check()
    await boxes.last().check()
    await page.getByRole('button', { name: 'Compare two revisions' }).click()
    const diff = page.getByRole('region', { name: 'Two revisions compared' })
    await diff.getByText('label of Ben: no label → neutral').waitFor()
    await page.getByRole('button', { name: 'Close the comparison' }).click()
    await acts()
      .getByRole('button', { name: /^Restore label revision \d+, what the corpora said$/ })
      .click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('label of Ben: neutral → no label, 1 clip').waitFor()
    await dialog.getByRole('button', { name: 'Restore', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await acts()
      .getByText(/restored label revision/)
      .waitFor()
    await acts()
      .getByRole('row')
      .filter({ hasText: 'restored' })
      .getByRole('button', { name: /^Undo/ })
      .click()
    await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click()
    await acts()
      .getByText(/undo: restored label revision/)
      .waitFor()
  })

  it('agree so far, and their disagreements become a playlist', async () => {
    await page.getByRole('link', { name: 'Agreement' }).click()
    await page.getByText('of 2 clips with two judgements at least').waitFor()
    await page.getByRole('button', { name: 'Play the disagreements' }).click()
    await page.getByText('playlist of 1 clip').waitFor()
  })

  it('a rule and a map are looked at, chosen with a reason, shown over the labels, and undone', async () => {
    await goTo(page, '/labels/gold')
    await page.getByRole('radio', { name: /^Soft distribution/ }).check()
    await page.getByText(/gold labels? would change/).waitFor()
    await page.getByRole('radio', { name: /^Majority of raters/ }).check()
    await page
      .getByLabel('neutral of Demo voices goes to')
      .or(page.getByLabel(/^neutral of .* goes to$/))
      .first()
      .selectOption('calm')
    await page.getByText(/gold labels would change/).waitFor()
    await page.getByLabel('Why (optional)').fill('as in the paper')
    await page.getByRole('button', { name: 'Apply' }).click()
    await page
      .getByText(/Gold label: majority of raters, else intended; map: own map \(version 1\)/)
      .waitFor()
    await goTo(page, '/library?label=calm')
    await page
      .getByRole('columnheader')
      .getByTitle(/^Gold label: majority/)
      .waitFor()
    await goTo(page, '/labels/history')
    await acts().getByText('as in the paper').first().waitFor()
    for (const kind of ['label map: ', 'gold rule: ']) {
      await acts()
        .getByRole('row')
        .filter({ hasText: kind })
        .first()
        .getByRole('button', { name: /^Undo/ })
        .click()
      await page.getByRole('dialog').getByRole('button', { name: 'Undo', exact: true }).click()
      await acts().getByText(`undo: ${kind}`).waitFor()
    }
    await page.getByText('Gold label: newest rater, else intended; map: none').waitFor()
  })

  it('many clips get one label in one act, after a look at what it would change', async () => {
    await goTo(page, '/library?label=sad')
    await page.getByRole('button', { name: 'Relabel many clips' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Choose a label to see it.').waitFor()
    expect(await dialog.getByRole('button', { name: /^Relabel \d+ clips?$/ }).isDisabled()).toBe(true)
    await dialog.getByRole('combobox', { name: 'New label' }).selectOption('fear')
    await dialog.getByText(/Ben: no label → fear, \d+ clips/).waitFor()
    await dialog.getByLabel('Why (optional)').fill('a test')
    await dialog.getByRole('button', { name: /^Relabel \d+ clips$/ }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(/^Labelled fear: \d+ clips/).waitFor()
    await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
    await page.getByText(/^Undo: label fear on/).waitFor()
  })

  it('an act that a later one stands on is undone only where a person says so', async () => {
    await give(5, '1', 'Ben')
    await give(5, '2', 'Ben')
    await goTo(page, '/labels/history')
    const openUndo = () =>
      acts()
        .getByRole('row')
        .filter({ hasText: 'Ben: no label → angry' })
        .first()
        .getByRole('button', { name: /^Undo/ })
        .click()
    await openUndo()
    const dialog = page.getByRole('dialog')
    const undo = dialog.getByRole('button', { name: 'Undo', exact: true })
    await dialog.getByText('Nothing: later acts stand on all of it.').waitFor()
    await dialog.getByText(/^\w+\.wav: \w+ by “label \w+ on 1 clip”, before it was no label$/).waitFor()
    expect(await undo.isDisabled()).toBe(true)
    await dialog.getByRole('radio', { name: /^go back to what was before this act/ }).check()
    await undo.click()
    await dialog.waitFor({ state: 'detached' })
    await acts().getByRole('row').nth(1).getByText('undo: label angry on 1 clip').waitFor()
    await acts()
      .getByRole('row')
      .nth(1)
      .getByText(/^Ben: \w+ → no label, 1 clip$/)
      .waitFor()
  })
})
