import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { createTensorflowBinding, type TensorflowBinding } from '#main/training/engines/tensorflow-binding.ts'
import { loadTensorflowLibrary } from '#main/training/engines/tensorflow-library.ts'

const installed = installedTensorflow()

describe.skipIf(!installed)(
  `the binding${installed ? '' : ' (skipped: TensorFlow is not installed)'}`,
  () => {
    let binding: TensorflowBinding
    beforeAll(() => {
      binding = createTensorflowBinding(loadTensorflowLibrary(installed!.libraryPath))
    })
    afterAll(() => binding.dispose())

    it('brings numbers of every type to TensorFlow and back', () => {
      const cases = [
        [binding.TF_FLOAT, Float32Array.of(1.5, -2, 3, 4)],
        [binding.TF_INT32, Int32Array.of(1, -2, 3, 4)],
        [binding.TF_BOOL, Uint8Array.of(1, 0, 0, 1)],
      ] as const
      for (const [type, values] of cases) {
        const id = binding.createTensor([2, 2], type, values)
        expect(binding.tensorDataSync(id)).toEqual(values)
        binding.deleteTensor(id)
      }
    })

    it('runs an operation with attributes and tells shape and type of its output', () => {
      const a = binding.createTensor([2, 3], binding.TF_FLOAT, Float32Array.of(1, 2, 3, 4, 5, 6))
      const attributes = [
        { name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
        { name: 'transpose_a', type: binding.TF_ATTR_BOOL, value: false },
        { name: 'transpose_b', type: binding.TF_ATTR_BOOL, value: true },
      ]
      const [product] = binding.executeOp('MatMul', attributes, [a, a], 1)
      expect(product).toMatchObject({ shape: [2, 2], dtype: binding.TF_FLOAT })
      expect(binding.tensorDataSync(product.id)).toEqual(Float32Array.of(14, 32, 32, 77))
      binding.deleteTensor(a)
      binding.deleteTensor(product.id)
      expect(binding.getNumOfTensors()).toBe(0)
    })

    it('says what TensorFlow says when an operation is refused, and goes on', () => {
      const a = binding.createTensor([2], binding.TF_FLOAT, Float32Array.of(1, 2))
      const attributes = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }]
      expect(() => binding.executeOp('MatMul', attributes, [a, a], 1)).toThrow('ndims must be >= 2')
      expect(() => binding.executeOp('NoSuchOperation', [], [], 1)).toThrow('NoSuchOperation')
      expect(binding.executeOp('Neg', attributes, [a], 1)[0].shape).toEqual([2])
    })

    it('frees what it made', { timeout: 60_000 }, () => {
      const values = new Float32Array(1 << 20)
      const before = process.memoryUsage.rss()
      for (let round = 0; round < 200; round++) {
        const id = binding.createTensor([1 << 20], binding.TF_FLOAT, values)
        binding.tensorDataSync(id)
        binding.deleteTensor(id)
      }
      // 200 tensors of 4 MB each way would be 1.6 GB
      expect(process.memoryUsage.rss() - before).toBeLessThan(800e6)
    })
  },
)
