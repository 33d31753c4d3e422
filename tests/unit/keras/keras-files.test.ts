import { unzipSync, zipSync, strFromU8, strToU8 } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { createRandom } from '#shared/random.ts'
import { StudioError } from '#shared/errors.ts'
import { labelsOfName, nameOfLabels } from '#main/training/keras/layer-names.ts'
import { readKerasFile } from '#main/training/keras/read-keras-file.ts'
import { snakeCase, variablePaths } from '#main/training/keras/variable-paths.ts'
import { writeKerasFile } from '#main/training/keras/write-keras-file.ts'
import { smallModel } from './small-model.ts'

interface Layer {
  class_name: string
  config: Record<string, unknown>
}
interface Config {
  class_name: string
  config: { layers: Layer[] }
}

const model = smallModel()
const options = { labels: null, featureSet: model.featureSet, columnCount: 58 }
let file: Uint8Array
beforeAll(async () => {
  file = await writeKerasFile(model, { name: 'small', savedAt: new Date('2026-11-26T12:00:00Z') })
})

/** The file with another config.json. */
function changed(change: (config: Config) => void): Uint8Array {
  const members = unzipSync(file)
  const config = JSON.parse(strFromU8(members['config.json'])) as Config
  change(config)
  return zipSync({ ...members, 'config.json': strToU8(JSON.stringify(config)) }, { level: 0 })
}
const withLayer = (className: string, settings: Record<string, unknown>) =>
  changed(({ config }) => {
    const layer = config.layers.find((one) => one.class_name === className)!
    Object.assign(layer.config, settings)
  })

describe('a .keras file', () => {
  it('comes back as the model that was written', async () => {
    const { model: back, remarks } = await readKerasFile(file, options)
    expect(remarks).toEqual([])
    const { standardizer, ...rest } = model
    expect(back).toMatchObject(rest)
    back.standardizer.mean.forEach((mean, column) => expect(mean).toBe(standardizer.mean[column]))
    back.standardizer.scale.forEach((scale, column) =>
      expect(scale).toBeCloseTo(standardizer.scale[column], 12),
    )
  })

  it('takes other labels when they are said, in the order of the outputs', async () => {
    const { model: back } = await readKerasFile(file, { ...options, labels: ['a', 'b', 'c'] })
    expect(back.labels).toEqual(['a', 'b', 'c'])
    for (const labels of [
      ['a', 'b'],
      ['a', 'b', 'b'],
      ['a', 'b', ''],
    ])
      await expect(readKerasFile(file, { ...options, labels })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('is refused with the layer named where the studio cannot do what it does', async () => {
    const refusals: [Uint8Array, string][] = [
      [
        changed(({ config }) => (config.layers[3].class_name = 'Bidirectional')),
        'Bidirectional is not known; known are Activation, AveragePooling1D, Conv1D,',
      ],
      [
        changed((config) => (config.class_name = 'Functional')),
        'holds a Functional; a Sequential of an input',
      ],
      [changed(({ config }) => config.layers.shift()), 'does not say what goes in'],
      [changed(({ config }) => config.layers.pop()), 'must be a softmax'],
      [changed(({ config }) => config.layers.push(config.layers.at(-1)!)), 'a softmax may only come last'],
      [changed(({ config }) => config.layers.splice(5, 0, config.layers[1])), 'may only come first'],
      [withLayer('Conv1D', { padding: 'causal' }), 'Layer conv1d_1 (Conv1D): padding="causal" is not known'],
      [withLayer('Conv1D', { dilation_rate: [2] }), 'dilation_rate=[2] is not known'],
      [withLayer('Conv1D', { groups: 2 }), 'groups=2 is not known'],
      [withLayer('Conv1D', { filters: undefined }), 'does not say filters'],
      [withLayer('Dense', { activation: 'gelu' }), 'activation="gelu" is not known'],
      [
        withLayer('Dense', { dtype: { config: { name: 'mixed_float16' } } }),
        'dtype="mixed_float16" is not known',
      ],
      [withLayer('Dense', { units: 7 }), 'has the shape [6, 5]; its layer says [6, 7]'],
      [withLayer('Dense', { units: 1e9 }), 'parameters; at most'],
      [withLayer('InputLayer', { batch_shape: [null, 40] }), 'takes [40] numbers; a row of features has 58'],
      [withLayer('InputLayer', { name: 'mfcc40-16000hz-x1' }), 'takes the features mfcc40-16000hz-x1'],
      [withLayer('Normalization', { mean: [1, 2] }), 'has 2 means; a row has 58 numbers'],
      [withLayer('Reshape', { target_shape: [7, -1] }), 'cannot be laid out as [7, -1]'],
      [zipSync({ 'config.json': strToU8('{}') }), 'lacks model.weights.h5'],
      [zipSync({ 'config.json': strToU8('{'), 'model.weights.h5': file }), 'config.json is no JSON'],
      [zipSync({ ...unzipSync(file), 'model.weights.h5': strToU8('weights') }), 'cannot be read as HDF5'],
      [strToU8('a page of text'), 'not a zip as Keras 3 saves it'],
    ]
    for (const [bytes, message] of refusals) {
      const failure = await readKerasFile(bytes, options).catch((error: unknown) => error)
      expect(failure).toMatchObject({ code: 'unreadable', message: expect.stringContaining(message) })
    }
  })

  it('is read or refused, whatever bytes are damaged', async () => {
    const random = createRandom('damage')
    for (let round = 0; round < 200; round++) {
      const damaged = file.slice(0, round % 4 === 0 ? random.integer(file.length) : file.length)
      for (let hit = 0; hit <= round % 8; hit++) damaged[random.integer(damaged.length)] = random.integer(256)
      const answer = await readKerasFile(damaged, options).catch((error: unknown) => error)
      if (answer instanceof Error) expect(answer).toBeInstanceOf(StudioError)
    }
    expect((await readKerasFile(file, options)).model.labels).toEqual(model.labels)
  })
})

describe('names in a .keras file', () => {
  it('carry labels in letters, digits, dots and lines only, and bring them back', () => {
    const labels = ['angry', 'very sad', 'a_b.c', 'überrascht', '怒り', '50%']
    expect(nameOfLabels(labels)).toMatch(/^labels_[\w.-]+$/)
    expect(labelsOfName(nameOfLabels(labels))).toEqual(labels)
    expect(labelsOfName('dense_3')).toBeNull()
    expect(labelsOfName('labels_5.x')).toBeNull()
  })

  it('find variables where Keras counts them', () => {
    expect(variablePaths(['Conv1D', 'AveragePooling1D', 'Conv1D', 'Dense', 'Conv1D'])).toEqual([
      'layers/conv1d',
      'layers/average_pooling1d',
      'layers/conv1d_1',
      'layers/dense',
      'layers/conv1d_2',
    ])
    expect(snakeCase('MaxPooling1D')).toBe('max_pooling1d')
  })
})
