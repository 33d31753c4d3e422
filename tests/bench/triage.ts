/**
 * How long from a key to the next clip's sound in triage?
 *
 *     node tests/bench/triage.ts [--presses N] [--speed 1]
 *
 * Clips of a tone that is at full level from its first sample lie in a fresh library; Chromium walks through them in
 * the screen of triage. Time runs from the keydown event (its own time stamp) to the first sample of the next clip that
 * is not zero at the output of the page's audio graph, brought to the page's clock by `getOutputTimestamp`, which counts
 * the output buffer, too. A key is pressed when the clip before has been silent for 200 ms, with the saving of the
 * answer, the pictures of the next clip and all else going on as they do. With `--speed` other than 1 the browser's
 * media element plays, which keeps the pitch.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { indexFolders } from '#main/library/index-job.ts'
import { openLibrary } from '#main/library/library.ts'
import { FIRST_SCREEN, launchChromium } from '../app/browser.ts'
import { makeScratch, startServe } from '../app/emotone.ts'
import { listenForSound, waitForSilence } from './sound-tap.ts'

const { values } = parseArgs({
  options: { presses: { type: 'string', default: '60' }, speed: { type: 'string', default: '1' } },
})
const presses = Number(values.presses)
/** The first presses find the page and the studio cold, as nobody who works does. */
const WARM_UP = 3
const CLIP_SECONDS = 0.6
const RATE_HZ = 16_000
const KEYS = ['1', '2', '3', '4', 'i', 'y']

const scratch = makeScratch()
const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
const place = path.join(folder, 'bench.emotone')
await makeLibrary(presses + WARM_UP + 1)
const server = await startServe(scratch, '--library', place, '--port', '0')
const browser = await launchChromium()
try {
  const context = await browser.newContext({ bypassCSP: true, viewport: { width: 1440, height: 900 } })
  const page = await context.newPage()
  await page.addInitScript(listenForSound)
  await page.goto(server.url)
  await page.locator(FIRST_SCREEN).waitFor()
  await page.goto(`${new URL(page.url()).origin}/#/triage?from=clips`)
  await page.locator('.stage .names').waitFor()
  const steps = ['0.5', '0.6', '0.75', '0.9', '1', '1.1', '1.25', '1.5', '2'].indexOf(values.speed) - 4
  for (let step = 0; step < Math.abs(steps); step++) await page.keyboard.press(steps > 0 ? ']' : '[')
  await page.keyboard.press(' ')
  const times: number[] = []
  for (let press = 0; press < presses + WARM_UP; press++) {
    await page.evaluate(waitForSilence, 200)
    await page.keyboard.press(KEYS[press % KEYS.length])
    const heard = await page.waitForFunction('window.benchSound.takeLatency()', null, { polling: 20 })
    if (press >= WARM_UP) times.push(Number(await heard.jsonValue()))
  }
  times.sort((one, other) => one - other)
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))].toFixed(0)
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Chromium ${browser.version()}`,
  )
  console.log(`key to sound, speed ${values.speed}, ${times.length} presses:`)
  console.log(`  median ${at(0.5)} ms   95th percentile ${at(0.95)} ms   from ${at(0)} to ${at(1)} ms`)
} finally {
  await browser.close()
  await server.stop()
  scratch.remove()
  rmSync(folder, { recursive: true, force: true })
}

async function makeLibrary(count: number): Promise<void> {
  const labels = ['angry', 'happy', 'neutral', 'sad']
  for (let index = 0; index < count; index++) {
    const hz = 220 + 7 * index
    const samples = Float32Array.from(
      { length: CLIP_SECONDS * RATE_HZ },
      (_, at) => Math.cos((2 * Math.PI * hz * at) / RATE_HZ) * 0.5,
    )
    const own = path.join(folder, 'tones', `speaker${index % 4}`, labels[index % labels.length])
    mkdirSync(own, { recursive: true })
    writeFileSync(path.join(own, `tone-${String(index).padStart(3, '0')}.wav`), encodeWav(samples, RATE_HZ))
  }
  const library = openLibrary(place, { isNew: true })
  await indexFolders(library, [path.join(folder, 'tones')])
  library.close()
}
