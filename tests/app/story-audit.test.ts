import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM, TELLING, wordsOf } from './browser.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`findings and what is done about them${NEEDS_CHROMIUM}`, () => {
  let page: Page

  withStudio(async (opened) => {
    page = opened
    await untilIndexed(page)
    await page.getByRole('button', { name: 'Close for ever' }).click()
  })

  const cards = () => page.getByRole('region', { name: 'Findings of this kind' })
  const card = (text: string) => cards().getByRole('article').filter({ hasText: text })
  const footer = () => page.getByRole('contentinfo')

  it('shows two files of one sound under one time axis, and goes to and fro between them', async () => {
    await goTo(page, '/audit?kind=contradicting-labels')
    const pair = card('files are byte-identical')
    await pair.getByRole('img', { name: 'Waveform of f01_s1_happy_t1.wav' }).waitFor()
    await pair.getByRole('img', { name: 'Waveform of f01_s1_neutral_t1.wav' }).waitFor()
    await pair.getByRole('button', { name: 'Play f01_s1_happy_t1.wav' }).click()
    await footer().getByText('f01_s1_happy_t1.wav').waitFor()
    await page.keyboard.press('a')
    await footer().getByText('f01_s1_neutral_t1.wav').waitFor()
    await page.keyboard.press('a')
    await footer().getByText('f01_s1_happy_t1.wav').waitFor()
  })

  it('hides in blind mode what would tell labels: names, sentences, acts and their tips', async () => {
    await page.keyboard.press('b')
    await cards().getByText('hidden in blind mode').waitFor()
    expect(await wordsOf(page, '.cards')).toContain('Waveform of clip')
    const kinds = [
      ['silent', 'Silent'],
      ['contradicting-labels', 'Same sound, different labels'],
      ['container-mismatch', 'Misnamed file'],
    ]
    for (const [kind, title] of kinds) {
      await goTo(page, `/audit?kind=${kind}`)
      await page.getByRole('heading', { name: title, exact: true }).waitFor()
      await cards().getByText('hidden in blind mode').first().waitFor()
      await page.getByRole('heading', { name: /^clip \d+$/ }).waitFor()
      expect(await wordsOf(page, '.cards, footer, .clip-head')).not.toMatch(TELLING)
    }
    await page.keyboard.press('b')
    await cards().getByText('its content is AIFF').waitFor()
    await goTo(page, '/audit?kind=contradicting-labels')
  })

  it('keeps the one whose label fits, as one press says, and undo takes it back', async () => {
    const pair = card('files are byte-identical')
    await pair.getByRole('button', { name: 'Keep neutral, exclude the other' }).click()
    await pair.getByText('excluded', { exact: true }).waitFor()
    await pair.getByText('done', { exact: true }).waitFor()
    await page.keyboard.press('u')
    await pair.getByText('done', { exact: true }).waitFor({ state: 'detached' })
  })

  it('excludes silence by key, with what was measured in sight', async () => {
    await goTo(page, '/audit?kind=silent')
    const silent = card('digital silence')
    await silent.getByText('of digital silence').waitFor()
    await page.keyboard.press('d')
    await silent.getByText('done', { exact: true }).waitFor()
    await silent.getByText('excluded').waitFor()
    await page.getByRole('button', { name: 'Undo' }).first().click()
    await silent.getByText('done', { exact: true }).waitFor({ state: 'detached' })
  })

  it('keeps one of two copies', async () => {
    await goTo(page, '/audit?kind=identical')
    const copies = card('files are byte-identical')
    await copies.getByRole('button', { name: /Keep the first, exclude the other/ }).click()
    await copies.getByText('done', { exact: true }).waitFor()
    expect(await copies.getByText('excluded', { exact: true }).count()).toBe(1)
  })

  it('takes back with one key that a finding was seen, and acts on labels, the latest first', async () => {
    await goTo(page, '/audit?kind=container-mismatch')
    await card('its content is AIFF').waitFor()
    await page.keyboard.press('f')
    await page.getByRole('heading', { name: '6 findings' }).waitFor()
    await goTo(page, '/audit?kind=silent')
    const silent = card('digital silence')
    await silent.waitFor()
    await page.keyboard.press('d')
    await silent.getByText('done', { exact: true }).waitFor()
    await page.keyboard.press('u')
    await silent.getByText('done', { exact: true }).waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: '6 findings' }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: '7 findings' }).waitFor()
    await page.getByText('Undo: 1 finding seen, fine').waitFor()
    await page.keyboard.press('Shift+U')
    await page.getByRole('heading', { name: '6 findings' }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('heading', { name: '7 findings' }).waitFor()
  })

  it('remembers over the next audit that a finding is fine', async () => {
    await goTo(page, '/audit?kind=container-mismatch')
    await card('its content is AIFF').getByText('Nothing to do here').waitFor()
    await page.getByRole('heading', { name: '7 findings' }).waitFor()
    await page.keyboard.press('f')
    await page.getByRole('heading', { name: '6 findings' }).waitFor()
    const audit = page.getByRole('region', { name: 'Audit', exact: true })
    await audit.getByText('Not audited yet.').waitFor()
    await audit.getByText('8 checks have not run').waitFor()
    await audit.getByText('Told from features alone').waitFor()
    await audit.getByRole('button', { name: 'Run the audit' }).click()
    const kinds = page.getByRole('list', { name: 'Findings by kind' })
    await kinds.getByRole('button', { name: 'Told from features alone' }).waitFor({ timeout: 120_000 })
    expect(await kinds.getByRole('button', { name: 'Misnamed file' }).count()).toBe(0)
    await audit.getByText(/^360 clips in \d+ s$/).waitFor()
    await audit.getByRole('button', { name: 'Run again' }).waitFor()
    await audit.getByText(/\d+ checks found nothing/).click()
    await audit.getByText('Off its middle').waitFor()
    await page.getByRole('checkbox', { name: 'show 1 seen' }).check()
    await kinds.getByRole('button', { name: 'Misnamed file' }).click()
    await card('its content is AIFF').getByText('seen', { exact: true }).waitFor()
    await card('its content is AIFF').getByRole('button', { name: 'Not seen' }).click()
    await page.getByRole('checkbox', { name: /show \d seen/ }).waitFor({ state: 'detached' })
  }, 180_000)

  it('counts and walks in the player as the findings stand, worst first', async () => {
    await goTo(page, '/audit?kind=suspected-label')
    const names: string[] = []
    for (const place of [1, 2]) {
      await footer()
        .getByText(new RegExp(`^${place} of \\d+$`))
        .waitFor()
      names.push(await page.locator('.clip-head h2').innerText())
      await page.keyboard.press('j')
    }
    expect(names, 'not the order of the library').not.toEqual(names.toSorted())
  })

  it('relabels as models expect, all of a kind at once after a look at what changes', async () => {
    await goTo(page, '/audit?kind=suspected-label')
    const doubtful = cards().getByRole('article').first()
    await doubtful.getByText('expected').first().waitFor()
    await page.keyboard.press('b')
    await doubtful.getByText('hidden in blind mode').waitFor()
    expect(await wordsOf(page, '.cards, .clip-head')).not.toMatch(TELLING)
    await page.keyboard.press('b')
    await doubtful.getByText(/models that never heard the speaker expect/).waitFor()
    const name = /Label \w+/.exec(await doubtful.innerText())?.[0] ?? ''
    await doubtful.getByRole('button', { name }).click()
    await doubtful.getByText('done', { exact: true }).waitFor()
    await page.keyboard.press('u')
    await doubtful.getByText('done', { exact: true }).waitFor({ state: 'detached' })

    const all = await cards().getByRole('article').count()
    await page.getByRole('button', { name: new RegExp(`^(Do it for all ${all}|Label ${all} clips)`) }).click()
    const preview = page.getByRole('dialog')
    expect(await preview.getByText(/ → /).count()).toBe(all)
    await preview.getByRole('button', { name: 'Do it' }).click()
    await expect.poll(() => cards().getByText('done', { exact: true }).count()).toBe(all)
    await page.getByRole('button', { name: 'Undo all' }).click()
    await expect.poll(() => cards().getByText('done', { exact: true }).count()).toBe(0)
  })

  it('shows findings of a kind on a line each, and all are seen at one press, which undo takes back', async () => {
    const articles = cards().getByRole('article')
    const all = await articles.count()
    expect(all).toBeGreaterThan(1)
    await page.getByRole('button', { name: 'Show as lines' }).click()
    await cards().getByRole('button', { name: 'Seen, fine' }).waitFor()
    expect(await cards().getByRole('button', { name: 'Seen, fine' }).count()).toBe(1)
    expect(await articles.count()).toBe(all)
    const second = await articles
      .nth(1)
      .getByRole('button', { name: /\.wav$/ })
      .last()
      .innerText()
    await page.keyboard.press('j')
    await page.getByRole('heading', { name: second.trim() }).waitFor()
    const seen = () => cards().getByText('seen', { exact: true }).count()
    await page.getByRole('button', { name: 'All seen, fine' }).click()
    await expect.poll(seen).toBe(all)
    await page.keyboard.press('u')
    await expect.poll(seen).toBe(0)
  })

  it('makes a playlist of the clips of one finding', async () => {
    await goTo(page, '/audit?kind=identical')
    await card('files are byte-identical').getByRole('button', { name: 'Triage the 2 clips' }).click()
    await page.locator('[role=progressbar][aria-label=Answered][aria-valuemax="2"]').waitFor()
    await goTo(page, '/audit?kind=suspected-label')
  })

  it('makes a playlist of a kind', async () => {
    await page.getByRole('button', { name: 'Triage', exact: true }).click()
    await page.getByRole('progressbar', { name: 'Answered' }).waitFor()
    await page.getByRole('heading', { name: 'Label worth checking' }).waitFor()
    await page.getByText(/^audit$/).waitFor()
  })
})
