import { readFileSync, writeFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { kerasNumbers } from '../fixtures/keras-numbers.ts'
import { writeTinyCorpus } from '../fixtures/tiny-corpus.ts'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { emotone, emotoneJson, type Scratch } from './emotone.ts'
import { withStudio, type Studio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`models go to Keras and come from it${NEEDS_CHROMIUM}`, () => {
  let page: Page
  let studio: Studio
  let library: string
  let runId: string
  let unnamed: string

  const prepare = async (scratch: Scratch) => {
    library = scratch.at('keras.emotone')
    writeTinyCorpus(scratch.at('corpus'))
    unnamed = scratch.at('unnamed.keras')
    const { file } = kerasNumbers().models.find((model) => model.name === 'unnamed')!
    writeFileSync(unnamed, gunzipSync(Buffer.from(file, 'base64')))
    await emotoneJson(scratch, 'index', '--library', library, scratch.at('corpus'))
    const plan = ['--population', 'mixed', '--labels', 'angry', 'sad', '--epochs', '1', '--no-augment']
    const { runs } = await emotoneJson<{ runs: { runId: string }[] }>(
      scratch,
      ...['train', '--library', library, ...plan, '--engine', 'wasm'],
    )
    runId = runs[0].runId
    return ['--library', library]
  }
  withStudio(
    (opened, begun) => {
      page = opened
      studio = begun
    },
    { prepare, seconds: 240 },
  )

  it('a finished run is saved as a file of Keras', async () => {
    await goTo(page, `/runs/${runId}`)
    const downloading = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Save for Keras' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe(`${runId}.keras`)
    const bytes = readFileSync(await download.path())
    expect(bytes.subarray(0, 2).toString('latin1')).toBe('PK')
    expect(bytes.length).toBeGreaterThan(1_400_000)
  })

  it('a file of Keras is imported, with the reason told where it cannot be, and predicts', async () => {
    await goTo(page, '/predict')
    await page.getByRole('button', { name: 'Import a Keras model' }).click()
    const dialog = page.getByRole('dialog', { name: 'Import a Keras model' })
    const file = dialog.getByRole('textbox', { name: "File on the studio's machine" })
    await file.fill(studio.scratch.at('none.keras'))
    await page.keyboard.press('Enter')
    await dialog.getByText(`There is no file ${studio.scratch.at('none.keras')}`).waitFor()
    await file.fill(unnamed)
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await dialog.getByText('does not name them: say which labels they stand for').waitFor()
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
    await dialog.getByRole('textbox', { name: 'Labels of its outputs, in their order' }).fill('angry, sad')
    await dialog.getByRole('button', { name: 'Import', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })

    await page.getByText('From Keras: 117 parameters, angry, sad.').waitFor()
    await page.getByRole('button', { name: 'Predict 16 clips' }).click()
    await page.getByRole('heading', { name: '16 predictions' }).waitFor({ timeout: 120_000 })
    expect((await new AxeBuilder({ page }).analyze()).violations.map(({ id }) => id)).toEqual([])
  })

  it('the command line does the same: it lists, exports, predicts with the model, and forgets it', async () => {
    await page.goto('about:blank')
    await studio.server.stop()
    const { scratch } = studio
    const { models } = await emotoneJson<{ models: { modelId: string }[] }>(
      scratch,
      'models',
      '--library',
      library,
    )
    expect(models).toMatchObject([{ name: 'unnamed', labels: ['angry', 'sad'] }])
    const [{ modelId }] = models
    const predict = (id: string) =>
      emotoneJson<{ predictions: { label: string; probabilities: Record<string, number> }[] }>(
        scratch,
        ...['predict', '--library', library, '--run', id, scratch.at('corpus', 's0-sad-0.wav')],
      )
    const target = scratch.at('out.keras')
    await emotoneJson(scratch, 'models', 'export', '--library', library, '--run', runId, target)
    const copy = await emotoneJson<{ modelId: string }>(
      scratch,
      'models',
      'import',
      '--library',
      library,
      target,
    )
    const [ours, theirs] = [await predict(runId), await predict(copy.modelId)]
    expect(theirs.predictions[0].label).toBe(ours.predictions[0].label)
    expect(theirs.predictions[0].probabilities.sad).toBeCloseTo(ours.predictions[0].probabilities.sad, 5)
    await emotoneJson(scratch, 'models', 'delete', '--library', library, modelId)
    const refused = await emotone(scratch, 'models', 'export', '--library', library, '--run', modelId)
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`no run ${modelId}`) })
  })
})
