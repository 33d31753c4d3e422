import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { CHROMIUM, goTo, NEEDS_CHROMIUM } from './browser.ts'
import { emotoneJson, type Scratch } from './emotone.ts'
import { hearOutput, heardHz } from './page-scripts.ts'
import { toneWav } from './tone-wav.ts'
import { withStudio, type Studio } from './with-studio.ts'

const TONE_HZ = 200
/** Two bins of the analysis; another pitch would be 100 Hz and more away. */
const NEAR_HZ = 6

/** A folder for each class, with one second of a tone from two speakers in each. */
async function makeTones(scratch: Scratch): Promise<string[]> {
  for (const speaker of ['ann', 'ben'])
    for (const label of ['happy', 'sad']) {
      const folder = scratch.at('tones', speaker, label)
      mkdirSync(folder, { recursive: true })
      writeFileSync(path.join(folder, `${speaker}-${label}.wav`), toneWav(TONE_HZ))
    }
  const library = scratch.at('tones.emotone')
  await emotoneJson(scratch, 'index', scratch.at('tones'), '--library', library)
  return ['--library', library]
}

describe.skipIf(CHROMIUM === null)(`what the loudspeaker gets${NEEDS_CHROMIUM}`, () => {
  let studio: Studio
  withStudio((_, begun) => void (studio = begun), { prepare: makeTones })

  it.each([
    ['as it is', '', '1×'],
    ['faster by ]', ']]]', '1.5×'],
    ['slower by [', '[[[', '0.6×'],
  ])('keeps the pitch of a clip: %s', async (_, keys, speed) => {
    const { page, close } = await studio.visit({ script: hearOutput })
    await goTo(page, '/library')
    await page.locator('[data-place="0"] .name').waitFor()
    await page.keyboard.press('j')
    await page.locator('[aria-label="Descriptors"] dl').waitFor()
    for (const key of keys) await page.keyboard.press(key)
    const player = page.getByRole('contentinfo', { name: 'Player' })
    expect(await player.getByRole('group', { name: 'Speed' }).innerText()).toContain(speed)
    await page.keyboard.press('l')
    await page.keyboard.press(' ')
    await expect.poll(() => page.evaluate(heardHz), { timeout: 20_000 }).toBeGreaterThan(0)
    // the analysis reaches over a third of a second: what it says once it is full is the tone alone
    const heard: number[] = []
    for (let look = 0; look < 8; look++) {
      await page.waitForTimeout(100)
      heard.push(await page.evaluate(heardHz))
    }
    const median = heard.sort((one, other) => one - other)[4]
    expect(Math.abs(median - TONE_HZ), `heard ${heard.join(', ')} Hz`).toBeLessThan(NEAR_HZ)
    await close()
  })
})
