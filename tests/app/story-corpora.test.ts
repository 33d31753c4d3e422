import { copyFileSync, cpSync, mkdirSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, colourCount, goTo, NEEDS_CHROMIUM, trainThree } from './browser.ts'
import { CORPORA, HAS_CORPORA, type Scratch } from './emotone.ts'
import { withStudio, type Studio } from './with-studio.ts'

const TRAINING_SECONDS = 280
/** Both sexes in two corpora, women alone in the third: small enough to be indexed and trained on in a minute. */
const CREMA_SPEAKERS = ['1001', '1002', '1006', '1015', '1017', '1063']
const RAVDESS_FOLDERS = ['Actor_01', 'Actor_20']
const TESS_FOLDERS = ['OAF_angry', 'OAF_happy', 'OAF_neutral', 'OAF_Sad']
const NEEDS = `${NEEDS_CHROMIUM}${HAS_CORPORA ? '' : ' (skipped: ../shared/corpora is missing)'}`
if (!HAS_CORPORA) console.warn(`${CORPORA} is missing: the story with real recordings is skipped.`)

describe.skipIf(CHROMIUM === null || !HAS_CORPORA)(`the whole path on real corpora${NEEDS}`, () => {
  let page: Page
  let studio: Studio
  let scratch: Scratch
  let counts: Record<string, number>

  withStudio((opened, begun) => {
    page = opened
    studio = begun
    scratch = studio.scratch
    counts = copyPart(scratch.at('corpora'))
  })

  const row = (name: string, on = page) =>
    on.getByRole('grid', { name: 'Clips' }).getByRole('row').filter({ hasText: name })
  const panel = (on = page) => on.getByRole('region', { name: 'Clip', exact: true })
  const total = () => Object.values(counts).reduce((sum, count) => sum + count, 0)

  it('makes a library of folders that are walked to, and says what was found', async () => {
    await page.getByRole('button', { name: 'Open your own corpora' }).click()
    const dialog = page.getByRole('dialog', { name: 'Add corpora' })
    await dialog.getByRole('textbox', { name: 'Folder' }).fill(scratch.folder)
    await dialog.getByRole('button', { name: 'Go', exact: true }).click()
    await dialog.getByRole('listitem').getByRole('button', { name: 'corpora' }).click()
    const listOf = (folder: string) => dialog.getByRole('list', { name: `Folders in ${folder}`, exact: true })
    for (const corpus of Object.keys(counts)) {
      await listOf(scratch.at('corpora')).getByRole('button', { name: corpus }).click()
      await dialog.getByRole('button', { name: 'Add this folder' }).click()
      const inside = listOf(scratch.at('corpora', corpus))
      await inside.getByRole('button', { name: 'parent folder' }).click()
    }
    await dialog.getByRole('radio', { name: 'Make a new library' }).check()
    await dialog.getByRole('textbox', { name: 'Path of the new library' }).fill(scratch.at('own.emotone'))
    await dialog.getByRole('button', { name: 'Index 3 folders' }).click()
    await dialog.getByText(`${total()} clips indexed`).waitFor({ timeout: 120_000 })
    await dialog.getByRole('button', { name: 'Done' }).click()

    const corpora = page.getByRole('group', { name: 'Corpus', exact: true })
    for (const [corpus, count] of Object.entries(counts))
      await corpora.getByRole('checkbox', { name: `${corpus} ${count}` }).waitFor()
    await page.getByRole('button', { name: `Library: own ${total()} clips` }).waitFor()
    expect(await page.getByText('synthetic', { exact: true }).count(), 'real voices').toBe(0)
  })

  it('shows and plays a clip, with what its corpus says', async () => {
    await goTo(page, '/library?corpus=RAVDESS&speaker=RAVDESS%2F20&label=angry')
    await row('03-01-05-02-01-01-20.wav').click()
    await panel().getByRole('heading', { name: '03-01-05-02-01-01-20.wav' }).waitFor()
    await panel().getByText('Kids are talking by the door').waitFor()
    await panel().getByText('female').waitFor()
    await expect.poll(() => colourCount(page, '.spectrum'), { timeout: 20_000 }).toBeGreaterThan(50)
    await expect.poll(() => colourCount(page, '.waveform div'), { timeout: 20_000 }).toBeGreaterThan(1)
    const position = page.getByRole('slider', { name: 'Position' })
    await page.keyboard.press(' ')
    await expect
      .poll(async () => Number(await position.inputValue()), { timeout: 20_000 })
      .toBeGreaterThan(0.2)
    await page.keyboard.press(' ')
  })

  it("shows a colleague's browser a label at once", async () => {
    const colleague = await studio.visit({ theme: 'dark' })
    for (const one of [page, colleague.page]) {
      await goTo(one, '/library?corpus=TESS&text=angry')
      await row('OAF_', one).first().click()
      await panel(one).getByRole('heading', { name: 'OAF_' }).waitFor()
    }
    const name = await panel().getByRole('heading', { level: 2 }).innerText()
    await page.getByRole('group', { name: 'Labels' }).getByRole('button', { name: 'fear' }).click()
    await row(name, colleague.page).getByText('fear').waitFor()
    await panel(colleague.page).getByRole('region', { name: 'Label history' }).getByText('you').waitFor()

    await colleague.page.keyboard.press('u')
    await row(name).getByText('fear').waitFor({ state: 'detached' })
    await colleague.close()
  })

  it('trains mixed, female and male voices on speakers apart, and compares the three', async () => {
    const runIds = await trainThree(page, 2, TRAINING_SECONDS)
    expect(runIds.map((runId) => runId.split('-')[0])).toEqual(['mixed', 'female', 'male'])
    await expect
      .poll(() => page.getByRole('grid', { name: 'rows true, columns predicted' }).count(), {
        timeout: 20_000,
      })
      .toBe(3)
    await page.getByText('No run leaks').waitFor()
    expect(await page.locator('[role=gridcell] .count').count()).toBe(3 * 16)
  })
})

/** Copies a part of the corpora as it lies in them; how many clips each has. */
function copyPart(target: string): Record<string, number> {
  const copyFolders = (corpus: string, folders: string[]) => {
    for (const folder of folders)
      cpSync(path.join(CORPORA, corpus, folder), path.join(target, corpus, folder), { recursive: true })
    return folders.flatMap((folder) => readdirSync(path.join(target, corpus, folder))).length
  }
  const crema = (name: string) => path.join('CREMA-D', name)
  mkdirSync(path.join(target, crema('AudioWAV')), { recursive: true })
  for (const table of ['VideoDemographics.csv', 'SentenceFilenames.csv'])
    copyFileSync(path.join(CORPORA, crema(table)), path.join(target, crema(table)))
  const clips = readdirSync(path.join(CORPORA, crema('AudioWAV'))).filter((name) =>
    CREMA_SPEAKERS.includes(name.slice(0, 4)),
  )
  for (const clip of clips) {
    const place = path.join(crema('AudioWAV'), clip)
    copyFileSync(path.join(CORPORA, place), path.join(target, place))
  }
  return {
    'CREMA-D': clips.length,
    RAVDESS: copyFolders('RAVDESS', RAVDESS_FOLDERS),
    TESS: copyFolders('TESS', TESS_FOLDERS),
  }
}
