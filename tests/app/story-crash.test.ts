import { execFileSync } from 'node:child_process'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { writeTinyCorpus } from '#fixtures/tiny-corpus.ts'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { emotoneJson, ended, spawnEmotone } from './emotone.ts'
import { untilIndexed, withStudio, type Studio } from './with-studio.ts'

const reason =
  process.platform === 'win32'
    ? ' (skipped: Windows knows no such signal)'
    : CHROMIUM === null
      ? NEEDS_CHROMIUM
      : ''

describe.skipIf(reason !== '')(`a crash of the library that computes${reason}`, () => {
  let page: Page
  let studio: Studio
  let runId: string

  withStudio(
    async (opened, begun) => {
      page = opened
      studio = begun
      await untilIndexed(page)
    },
    { env: { EMOTONE_CPU_RUNS: undefined } },
  )

  /** The one trainer of the server. */
  const trainerPid = (): number => {
    const processes = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
    const own = processes
      .map((line) => line.trim().split(/\s+/))
      .filter(([, parent]) => Number(parent) === studio.server.pid)
    const trainers = own.filter(([, , ...words]) => words.join(' ').includes('trainer'))
    expect(trainers).toHaveLength(1)
    return Number(trainers[0][0])
  }

  it('ends its run and nothing else; a run of another library, which waited for the device, takes it', async () => {
    const { scratch } = studio
    writeTinyCorpus(scratch.at('tones'))
    const other = ['--library', scratch.at('other.emotone')]
    await emotoneJson(scratch, 'index', ...other, scratch.at('tones'))

    await goTo(page, '/experiments')
    const form = page.getByRole('complementary', { name: 'New experiment' })
    for (const population of ['Female', 'Male'])
      await form.getByRole('button', { name: population, exact: true }).click()
    await form.getByRole('combobox', { name: 'Engine' }).selectOption('wasm')
    await form.getByLabel('Augment').setChecked(false)
    await form.getByRole('spinbutton', { name: 'Epochs' }).fill('1000')
    await form.getByRole('button', { name: 'Launch the run' }).click()
    await page.getByRole('link', { name: 'mixed', exact: true }).first().click()
    await page.waitForURL(/runs\/mixed-/)
    runId = /mixed-\w+/.exec(page.url())![0]
    await page.getByRole('log').getByText('Training starts.').waitFor()
    // a checkpoint is there
    await page
      .getByText(/epoch ([2-9]|\d\d+) of/i)
      .first()
      .waitFor({ timeout: 120_000 })

    const plan = ['--population', 'mixed', '--labels', 'angry', 'sad', '--no-augment', '--epochs', '1']
    const child = spawnEmotone(scratch, ['train', ...other, ...plan, '--engine', 'wasm', '--json'])
    const end = ended(child)
    const words = `mixed: Waits for CPU:0, held by run ${runId} of another studio, process ${studio.server.pid}.`
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr!.on('data', (text: Buffer) => {
        said += text.toString()
        if (said.includes(words)) resolve()
      })
      child.on('close', () => reject(new Error(`it did not wait, but said: ${said}`)))
    })

    process.kill(trainerPid(), 'SIGSEGV')
    const { code, stdout } = await end
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ state: 'done' }] })
  })

  it('is told on screen, with what to do; the studio goes on, and so does the run when it is resumed', async () => {
    const trouble = page.getByText(
      'The engine crashed (signal SIGSEGV); what it said last is in the log. ' +
        'The run can be resumed; if it crashes again, launch it anew on another engine.',
    )
    await trouble.first().waitFor()
    await page.getByText('Its last checkpoint is kept; resuming goes on from there.').waitFor()
    await goTo(page, '/library')
    await page.getByText('f01_s1_angry_t1.wav').waitFor()
    await goTo(page, `/runs/${runId}`)
    await page.getByRole('button', { name: 'Resume' }).click()
    await page.getByRole('log').getByText('Training goes on from the last checkpoint.').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).first().click()
  })
})
