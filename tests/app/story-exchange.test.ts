import { readFileSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import type { Scratch } from './emotone.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`labels leave the library and come back${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let scratch: Scratch
  /** The export that was downloaded. */
  let file: string

  withStudio(async (opened, studio) => {
    page = opened
    scratch = studio.scratch
    await untilIndexed(page)
  })

  const form = () => page.getByRole('form', { name: 'Export labels' })
  const importing = () => page.getByRole('region', { name: 'Import labels' })
  const lines = () => importing().getByRole('table', { name: 'Lines' })
  const choose = (...files: string[]) => page.locator('[data-test=import-files]').setInputFiles(files)
  const give = async (clip: number, label: string) => {
    await goTo(page, `/library?clip=${clip}`)
    const panel = page.getByRole('region', { name: 'Clip', exact: true })
    await panel.getByRole('region', { name: 'Label history' }).waitFor()
    await page.getByRole('group', { name: 'Labels' }).getByRole('button', { name: label }).click()
    await page.getByText(`Labelled ${label}: 1 clip`).waitFor()
  }
  const undo = async () => {
    await page.keyboard.press('u')
    await page
      .getByText(/^Undo: label/)
      .first()
      .waitFor()
  }

  it('two clips are labelled and exported; the file is downloaded', async () => {
    await give(2, 'fear')
    await give(3, 'disgust')
    await goTo(page, '/labels/exchange')
    await form().getByRole('checkbox', { name: 'intended' }).uncheck()
    expect(await form().getByRole('checkbox', { name: 'rater' }).isChecked()).toBe(true)
    await form()
      .getByRole('button', { name: /^Export \d+ clips$/ })
      .click()
    await form()
      .getByText(/^2 labels of \d+ clips/)
      .waitFor()
    const download = page.waitForEvent('download')
    await form().getByRole('button', { name: 'Download' }).click()
    file = scratch.at('labels.csv')
    await (await download).saveAs(file)
    const rows = readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    expect(rows.map((row) => [row[6], row[7]])).toEqual([
      ['track', 'label'],
      ['rater', 'fear'],
      ['rater', 'disgust'],
    ])
  }, 90_000)

  it('after both were undone, the import shows what it would change, and changes it as one act', async () => {
    await goTo(page, '/library')
    await page.getByRole('grid', { name: 'Clips' }).focus()
    await undo()
    await undo()
    await goTo(page, '/labels/exchange')
    await importing().getByText('Labels from elsewhere').waitFor()
    await choose(file)
    await importing().getByRole('button', { name: '2 new', pressed: true }).waitFor()
    const first = lines().getByRole('row').nth(1)
    await first.getByText('none yet').waitFor()
    await first.getByText('angry', { exact: true }).waitFor()
    await first.getByText('fear').waitFor()
    await importing().getByRole('textbox', { name: 'Why (optional)' }).fill('from the other machine')
    await importing().getByRole('button', { name: 'Apply 2 changes' }).click()
    await page.getByText('Imported: labels on 2 clips').waitFor()
    await importing().getByText('labels.csv. This is one act').waitFor()
    await importing().getByRole('button', { name: 'Import another' }).click()
    await importing().getByText('Labels from elsewhere').waitFor()
    await choose(file)
    await importing().getByRole('button', { name: '2 as here' }).waitFor()
    await importing().getByText('Nothing would change.').waitFor()
    await goTo(page, '/library?label=disgust')
    await page.getByRole('grid', { name: 'Clips' }).getByRole('row').nth(1).waitFor()
    await goTo(page, '/library?clip=2')
    const panel = page.getByRole('region', { name: 'Clip', exact: true })
    await panel.getByRole('region', { name: 'Label history' }).getByText('fear').first().waitFor()
  }, 90_000)

  it('a change is shown from what to what, and undone from where it was made', async () => {
    const [header, first] = readFileSync(file, 'utf8').split('\n')
    const edited = scratch.at('edited.csv')
    writeFileSync(
      edited,
      `\ufeff${header}\r\n${first.replace(',fear,', ',Freude,')}\r\nnone.wav${',x'.repeat(11)}\r\n`,
    )
    await goTo(page, '/labels/exchange')
    await choose(edited)
    const changed = lines().getByRole('row').nth(1)
    await changed.getByText('fear').first().waitFor()
    await changed.getByText('happy').waitFor()
    await importing().getByRole('button', { name: 'Apply 1 change' }).click()
    await page.getByText('Imported: labels on 1 clip').waitFor()
    await importing().getByRole('button', { name: 'Undo' }).click()
    await page.getByText('Undo: labels read from edited.csv on 1 clip').waitFor()
    await importing().getByRole('button', { name: '1 changed' }).waitFor()
  }, 90_000)

  it('an audformat database goes out as an archive and is read from it', async () => {
    await goTo(page, '/labels/exchange')
    await form()
      .getByRole('radio', { name: /^audformat/ })
      .check()
    await form()
      .getByRole('button', { name: /^Export \d+ clips$/ })
      .click()
    const download = page.waitForEvent('download')
    await form().getByRole('button', { name: 'Download' }).click()
    const archive = scratch.at('labels.zip')
    await (await download).saveAs(archive)
    await choose(archive)
    await importing().getByText('(audformat)').waitFor()
    await importing().getByText('Nothing would change.').waitFor()
  }, 90_000)

  it('a file that names no rater asks whose labels they are; what is the gold label already stays out', async () => {
    await goTo(page, '/labels/exchange')
    const track = scratch.at('all.txt')
    writeFileSync(track, '0\t1\tangry [f01_s1_angry_t1.wav]\n1\t2\tsad [f01_s1_angry_t2.wav]\n')
    await choose(track)
    await importing().getByRole('button', { name: '1 of no named rater', pressed: true }).waitFor()
    await importing().getByText('1 line says what the gold label says already').waitFor()
    await importing().getByText('Nothing would change.').waitFor()
    await importing().getByRole('button', { name: 'Mine, rater' }).click()
    await importing()
      .getByRole('button', { name: /^1 (new|changed)$/, pressed: true })
      .waitFor()
    await importing()
      .getByRole('checkbox', { name: /gold label here/ })
      .check()
    await importing().getByRole('button', { name: 'Apply 2 changes' }).waitFor()
    await importing().getByRole('button', { name: 'Leave it' }).click()
    await importing().getByText('Labels from elsewhere').waitFor()
  }, 90_000)

  it('what cannot be read is refused with the reason', async () => {
    await goTo(page, '/labels/exchange')
    const refused = async (content: string | Uint8Array, reason: string) => {
      const wrong = scratch.at('wrong.csv')
      writeFileSync(wrong, content)
      await choose(wrong)
      await importing().getByRole('alert').getByText(reason).waitFor()
      await importing().getByText('No label was changed.').waitFor()
    }
    await refused('speaker;mood\r\n1;2\r\n', 'line 1: no column path and no column label')
    await refused(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0), 'wrong.csv is no text')
    await refused(Buffer.from('path,label\nä.wav,sad\n', 'latin1'), 'is not UTF-8 text')
    await refused('', 'wrong.csv: the table is empty')
    await refused(Buffer.from('RIFF\0\0\0\0WAVE'), 'wrong.csv is a sound file; labels come as CSV')
    expect(await importing().getByRole('button', { name: 'Try again' }).count()).toBe(0)
    const chooser = page.waitForEvent('filechooser')
    await importing().getByRole('button', { name: 'Choose another file' }).click()
    await chooser
  }, 90_000)
})
