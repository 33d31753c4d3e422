import { describe, expect, it } from 'vitest'
import type { DeviceId } from '#shared/domain/run.ts'
import { installedTensorflow } from '#main/training/engines/installed-tensorflow.ts'
import { sessionConfig } from '#main/training/engines/session-config.ts'
import { shareRows } from '#main/training/engines/step-shares.ts'
import { createTensorflowBinding } from '#main/training/engines/tensorflow-binding.ts'
import { planDevices } from '#main/training/engines/tensorflow-devices.ts'
import { loadTensorflowLibrary } from '#main/training/engines/tensorflow-library.ts'
import { adam } from '#main/training/network/adam.ts'
import type { Optimizer } from '#main/training/network/optimizer.ts'
import { sgd } from '#main/training/network/sgd.ts'
import { largestDifference, train } from './train-seed-network.ts'

const installed = installedTensorflow() ?? installedTensorflow('gpu')
const isMissing = !installed
describe.skipIf(isMissing)(
  `several devices${isMissing ? ' (skipped: TensorFlow is not installed)' : ''}`,
  () => {
    it.each<[string, Optimizer, number[], isSoft?: boolean]>([
      ['gradient descent', sgd(0.9), [32, 32, 32, 32]],
      ['Adam', adam, [32, 32, 32, 32]],
      ['an uneven last batch', adam, [32, 7]],
      ['a batch of fewer rows than devices', adam, [32, 1]],
      ['shares of labels', adam, [32, 7, 1], true],
    ])(
      'learn what one device learns from the whole batch, dropout on: %s',
      async (_, optimizer, batchSizes, isSoft) => {
        const one = await train(['CPU:0'], optimizer, batchSizes, { isSoft })
        const two = await train(['CPU:0', 'CPU:1'], optimizer, batchSizes, { isSoft })
        two.told.forEach(({ loss, predicted }, step) => {
          expect(loss).toBeCloseTo(one.told[step].loss, 5)
          expect(predicted).toEqual(one.told[step].predicted)
        })
        expect(largestDifference(two.weights, one.weights)).toBeLessThan(1e-5)
        expect(two.description).toContain('2 devices')
      },
      60_000,
    )

    it('compute their share in a memory of their own', () => {
      const library = loadTensorflowLibrary(installed!.libraryPath)
      const binding = createTensorflowBinding(library, { type: 'CPU', count: 2 })
      try {
        const type = [{ name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT }]
        const input = binding.createTensor([2], binding.TF_FLOAT, Float32Array.of(1, 2))
        const recording = binding.record([input], () =>
          [0, 1].map((index) =>
            binding.onDevice(index, () => binding.executeOp('Square', type, [input], 1)[0].id),
          ),
        )
        const outputs = binding.runFunction(binding.addFunction(recording), [input], recording.outputs)
        expect(outputs.map(({ id }) => binding.deviceOf(id).split('device:')[1])).toEqual(['CPU:0', 'CPU:1'])
        expect(outputs.map(({ id }) => binding.tensorDataSync(id))).toEqual([
          Float32Array.of(1, 4),
          Float32Array.of(1, 4),
        ])
      } finally {
        binding.dispose()
      }
    })

    it('are refused where TensorFlow does not find them, and nothing else is taken in their place', () => {
      const library = loadTensorflowLibrary(installed!.libraryPath)
      expect(() => createTensorflowBinding(library, { type: 'GPU', count: 99 })).toThrow(
        /TensorFlow finds \d+ of 99 GPUs/,
      )
    })
  },
)

it('opens TensorFlow with bytes that its own protobuf writes', () => {
  const bytesOf = (cpuCount: number, threadCount?: number) =>
    Buffer.from(sessionConfig({ cpuCount, threadCount })).toString('hex')
  // config_pb2.ConfigProto(device_count={'CPU': n}, allow_soft_placement=True,
  //   gpu_options=GPUOptions(allow_growth=True)[, intra_op_parallelism_threads=n]).SerializeToString(deterministic=True) of TensorFlow 2.21
  expect(bytesOf(1)).toBe('0a070a034350551001320220013801')
  expect(bytesOf(2)).toBe('0a070a034350551002320220013801')
  expect(bytesOf(300)).toBe('0a080a0343505510ac02320220013801')
  expect(bytesOf(1, 8)).toBe('0a070a0343505510011008320220013801')
  expect(bytesOf(2, 200)).toBe('0a070a03435055100210c801320220013801')
})

it('splits a batch into shares that differ by one row at most', () => {
  const sharesOf = (...counts: [number, number]) =>
    shareRows(...counts).map(({ start, rowCount }) => [start, rowCount])
  expect(sharesOf(32, 1)).toEqual([[0, 32]])
  expect(sharesOf(7, 2)).toEqual([
    [0, 4],
    [4, 3],
  ])
  expect(sharesOf(8, 3)).toEqual([
    [0, 3],
    [3, 3],
    [6, 2],
  ])
  expect(sharesOf(1, 2)).toEqual([[0, 1]])
})

it('lets TensorFlow see the GPUs of the run and no others', () => {
  expect(planDevices(['GPU:3', 'GPU:1'])).toMatchObject({
    variant: 'gpu',
    type: 'GPU',
    count: 2,
    environment: { CUDA_VISIBLE_DEVICES: '3,1', CUDA_DEVICE_ORDER: 'PCI_BUS_ID' },
  })
  expect(planDevices(['CPU:0'])).toMatchObject({
    variant: 'cpu',
    count: 1,
    environment: { CUDA_VISIBLE_DEVICES: '-1' },
  })
  expect(() => planDevices(['GPU:0', 'CPU:0'])).toThrow('devices=GPU:0,CPU:0 must be GPUs or CPUs')
  expect(() => planDevices([])).toThrow('one at least')
})

it('cuts a batch in two on a CPU of several cores, each half with half of them', () => {
  const planned = (coreCount: number, devices: DeviceId[] = ['CPU:0'], env = {}) => {
    const { shareCount, threadCount } = planDevices(devices, { coreCount, env })
    return [shareCount, threadCount]
  }
  expect(planned(1)).toEqual([1, 1])
  expect(planned(2)).toEqual([2, 1])
  expect(planned(8)).toEqual([2, 4])
  expect(planned(8, ['CPU:0', 'CPU:1', 'CPU:2', 'CPU:3'])).toEqual([4, 2])
  expect(planned(8, ['GPU:0'])).toEqual([1, undefined])
  expect(planned(8, ['GPU:0', 'GPU:1'])).toEqual([2, undefined])
  expect(planned(8, ['CPU:0'], { TF_NUM_INTRAOP_THREADS: '1' })).toEqual([2, undefined])
})
