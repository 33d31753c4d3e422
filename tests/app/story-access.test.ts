import AxeBuilder from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM, trainThree } from './browser.ts'
import { lookAtFocus, numberFocusable } from './page-scripts.ts'
import { untilIndexed, withStudio } from './with-studio.ts'

describe.skipIf(CHROMIUM === null)(`everybody can use it${NEEDS_CHROMIUM}`, () => {
  let pages: Record<'light' | 'dark', Page>
  let page: Page
  let runId: string

  withStudio(
    async (opened, studio) => {
      page = opened
      pages = { light: page, dark: (await studio.visit({ theme: 'dark' })).page }
      await untilIndexed(page)
      runId = (await trainThree(page, 1))[0]
    },
    // a choice of devices in the form
    { env: { EMOTONE_CPU_RUNS: '2' }, seconds: 360 },
  )

  /** Each screen: its address, and what is there when it is whole. */
  const screens = (): [name: string, address: string, whole: string][] => [
    ['library', '/library?clip=2', '[aria-label="Descriptors"] dl'],
    ['library without a fitting clip', '/library?text=nothing+fits', 'text=No clip fits these filters'],
    ['audit', '/audit?kind=contradicting-labels', 'article svg path'],
    ['overview', '/overview?label=sad', '[aria-label="Clips by corpus and label"] a'],
    ['triage', '/triage?from=clips&clip=2', '.spectrum canvas'],
    ['triage without a playlist', '/triage', 'text=The list of the library'],
    ['experiments', '/experiments', '[aria-label="Runs"] a'],
    ['run', `/runs/${runId}`, '[role=gridcell]'],
    [
      'compare',
      `/compare?runs=${runId}&cell=${runId}&cell=angry&cell=angry`,
      '[data-clip], .cell-clips .note',
    ],
    ['labels, history', '/labels/history', '[aria-label="Acts on labels"]'],
    ['labels, agreement', '/labels/agreement', 'text=Agreement needs two tracks'],
    [
      'labels, agreement of tracks',
      '/labels/agreement?track=intended&track=perceived',
      '[aria-label="What is compared"]',
    ],
    ['labels, gold rule and map', '/labels/gold', '[aria-label="Label map"]'],
    ['predict', '/predict', 'text=No predictions yet'],
    ['import and export', '/labels/exchange', 'text=Labels from elsewhere'],
  ]
  const dialogs: [name: string, open: (on: Page) => Promise<void>][] = [
    ['shortcuts', (on) => on.keyboard.press('?')],
    ['palette', (on) => on.keyboard.press('Control+K')],
    ['label keys', (on) => on.getByRole('button', { name: 'Set the label keys' }).click()],
    ['rater', (on) => on.getByRole('button', { name: /^Rater: / }).click()],
    ['relabel', (on) => on.getByRole('button', { name: 'Relabel many clips' }).click()],
    [
      'views',
      async (on) => {
        await on.getByRole('button', { name: 'Views' }).click()
        await on.getByRole('menuitem', { name: /Save this view/ }).click()
      },
    ],
    ['spectrogram settings', (on) => on.getByRole('button', { name: 'Spectrogram settings' }).click()],
    ['add corpora', (on) => on.getByRole('button', { name: 'Open your own corpora' }).click()],
    [
      'import a model',
      async (on) => {
        await goTo(on, '/predict')
        await on.getByRole('button', { name: 'Import a Keras model' }).click()
      },
    ],
  ]

  const actOn = async (on: Page, name: RegExp) => {
    await goTo(on, '/labels/history')
    await on.getByRole('button', { name }).first().click()
    await on.getByRole('dialog').getByRole('heading', { name: 'What changes' }).waitFor()
  }
  /** What is seen in the middle of an act; the first gives a label that the others speak of. */
  const states: [name: string, reach: (on: Page, theme: 'light' | 'dark') => Promise<void>][] = [
    [
      'undo',
      async (on, theme) => {
        await goTo(on, '/library?clip=2')
        await on.getByRole('grid', { name: 'Clips' }).focus()
        await on.keyboard.press(theme === 'light' ? '2' : '3')
        await on.getByText(/^Labelled \w+: 1 clip$/).waitFor()
        await actOn(on, /^Undo: label/)
      },
    ],
    ['restore', (on) => actOn(on, /^Restore label revision \d+, what the corpora said$/)],
    [
      'two revisions compared',
      async (on) => {
        await goTo(on, '/labels/history?from=0&to=1')
        await on.getByRole('region', { name: 'Two revisions compared' }).locator('li').first().waitFor()
      },
    ],
    [
      'gold rule, what it would change',
      async (on) => {
        await goTo(on, '/labels/gold')
        await on.getByRole('radio', { name: /^Perceived/ }).check()
        await on.getByRole('radio', { name: 'no label' }).check()
        await on.getByText(/gold labels would change$/).waitFor()
      },
    ],
    [
      'import, what it would change',
      async (on) => {
        await goTo(on, '/labels/exchange')
        const buffer = Buffer.from('path,label,rater\nf01_s1_angry_t1.wav,fear,ann\n')
        const file = { name: 'ann.csv', mimeType: 'text/csv', buffer }
        await on.locator('[data-test=import-files]').setInputFiles(file)
        await on.getByRole('button', { name: 'Apply 1 change' }).waitFor()
      },
    ],
    ...['silent', 'identical', 'clipped'].map((kind): [string, (on: Page) => Promise<void>] => [
      `audit, ${kind}`,
      async (on) => {
        await goTo(on, `/audit?kind=${kind}`)
        await on.locator('article').first().waitFor()
      },
    ]),
  ]

  describe.each(['light', 'dark'] as const)('in %s', (theme) => {
    it('no screen has a fault that axe knows', async () => {
      const on = pages[theme]
      for (const [name, address, whole] of screens()) {
        await goTo(on, address)
        await on.locator(whole).first().waitFor()
        expect(await faultsOf(on, theme), `${name}, ${theme}`).toEqual([])
      }
    })

    it('nothing in the middle of an act has a fault that axe knows', async () => {
      const on = pages[theme]
      for (const [name, reach] of states) {
        await reach(on, theme)
        expect(await faultsOf(on, theme), `${name}, ${theme}`).toEqual([])
        if ((await on.getByRole('dialog').count()) === 0) continue
        await on.keyboard.press('Escape')
        await on.getByRole('dialog').waitFor({ state: 'hidden' })
      }
    })

    it('no dialog has a fault that axe knows', async () => {
      const on = pages[theme]
      await goTo(on, '/library?clip=2')
      await on.locator('[aria-label="Descriptors"] dl').waitFor()
      for (const [name, open] of dialogs) {
        await open(on)
        await on.getByRole('dialog').waitFor()
        expect(await faultsOf(on, theme), `${name}, ${theme}`).toEqual([])
        await on.keyboard.press('Escape')
        await on.getByRole('dialog').waitFor({ state: 'detached' })
      }
    })
  })

  it('Tab reaches everything on every screen, and what has the focus looks so', async () => {
    for (const [name, address, whole] of screens()) {
      await goTo(page, address)
      await page.reload()
      await page.locator(whole).first().waitFor()
      const all = await page.evaluate(numberFocusable)
      expect(all.length, name).toBeGreaterThan(10)
      const reached = new Set<number>()
      const unseen = new Set<string>()
      // charts bring their buttons a little later: more stops than were numbered
      for (let step = 0; step < 3 * all.length && reached.size < all.length; step++) {
        await page.keyboard.press('Tab')
        const focus = await page.evaluate(lookAtFocus)
        if (focus === null) continue
        reached.add(focus.index)
        if (!focus.isVisible) unseen.add(all[focus.index])
      }
      expect([...unseen], `${name}: the focus is not seen on`).toEqual([])
      expect(
        all.filter((_, index) => !reached.has(index)),
        `${name}: Tab does not reach`,
      ).toEqual([])
    }
  })

  it('arrows walk a confusion matrix, and Enter lists the clips of a cell', async () => {
    await goTo(page, `/compare?runs=${runId}`)
    const cells = page.getByRole('gridcell')
    await cells.first().focus()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    const playlist = page.getByRole('region', { name: 'Clips of the cell' })
    await playlist.waitFor()
    expect(await cells.nth(5).getAttribute('aria-selected')).toBe('true')
    await page.keyboard.press('Escape')
    await playlist.waitFor({ state: 'detached' })
  })

  it('the sheet names all keys, and Escape gives the focus back', async () => {
    await goTo(page, '/library')
    await page.getByRole('grid', { name: 'Clips' }).focus()
    await page.keyboard.press('?')
    const sheet = page.getByRole('dialog', { name: 'Shortcuts' })
    for (const title of ['Play, pause', 'Give label n and go on', 'Exclude from training', 'Find anything'])
      await sheet.getByText(title, { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
    await expect.poll(() => page.evaluate(`document.activeElement.getAttribute('aria-label')`)).toBe('Clips')
  })

  it('the palette finds screens, acts and clips', async () => {
    const openPalette = async () => {
      await page.keyboard.press('Control+K')
      await page.locator('[role=dialog] input:focus').waitFor()
    }
    await openPalette()
    await page.keyboard.type('go to audit')
    await page.getByRole('option', { name: 'Go to Audit' }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '7 findings' }).waitFor()

    await openPalette()
    await page.keyboard.type('m03_s2_sad_t1')
    await page.getByRole('option', { name: /m03_s2_sad_t1\.wav/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'm03_s2_sad_t1.wav' }).waitFor()
  })

  it('blind mode hides labels and names', async () => {
    await goTo(page, '/library?clip=2')
    await page.locator('[role=row].current').waitFor()
    await page.keyboard.press('b')
    await page.getByRole('heading', { name: /^clip \d+$/ }).waitFor()
    expect(await page.getByRole('grid', { name: 'Clips' }).getByText('angry').count()).toBe(0)
    await page.keyboard.press('b')
    await page.getByRole('heading', { name: 'f01_s1_angry_t2.wav' }).waitFor()
  })
})

/** What axe finds, one line each. The dark theme has the same elements in other colours. */
async function faultsOf(page: Page, theme: 'light' | 'dark'): Promise<string[]> {
  const axe = new AxeBuilder({ page })
  const { violations } = await (theme === 'light' ? axe : axe.withRules('color-contrast')).analyze()
  return violations.flatMap(({ id, impact, nodes }) =>
    nodes.map(
      (node) => `${impact} ${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`,
    ),
  )
}
