import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '#main/training/engines/engine.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { readKerasFile } from '#main/training/keras/read-keras-file.ts'
import { ENGINES, skippedWith } from '../fixtures/engines.ts'
import { describeGradient, kerasNumbers } from '../fixtures/keras-numbers.ts'
import { largestDifference, predictRows } from '../fixtures/predict-rows.ts'
import { seedGradient, seedLosses } from '../fixtures/seed-steps.ts'

const golden = kerasNumbers()
const features = { featureSet: 'mfcc58-x1', columnCount: 58 }
const readSaved = (name: string, labels: string[] | null = null) => {
  const saved = golden.models.find((model) => model.name === name)!
  return readKerasFile(gunzipSync(Buffer.from(saved.file, 'base64')), { ...features, labels })
}

for (const { name, missing } of ENGINES) {
  describe.skipIf(missing !== null)(`${name} beside Keras ${golden.keras}${skippedWith(missing)}`, () => {
    let engine: Engine
    beforeAll(async () => {
      engine = await openEngine(name)
    })
    afterAll(() => engine.dispose())

    it('has the same loss in each of six steps of Adam', { timeout: 120_000 }, async () => {
      ;(await seedLosses(engine)).forEach((loss, step) =>
        expect(Math.abs(loss - golden.losses[step])).toBeLessThan(1e-4),
      )
    })

    it('has the same gradient of every kernel and bias, to a ten-thousandth of its length', async () => {
      const gradient = describeGradient(
        await seedGradient(engine),
        golden.gradient.map(({ shape }) => shape),
      )
      gradient.forEach(({ norm, signedSum, values }, index) => {
        const wanted = golden.gradient[index]
        const tolerance = 1e-4 * wanted.norm
        expect(Math.abs(norm - wanted.norm)).toBeLessThan(tolerance)
        values.forEach((value, at) => expect(Math.abs(value - wanted.values[at])).toBeLessThan(tolerance))
        // a sum of n rounding errors grows with √n
        const size = wanted.shape.reduce((all, length) => all * length, 1)
        expect(Math.abs(signedSum - wanted.signedSum)).toBeLessThan(tolerance * Math.sqrt(size))
      })
    })

    it('gives the probabilities of a model that Keras saved', async () => {
      for (const [name, labels] of [
        ['every layer', null],
        ['unnamed', ['no', 'yes']],
      ] as const) {
        const { model } = await readSaved(name, labels && [...labels])
        const wanted = golden.models.find((saved) => saved.name === name)!.probabilities
        expect(largestDifference(await predictRows(engine, model, golden.rows), wanted)).toBeLessThan(1e-6)
      }
    })
  })
}

describe('a file that Keras saved', () => {
  it('brings its labels in the name of its last layer', async () => {
    const { model, remarks } = await readSaved('every layer')
    expect(model.labels).toEqual(['angry', 'very sad', 'calm'])
    expect(remarks).toEqual([expect.stringContaining('does not say which features it takes')])
  })

  it('needs to be told its labels where it names none', async () => {
    await expect(readSaved('unnamed')).rejects.toThrow('The model gives 2 numbers and does not name them')
    await expect(readSaved('unnamed', ['a', 'b', 'c'])).rejects.toThrow('gives 2 numbers; 3 labels were said')
  })
})
