/**
 * Makes keras.json: what Keras says of the seed network's first steps, and small models that it saved. To be run again when
 * the seed network changes:
 *
 *     EMOTONE_BENCH_PYTHON=/venv/bin/python node tests/golden/make-keras.ts
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { askKeras } from '../fixtures/ask-keras.ts'
import {
  describeGradient,
  readGradient,
  type KerasSteps,
  type SavedByKeras,
} from '../fixtures/keras-numbers.ts'
import { writeSeedSteps } from '../fixtures/seed-steps.ts'

const engine = await openEngine('wasm')
const folder = mkdtempSync(join(tmpdir(), 'emotone-keras-'))
try {
  await writeSeedSteps(folder)
  const steps = askKeras<KerasSteps>('step', folder)
  const { keras, tensorflow, rows, models } = askKeras<SavedByKeras>('make', folder)
  const gradient = describeGradient(readGradient(folder), steps.shapes)
  const file = resolve(import.meta.dirname, 'keras.json')
  writeFileSync(
    file,
    JSON.stringify({ keras, tensorflow, losses: steps.losses, gradient, rows, models }, null, 1),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
  engine.dispose()
}
