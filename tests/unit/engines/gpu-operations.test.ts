import { describe, expect, it, vi } from 'vitest'
import type * as libraryModule from '#main/training/engines/tensorflow-library.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'
import { learn, optimizers, stacks } from './offered-stacks.ts'

const asked = vi.hoisted(() => new Set<string>())
vi.mock('#main/training/engines/tensorflow-library.ts', async (original) => {
  const module = await original<typeof libraryModule>()
  return {
    ...module,
    loadTensorflowLibrary(path: string): libraryModule.TensorflowLibrary {
      const library = module.loadTensorflowLibrary(path)
      return {
        ...library,
        newOp: (context, name, status) => library.newOp(context, asked.add(name) && name, status),
        newOperation: (graph, type, name) => library.newOperation(graph, asked.add(type) && type, name),
      }
    },
  }
})

/**
 * Operations whose GPU kernels fail under TF_DETERMINISTIC_OPS=1, which the engine sets: those that TensorFlow 2.21's
 * kernels refuse where OpDeterminismRequired() (tensorflow/core/kernels), and random ones that take no seed.
 */
const REFUSED = [
  'AdjustContrastv2',
  'Bincount',
  'CropAndResizeGradBoxes',
  'CropAndResizeGradImage',
  'DenseBincount',
  'DepthwiseConv2dNativeBackpropFilter',
  'FakeQuantWithMinMaxVarsGradient',
  'FusedBatchNormGradV3',
  'Multinomial',
  'RandomStandardNormal',
  'RandomUniform',
  'ResizeNearestNeighborGrad',
  'SoftmaxCrossEntropyWithLogits',
  'SparseSoftmaxCrossEntropyWithLogits',
  'SparseTensorDenseMatMul',
  'TruncatedNormal',
]

const { missing } = ENGINES.find(({ name }) => name === 'tensorflow')!
describe.skipIf(missing !== null)(`what a GPU is asked for${skippedWith(missing)}`, () => {
  it(
    'has a GPU kernel that gives the same numbers each time, for every layer and optimizer',
    { timeout: 300_000 },
    async () => {
      const engine = await openEngine('tensorflow')
      const { Adam, ...others } = optimizers
      const [anyLayers] = Object.values(stacks)
      try {
        for (const layers of Object.values(stacks)) await learn(engine, layers, Adam)
        for (const optimizer of Object.values(others)) await learn(engine, anyLayers, optimizer)
      } finally {
        engine.dispose()
      }
      expect([...asked]).toEqual(expect.arrayContaining(['Conv2D', 'MatMul', 'ResourceApplyAdam']))
      expect(REFUSED.filter((name) => asked.has(name))).toEqual([])
    },
  )
})
