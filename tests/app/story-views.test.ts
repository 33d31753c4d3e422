import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { untilIndexed, withStudio, type Studio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`a library seen in several ways${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let studio: Studio

  withStudio(async (opened, begun) => {
    page = opened
    studio = begun
    await untilIndexed(page)
  })

  const counted = (text: string) => page.getByRole('status').filter({ hasText: text }).waitFor()

  it('shows what a library consists of; a mark leads to its clips, and the filter comes back along', async () => {
    await page.getByRole('grid', { name: 'Clips' }).focus()
    await page.keyboard.press('g')
    await page.keyboard.press('o')
    await counted('360 clips')
    await page.getByRole('checkbox', { name: 'women', exact: true }).click()
    await counted('180 clips')
    await page.getByRole('link', { name: /, sad: 45 clips/ }).click()
    await counted('45 clips')
    expect(page.url()).toContain('sex=female')
    expect(page.url()).toContain('label=sad')

    await page.getByRole('link', { name: 'Overview' }).click()
    await counted('45 clips')
    await page.getByRole('button', { name: 'Take away sad' }).click()
    await counted('180 clips')
    await page.getByRole('link', { name: /^f03/ }).click()
    await counted('36 clips')
  })

  it('draws pitch and energy over the spectrogram, and keeps how the spectrogram is made', async () => {
    await goTo(page, '/library?clip=2')
    await page.getByRole('img', { name: 'Curves of pitch', exact: true }).waitFor()
    await page.getByRole('button', { name: /^energy/ }).click()
    await page.getByRole('img', { name: 'Curves of pitch and energy' }).waitFor()
    await page.getByRole('button', { name: /^energy −?[\d.]+ dB/ }).waitFor()
    await page.getByRole('button', { name: 'Spectrogram settings' }).click()
    await page.getByRole('combobox', { name: 'Frequencies' }).selectOption('linear')
    await page.getByRole('combobox', { name: 'Up to' }).selectOption('4 kHz')
    await page.getByText('4.0 kHz').waitFor()
    await page.keyboard.press('Escape')
    await page.reload()
    await page.getByText('4.0 kHz').waitFor()
    await page.getByRole('img', { name: 'Curves of pitch and energy' }).waitFor()
    await page.getByRole('button', { name: 'Spectrogram settings' }).click()
    await page.getByRole('button', { name: 'Reset' }).click()
    await page.getByText('8.0 kHz').waitFor()
    await page.keyboard.press('Escape')
  })

  it('saves a view under a name; another window has it at once, and the palette opens it', async () => {
    const other = await studio.visit()
    await goTo(page, '/library?label=sad&sex=female')
    await counted('45 clips')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: /Save this view/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Views' })
    await dialog.getByRole('textbox', { name: 'Name of this view' }).fill('Sad women')
    await dialog.getByRole('button', { name: 'Save this view' }).click()
    await dialog.waitFor({ state: 'detached' })

    // the name is taken: the dialog says so under it, and offers to replace
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: /Save this view/ }).click()
    await dialog.getByRole('textbox', { name: 'Name of this view' }).fill('Sad women')
    await dialog.getByRole('button', { name: 'Save this view' }).click()
    await dialog.getByRole('alert').getByText('There is a view called “Sad women” already').waitFor()
    await dialog.getByRole('button', { name: 'Replace it' }).click()
    await dialog.waitFor({ state: 'detached' })

    await other.page.keyboard.press('Control+K')
    await other.page.keyboard.type('sad women')
    await other.page.getByRole('option', { name: /^Sad women/ }).waitFor()
    await other.page.keyboard.press('Enter')
    await other.page.getByRole('status').filter({ hasText: '45 clips' }).waitFor()

    await other.page.getByRole('button', { name: 'Views' }).click()
    await other.page.getByRole('menuitem', { name: /edit views/ }).click()
    await other.page.getByRole('textbox', { name: 'Name of the view Sad women' }).fill('Sad, female')
    await other.page.keyboard.press('Tab')
    await page.getByRole('button', { name: 'Views' }).click()
    await page.getByRole('menuitem', { name: 'Sad, female' }).waitFor()
    await other.page.getByRole('button', { name: 'Delete the view Sad, female' }).click()
    await page.getByText('No view is saved yet').waitFor()
    await page.keyboard.press('Escape')
    await other.close()
  })
})
