import { expect, it } from 'vitest'
import { createTensorflowBinding } from '#main/training/engines/tensorflow-binding.ts'
import type { TensorflowLibrary } from '#main/training/engines/tensorflow-library.ts'
import { TensorflowError } from '#main/training/engines/tensorflow-types.ts'

/** A library of which the context does not open, or that finds no GPU. */
function libraryThat(fails: { code: number; message: string } | null): TensorflowLibrary {
  const functions: Partial<TensorflowLibrary> = {
    newStatus: () => 1n,
    statusCode: () => fails?.code ?? 0,
    statusMessage: () => fails?.message ?? '',
    newContextOptions: () => 2n,
    deleteContextOptions: () => {},
    setConfig: () => {},
    newContext: () => 3n,
    listDevices: () => 4n,
    deviceCount: () => 1,
    deviceType: () => 'CPU',
    deviceName: () => '/job:localhost/replica:0/task:0/device:CPU:0',
    deleteDeviceList: () => {},
  }
  return functions as TensorflowLibrary
}
const open = (library: TensorflowLibrary) => () => createTensorflowBinding(library, { type: 'GPU', count: 1 })

it('of a GPU whose memory another program holds says so, and where to look', () => {
  const message = 'failed call to cuDevicePrimaryCtxRetain: CUDA_ERROR_OUT_OF_MEMORY: out of memory'
  expect(open(libraryThat({ code: 13, message }))).toThrow(
    expect.objectContaining({
      code: 'unavailable',
      message: expect.stringMatching(
        /^The GPU has no memory left: .* nvidia-smi shows which\. .*OUT_OF_MEMORY/,
      ),
    }),
  )
})

it('of TensorFlow for another reason hands its words on, and asks nobody to install it again', () => {
  const message = 'CUDA driver version is insufficient for CUDA runtime version'
  expect(open(libraryThat({ code: 13, message }))).toThrow(
    expect.objectContaining({
      code: 'unavailable',
      message: `TensorFlow does not start on the GPU. (TensorFlow: ${message})`,
    }),
  )
})

it('where TensorFlow finds no GPU says how many it found, and what to look at', () => {
  expect(open(libraryThat(null))).toThrow(/^TensorFlow finds 0 of 1 GPUs\. Does nvidia-smi list them/)
})

it.each([
  [8, 'OOM when allocating tensor with shape[9999,9999] and type float on GPU:0'],
  [13, 'failed to create cublas handle: CUBLAS_STATUS_ALLOC_FAILED'],
  [2, 'CUDNN_STATUS_ALLOC_FAILED in cudnnCreate'],
  [13, 'failed to allocate 2.00GiB (2147483648 bytes) from device: CUDA_ERROR_OUT_OF_MEMORY: out of memory'],
])('is known for a lack of memory by code %i: %s', (code, message) => {
  expect(new TensorflowError(code, message).isOutOfMemory).toBe(true)
})

it('is not taken for a lack of memory where it is another fault', () => {
  expect(new TensorflowError(3, 'Matrix size-incompatible').isOutOfMemory).toBe(false)
})
