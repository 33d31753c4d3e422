import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emotone, emotoneJson, makeScratch, type Scratch } from './emotone.ts'
import { toneWav } from './tone-wav.ts'
import { ENGINES, skippedWith } from '../fixtures/engines.ts'

interface TrainedRun {
  runId: string
  state: string
  engine: string
  engineDescription: string
}

/** Five speakers of each sex who each say one angry and one sad tone. */
function writeCorpus(folder: string): void {
  mkdirSync(folder)
  const lines = Array.from({ length: 10 }, (_, speaker) =>
    ['angry', 'sad'].map((label, index) => {
      const name = `${speaker}-${label}.wav`
      writeFileSync(path.join(folder, name), toneWav(150 + 40 * speaker + 500 * index))
      return `${name},${label},s${speaker},${speaker % 2 ? 'male' : 'female'}`
    }),
  )
  writeFileSync(path.join(folder, 'manifest.csv'), ['path,label,speaker,sex', ...lines.flat(), ''].join('\n'))
}

describe('every engine of this machine', () => {
  let scratch: Scratch
  let library: string[]
  beforeAll(async () => {
    scratch = makeScratch()
    library = ['--library', scratch.at('tones.emotone')]
    writeCorpus(scratch.at('tones'))
    await emotoneJson(scratch, 'index', ...library, scratch.at('tones'))
  }, 120_000)
  afterAll(() => scratch.remove())

  for (const { name, missing } of ENGINES) {
    it.skipIf(missing !== null)(
      `trains and predicts on ${name} from the built studio${skippedWith(missing)}`,
      async () => {
        const plan = ['--population', 'mixed', '--labels', 'angry', 'sad', '--no-augment', '--epochs', '1']
        const { runs } = await emotoneJson<{ runs: TrainedRun[] }>(
          scratch,
          'train',
          ...library,
          ...plan,
          '--engine',
          name,
        )
        expect(runs).toMatchObject([{ state: 'done', engine: name }])
        expect(runs[0].engineDescription.toLowerCase()).toContain(name === 'wasm' ? 'webassembly' : name)
        const wav = scratch.at('tones', '0-sad.wav')
        const predicted = await emotoneJson(scratch, 'predict', ...library, '--run', runs[0].runId, wav)
        expect(JSON.stringify(predicted)).toMatch(/angry|sad/)

        // a file that cannot be answered for does not stop the others, and the command does not end well
        const short = scratch.at('short.wav')
        writeFileSync(short, toneWav().subarray(0, 44 + 2 * 320))
        const files = [scratch.at('gone.wav'), wav, short]
        const asked = await emotone(
          scratch,
          'predict',
          ...library,
          '--run',
          runs[0].runId,
          ...files,
          '--json',
        )
        expect(asked.code).toBe(1)
        const { predictions } = JSON.parse(asked.stdout) as { predictions: { problem: string | null }[] }
        expect(predictions.map(({ problem }) => problem)).toEqual([
          'there is no such file',
          null,
          'it holds 0.020 s of sound, too little to judge',
        ])
      },
    )
  }
})
