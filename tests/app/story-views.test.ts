import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, launchChromium, NEEDS_CHROMIUM, visit } from './browser.ts'
import type { Visit } from './browser.ts'
import { makeScratch, startServe, type RunningServer, type Scratch } from './emotone.ts'
import { watchFaults } from './watch-faults.ts'

describe.skipIf(CHROMIUM === null)(`a library seen in several ways${NEEDS_CHROMIUM}`, () => {
  let scratch: Scratch
  let server: RunningServer
  let browser: Browser
  let person: Visit
  let page: Page

  beforeAll(async () => {
    scratch = makeScratch()
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
})
