// A part of the story that electron-story.mjs tells: labels leave the library in every format, and come back.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const CLIPS = ['f01_s1_angry_t1.wav', 'f01_s1_angry_t2.wav']
const SAVE_MS = 20_000
/** What a file begins with, and what the import takes it for. */
const FORMATS = [
  { title: 'CSV', begins: 'path,', takenFor: 'csv' },
  { title: 'JSON', begins: '{', takenFor: 'json' },
  { title: 'audformat', begins: 'PK', takenFor: 'audformat' },
  { title: 'Audacity', begins: '', takenFor: 'audacity' },
]

export async function tellExchange({ app, page, assert }) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-exports-'))
  try {
    await saveInto(app, folder)
    await exchange({ app, page, assert })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function exchange({ app, page, assert }) {
  const row = (name) => page.getByRole('grid', { name: 'Clips' }).getByRole('row').filter({ hasText: name })
  const form = page.getByRole('form', { name: 'Export labels' })
  const importing = page.getByRole('region', { name: 'Import labels' })
  const goTo = async (key) => {
    await page.keyboard.press('g')
    await page.keyboard.press(key)
  }
  const goToExchange = async () => {
    await goTo('h')
    await page.getByRole('link', { name: 'Import and export' }).click()
    await importing.waitFor()
  }

  // Two clips are labelled, and each format is saved where a person says.
  await row(CLIPS[0]).click()
  for (const name of CLIPS) {
    await page.locator('[role=row].current').filter({ hasText: name }).waitFor()
    await page.keyboard.press('5')
    await row(name).getByText('fear').waitFor()
  }
  await goToExchange()
  const files = []
  for (const { title, begins } of FORMATS) {
    await form.getByRole('radio', { name: new RegExp(`^${title}`) }).check()
    if (title === 'CSV') await form.getByRole('checkbox', { name: 'intended' }).uncheck()
    if (title === 'Audacity') {
      await form.getByRole('combobox', { name: 'Track' }).selectOption('rater')
      await form.getByRole('checkbox', { name: /^One track for all clips/ }).check()
    }
    await form.getByRole('button', { name: /^Export \d+ clips$/ }).click()
    await form.getByText(/^2 labels of \d+ clips/).waitFor()
    await form.getByRole('button', { name: 'Download' }).click()
    const file = await nextSaved(app)
    const text = readFileSync(file, 'latin1')
    assert.ok(text.startsWith(begins), `${title}: ${file} begins with ${JSON.stringify(text.slice(0, 20))}`)
    assert.ok(text.length > 20, `${title}: ${file} is not empty`)
    files.push(file)
  }

  // Both labels are taken back, and each file brings them in again: looked at first, one act, undone.
  await goTo('l')
  for (const name of [...CLIPS].reverse()) {
    await page.keyboard.press('u')
    await row(name).getByText('fear').waitFor({ state: 'detached' })
  }
  for (const [index, { title, takenFor }] of FORMATS.entries()) {
    await goToExchange()
    const choosing = page.waitForEvent('filechooser')
    await importing.getByRole('button', { name: 'Choose files', exact: true }).click()
    await (await choosing).setFiles([files[index]])
    await importing.getByText(`(${takenFor})`).waitFor()
    if (title === 'Audacity') await importing.getByRole('textbox', { name: 'Whose labels' }).fill('rater')
    await importing.getByRole('button', { name: '2 new', pressed: true }).waitFor()
    await importing.getByRole('button', { name: 'Apply 2 changes' }).click()
    await importing.getByText('Imported: labels on 2 clips').waitFor()
    await goTo('l')
    for (const name of CLIPS) await row(name).getByText('fear').waitFor()
    await page.keyboard.press('u')
    for (const name of CLIPS) await row(name).getByText('fear').waitFor({ state: 'detached' })
  }
}

/** Every download goes to the folder, as if a person had chosen it in the dialog. */
function saveInto(app, folder) {
  return app.evaluate(({ session }, into) => {
    globalThis.savedFiles = []
    session.defaultSession.on('will-download', (_event, item) => {
      const file = `${into}/${item.getFilename()}`
      item.setSavePath(file)
      item.once('done', (_done, state) => globalThis.savedFiles.push({ file, state }))
    })
  }, folder)
}

async function nextSaved(app) {
  const until = Date.now() + SAVE_MS
  while (Date.now() < until) {
    const saved = await app.evaluate(() => globalThis.savedFiles.shift() ?? null)
    if (saved !== null) {
      if (saved.state !== 'completed') throw new Error(`${saved.file} was not saved: ${saved.state}`)
      return saved.file
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error(`No file was saved within ${SAVE_MS / 1000} s.`)
}
