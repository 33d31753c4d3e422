import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { readKerasFile } from '#main/training/keras/read-keras-file.ts'
import { writeKerasFile } from '#main/training/keras/write-keras-file.ts'
import { askKeras, hasKeras } from '../fixtures/ask-keras.ts'
import { readGradient } from '../fixtures/keras-numbers.ts'
import { largestDifference, predictRows } from '../fixtures/predict-rows.ts'
import { seedGradient, writeNpy, writeSeedSteps } from '../fixtures/seed-steps.ts'
import { rowsFor, smallModel } from '../unit/keras/small-model.ts'

const isHere = hasKeras()

describe.skipIf(!isHere)('beside Keras itself (skipped without EMOTONE_BENCH_PYTHON)', () => {
  const model = smallModel()
  const rows = rowsFor(model, 64)
  const options = { labels: null, featureSet: model.featureSet, columnCount: 58 }
  const folder = mkdtempSync(join(tmpdir(), 'emotone-keras-'))
  const at = (name: string) => join(folder, name)
  let engine: Engine
  beforeAll(async () => {
    engine = await openEngine('wasm')
    writeFileSync(at('ours.keras'), await writeKerasFile(model, { name: 'ours', savedAt: new Date() }))
    writeNpy(at('rows.npy'), Float32Array.from(rows.flat()), [rows.length, 58])
  })
  afterAll(() => {
    engine.dispose()
    rmSync(folder, { recursive: true, force: true })
  })

  it('opens a model of the studio with load_model, and gives the same probabilities of raw rows', async () => {
    const { probabilities, name } = askKeras<{ probabilities: number[][]; name: string }>(
      'predict',
      at('ours.keras'),
      at('rows.npy'),
    )
    const difference = largestDifference(await predictRows(engine, model, rows), probabilities)
    console.log(`Studio's model in Keras: probabilities differ by at most ${difference.toExponential(1)}`)
    expect(name).toBe('ours')
    expect(difference).toBeLessThan(1e-5)
  })

  it('gives a model back that trained on in Keras: labels and probabilities come along', async () => {
    const { probabilities } = askKeras<{ probabilities: number[][] }>(
      'tune',
      at('ours.keras'),
      at('rows.npy'),
      at('tuned.keras'),
    )
    const { model: tuned, remarks } = await readKerasFile(readFileSync(at('tuned.keras')), options)
    const difference = largestDifference(await predictRows(engine, tuned, rows), probabilities)
    console.log(`Keras's model in the studio: probabilities differ by at most ${difference.toExponential(1)}`)
    expect(remarks).toEqual([])
    expect(tuned.labels).toEqual(model.labels)
    expect(tuned.weights).not.toEqual(model.weights)
    expect(difference).toBeLessThan(1e-5)
  })

  it("has Keras's gradient of all 354,532 parameters of the seed network", async () => {
    await writeSeedSteps(folder)
    askKeras('step', folder)
    const wanted = readGradient(folder)
    const found = await seedGradient(engine)
    const largest = found.reduce((most, value, index) => Math.max(most, Math.abs(value - wanted[index])), 0)
    const length = (values: Float32Array) => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0))
    const share = length(found.map((value, index) => value - wanted[index])) / length(wanted)
    console.log(
      `Gradient: largest difference ${largest.toExponential(1)}, ${share.toExponential(1)} of its length`,
    )
    expect(found).toHaveLength(354_532)
    expect(largest).toBeLessThan(1e-4)
    expect(share).toBeLessThan(1e-4)
  })
})
