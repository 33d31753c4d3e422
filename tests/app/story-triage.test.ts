import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM, trainThree, wordsOf } from './browser.ts'
import { untilIndexed, withStudio, type Studio } from './with-studio.ts'

const PLAYLIST = '/triage?from=clips&label=sad&sex=female'

describe.skipIf(CHROMIUM === null)(`triage by keys${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let studio: Studio

  withStudio(async (opened, begun) => {
    studio = begun
    await sitDown(opened)
    await untilIndexed(page)
  })

  async function sitDown(opened: Page): Promise<void> {
    page = opened
    const strip = page.getByRole('button', { name: 'Close for ever' })
    if (await strip.isVisible()) await strip.click()
  }

  const stage = () => page.getByRole('region', { name: 'Clip', exact: true })
  const heading = (name: string) => stage().getByRole('heading', { name, exact: true }).waitFor()
  const answered = () => page.getByRole('progressbar', { name: 'Answered' })
  const answers = () => page.getByRole('region', { name: 'Answers' })
  const started = () => page.getByRole('region', { name: 'Started playlists' })
  const untilSaved = () => page.getByRole('status').filter({ hasText: 'all saved' }).waitFor()
  const untilAnswered = (count: number) =>
    page.locator(`[role=progressbar][aria-label=Answered][aria-valuenow="${count}"]`).waitFor()
  const untilSounding = async () => {
    await page.getByRole('button', { name: 'Pause' }).waitFor()
  }

  it('says where to begin while no playlist is started', async () => {
    await goTo(page, '/triage')
    await started().getByText('None yet. Choose one below').waitFor()
  })

  it('goes from the filtered library to a playlist of the same clips', async () => {
    await goTo(page, '/library?label=sad&sex=female')
    await page.getByRole('button', { name: 'Triage', exact: true }).click()
    await heading('f01_s1_sad_t1.wav')
    expect(await answered().getAttribute('aria-valuemax')).toBe('45')
  })

  it('answers ten clips with ten keys: each is saved, and the next one sounds', async () => {
    await page.keyboard.press(' ')
    await untilSounding()
    const keys = ['4', '4', '1', 'i', 'y', '3', 'x', '4', '5', '4']
    for (const [index, key] of keys.entries()) {
      await page.keyboard.press(key)
      await untilAnswered(index + 1)
      await untilSounding()
    }
    await untilSaved()
    await page.getByText('7 labelled, 1 excluded, 1 skipped, 1 unsure').waitFor()
    await page.getByText('clips/min').waitFor()
    expect(await answers().getByRole('listitem').count()).toBe(10)
    await answers().getByText('before: sad').first().waitFor()
  })

  it('takes the last answer back and goes to its clip; a note is kept', async () => {
    const here = await stage().getByRole('heading').first().innerText()
    await page.keyboard.press('u')
    await untilAnswered(9)
    await expect.poll(() => stage().getByRole('heading').first().innerText()).not.toBe(here)
    await page.keyboard.press('m')
    await page.getByRole('textbox', { name: 'Note on this clip' }).waitFor()
    await page.keyboard.type('a sigh at the end 4')
    await page.keyboard.press('Enter')
    await stage().getByText('a sigh at the end 4').waitFor()
    await untilAnswered(9)
    await page.keyboard.press('4')
    await untilAnswered(10)
    await untilSaved()
  })

  it('keeps its place over a reload, and in the rail', async () => {
    const name = await stage().getByRole('heading').first().innerText()
    await page.reload()
    await heading(name)
    await untilAnswered(10)
    await page.keyboard.press('g')
    await page.keyboard.press('l')
    await page.getByRole('grid', { name: 'Clips' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('t')
    await heading(name)
  })

  it('plays the speaker’s neutral, and goes to and fro between both with one key', async () => {
    const footer = page.getByRole('contentinfo')
    const own = await stage().getByRole('heading').first().innerText()
    await page.keyboard.press('n')
    await footer.getByText(/_neutral_/).waitFor()
    await page.keyboard.press('a')
    await footer.getByText(own).waitFor()
    await page.keyboard.press('a')
    await footer.getByText(/_neutral_/).waitFor()
    await page.keyboard.press('a')
    await footer.getByText(own).waitFor()
  })

  it('hides label, name and model in blind mode until a clip is answered, then says what was there', async () => {
    await page.keyboard.press('b')
    // one name for one clip, also in the player
    await stage()
      .getByRole('heading', { name: /^clip \d+$/ })
      .waitFor()
    const eleventh = await stage().getByRole('heading').first().innerText()
    await page.getByRole('contentinfo').getByText(eleventh, { exact: true }).waitFor()
    const hidden = page.locator('.triage .stage, .triage .head, footer')
    for (const text of await hidden.allInnerTexts()) expect(text).not.toMatch(/_sad_|\.wav|female, sad|meant/)
    expect(await wordsOf(page, '.triage .stage > :not(.pad), .triage .head, footer')).not.toMatch(
      /_sad_|\.wav|sad\b|meant|model:/,
    )
    await page.waitForURL(/blind=1/)
    await page.keyboard.press('2')
    await untilAnswered(11)
    await expect.poll(() => stage().getByRole('heading').first().innerText()).not.toBe(eleventh)
    const newest = answers().getByRole('listitem').first()
    await newest.getByText('happy').waitFor()
    await newest.getByText('before: sad').waitFor()
    await newest.getByText(/_sad_/).waitFor()
    await page.keyboard.press('k')
    await heading(await newest.getByText(/_sad_/).innerText())
    await page.keyboard.press('b')
    await page.keyboard.press('j')
    await stage().getByText('meant').waitFor()
    await untilSaved()
  })

  it('loses no acknowledged answer when the studio is killed; the playlist goes on where it was', async () => {
    for (const key of ['4', '1', 'y']) await page.keyboard.press(key)
    await untilAnswered(14)
    await untilSaved()
    const open = await stage().getByRole('heading').first().innerText()
    const given = await answers().getByRole('listitem').allInnerTexts()
    await studio.server.kill()

    await sitDown(await studio.restart())
    await goTo(page, PLAYLIST)
    await untilAnswered(14)
    await heading(open)
    const names = (texts: string[]) => texts.map((text) => [/\S+\.wav/.exec(text)?.[0], text.split('\n')[0]])
    await expect
      .poll(async () => names(await answers().getByRole('listitem').allInnerTexts()), { timeout: 20_000 })
      .toEqual(names(given))
    await page.getByText('10 labelled, 1 excluded, 1 skipped, 2 unsure').waitFor()
  }, 120_000)

  it('tells in blind mode what a finding says when all its clips are answered', async () => {
    await goTo(page, '/triage?from=finding&kind=contradicting-labels')
    await stage().getByText('files are byte-identical').waitFor()
    await page.keyboard.press('b')
    const titleNow = () => stage().getByRole('heading').first().innerText()
    await expect.poll(titleNow).toMatch(/^clip \d+$/)
    const first = await titleNow()
    await page.keyboard.press('i')
    await expect.poll(titleNow).not.toBe(first)
    expect(await titleNow()).toMatch(/^clip \d+$/)
    await page.keyboard.press('k')
    await stage().getByText('meant').waitFor()
    await stage().getByText('until all its clips are answered').first().waitFor()
    expect(await wordsOf(page, '.triage .stage')).not.toMatch(/byte-identical|f01_s1_neutral/)
    await page.keyboard.press('j')
    await page.keyboard.press('i')
    await untilAnswered(2)
    await page.getByRole('button', { name: 'Back to the clips' }).click()
    await stage().getByText('files are byte-identical').waitFor()
    await page.keyboard.press('u')
    await page.keyboard.press('u')
    await untilAnswered(0)
    await page.keyboard.press('b')
  })

  it('says what was answered and what the rule makes of it where the newest label is not the gold label', async () => {
    await useRule('Intended')
    await goTo(page, '/triage?from=clips&ids=7.8')
    await untilAnswered(0)
    const meant = stage().getByText('meant').locator('..')
    await meant.getByText('neutral').waitFor()
    await page.keyboard.press('4')
    await untilAnswered(1)
    const newest = answers().getByRole('listitem').first()
    await newest.getByText('sad', { exact: true }).waitFor()
    await newest.getByText(/gold label \(intended\): ?N ?neutral/).waitFor()
    await page.keyboard.press('k')
    await stage().getByText('answered: sad').waitFor()
    await stage().getByText('gold label (intended)').locator('..').getByText('neutral').waitFor()
    await useRule('Newest rater')
    await goTo(page, '/triage?from=clips&ids=7.8')
    await newest.getByText('sad', { exact: true }).waitFor()
    await newest.getByText('gold label').waitFor({ state: 'detached' })
    await page.keyboard.press('u')
    await untilAnswered(0)
  })

  async function useRule(name: string): Promise<void> {
    await goTo(page, '/labels/gold')
    await page.getByRole('radio', { name: new RegExp(`^${name}`) }).check()
    await page.getByRole('button', { name: 'Apply' }).click()
    await page.getByText(new RegExp(`Gold label: ${name}`, 'i')).waitFor()
  }

  it('opens a playlist of any length, under an address that holds', async () => {
    await goTo(page, '/labels/history')
    await page
      .getByRole('row')
      .filter({ hasText: 'corpus' })
      .last()
      .getByRole('button', { name: /^Play the clips/ })
      .click()
    await page.getByText('playlist of 360 clips').waitFor()
    await page.waitForURL(/list=360-[0-9a-f]{16}/)
    await page.reload()
    await page.getByText('playlist of 360 clips').waitFor()
    await page.getByRole('button', { name: 'Triage', exact: true }).click()
    await page.getByRole('heading', { name: 'Chosen clips' }).waitFor()
    expect(await answered().getAttribute('aria-valuemax')).toBe('360')
  })

  it('says at the end what was skipped, and makes a playlist of it', async () => {
    await goTo(page, '/triage?from=clips&ids=1.2')
    await page.locator('[role=progressbar][aria-label=Answered][aria-valuemax="2"]').waitFor()
    await heading('f01_s1_angry_t1.wav')
    await page.keyboard.press('i')
    await heading('f01_s1_angry_t2.wav')
    await page.keyboard.press('1')
    await page.getByText('All clips of this playlist are answered').waitFor()
    await page.getByRole('button', { name: 'Hear the 1 skipped' }).click()
    await heading('f01_s1_angry_t1.wav')
    expect(await answered().getAttribute('aria-valuemax')).toBe('1')
  })

  it('lists the playlists that were started: each is gone on with, or removed and brought back', async () => {
    await page.getByRole('button', { name: 'Other playlist' }).click()
    const sad = started().getByRole('listitem').filter({ hasText: 'Clips: female, sad' })
    await sad.getByText('14 of 45 answered').waitFor()
    await sad.getByText('Library').waitFor()
    await sad.getByRole('button', { name: 'Remove “Clips: female, sad” from the list' }).click()
    await sad.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await sad.getByRole('link').click()
    await untilAnswered(14)
    expect(await answered().getAttribute('aria-valuemax')).toBe('45')
  })

  it('offers findings and the library where no playlist is chosen', async () => {
    await page.getByRole('button', { name: 'Other playlist' }).click()
    await page.getByRole('region', { name: 'Library' }).getByText('The list of the library').waitFor()
    await page.getByRole('region', { name: 'Findings of the audit' }).getByText('Same sound twice').click()
    await stage().getByText('files are byte-identical').waitFor()
  })

  it('makes a playlist of all that runs list: errors, test clips, disagreements, predictions', async () => {
    const [first] = await trainThree(page, 2)
    const triaged = (title: string) => page.getByRole('heading', { name: title, exact: true }).waitFor()
    await page
      .getByRole('button', { name: /^Triage the errors of mixed/ })
      .first()
      .click()
    await triaged('Errors of one run')
    await stage().getByText('mixed model').waitFor()

    await goTo(page, '/experiments')
    const runs = page.getByRole('table', { name: 'Runs' })
    await runs.getByRole('button', { name: /^Triage the errors of female/ }).click()
    await triaged('Errors of one run')
    await stage().getByText('female model').waitFor()

    await goTo(page, '/experiments')
    for (const population of ['mixed', 'female'])
      await runs.getByRole('checkbox', { name: new RegExp(`^Compare ${population} `) }).check()
    await page.getByRole('button', { name: 'Triage where they disagree' }).click()
    await triaged('Two runs disagree')

    await goTo(page, `/runs/${first}`)
    await page.getByRole('button', { name: 'Triage its test clips' }).click()
    await triaged('Test clips of one run, least sure first')

    await goTo(page, '/library?ids=10.11.12')
    await page.getByRole('status').filter({ hasText: '3 clips' }).waitFor()
    await goTo(page, '/predict')
    await page.getByRole('button', { name: 'Predict 3 clips' }).click()
    await page.getByRole('heading', { name: '3 predictions' }).waitFor({ timeout: 60_000 })
    await page.keyboard.press('b')
    await page.getByRole('link', { name: 'clip 10' }).waitFor()
    expect(await wordsOf(page, '.results table, footer')).not.toMatch(/\.wav/)
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'Play these' }).click()
    await page.getByRole('contentinfo').getByText('f01_s1_sad_t1.wav').waitFor()
    await untilSounding()
    await page.getByRole('button', { name: 'Triage these' }).click()
    await triaged('Chosen clips')
    expect(await answered().getAttribute('aria-valuemax')).toBe('3')
  }, 300_000)
})
