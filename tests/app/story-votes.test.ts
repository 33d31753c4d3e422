import { mkdirSync, writeFileSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { emotoneJson, type Scratch } from './emotone.ts'
import { toneWav } from './tone-wav.ts'
import { withStudio } from './with-studio.ts'

/** What the summary of CREMA-D says of a clip: the winner without its votes. The tie names no label, so it is not lost. */
const VOICE_VOTES = {
  '1001_DFA_ANG_XX': 'N',
  '1001_IEO_ANG_HI': 'A',
  '1002_DFA_SAD_XX': 'S',
  '1002_IEO_SAD_LO': 'A:S',
}

/** Clips whose listeners' label came without counts. */
async function indexWinners(scratch: Scratch): Promise<string[]> {
  mkdirSync(scratch.at('crema', 'AudioWAV'), { recursive: true })
  Object.keys(VOICE_VOTES).forEach((name, index) =>
    writeFileSync(scratch.at('crema', 'AudioWAV', `${name}.wav`), toneWav(200 + 50 * index)),
  )
  const rows = Object.entries(VOICE_VOTES).map(([name, vote]) => `${name},${vote},60`)
  writeFileSync(
    scratch.at('crema', 'summaryTable.csv'),
    ['FileName,VoiceVote,VoiceLevel', ...rows, ''].join('\n'),
  )
  const library = scratch.at('crema.emotone')
  await emotoneJson(scratch, 'index', scratch.at('crema'), '--library', library)
  return ['--library', library]
}

describe.skipIf(CHROMIUM === null)(`listeners whose votes were not counted${NEEDS_CHROMIUM}`, () => {
  let page: Page
  withStudio((opened) => void (page = opened), { prepare: indexWinners })

  const option = (title: string) => page.locator('label').filter({ hasText: new RegExp(`^\\s*${title}`) })

  it('are named beside each rule that counts votes, and beside no other', async () => {
    await goTo(page, '/labels/gold')
    for (const title of ['Most votes', 'Soft distribution'])
      await option(title).getByText("3 clips have a listeners' label without counts: no votes").waitFor()
    for (const title of ['Newest rater', 'Intended', 'Majority of raters', 'One rater', 'Perceived'])
      expect(await option(title).innerText(), title).not.toContain('without counts')
  })

  it('are named where such a rule is chosen, with the rule that hears them', async () => {
    const lost = page.getByText(
      'Without the listeners of 3 clips, whose label came without counts; “Perceived”',
    )
    await page.getByRole('radio', { name: /^Most votes/ }).check()
    await page.getByText('0 gold labels would change').waitFor()
    await lost.waitFor()
    await page.getByRole('radio', { name: /^Perceived/ }).check()
    await page.getByText('1 gold label would change').waitFor()
    expect(await lost.count()).toBe(0)
  })
})
