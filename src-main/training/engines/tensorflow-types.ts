/** TF_DataType, from tensorflow/c/tf_datatype.h. */
export const TYPES = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_STRING: 7,
  TF_COMPLEX64: 8,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_RESOURCE: 20,
} as const

/** TF_AttrType, from tensorflow/c/c_api.h; TF_ATTR_RESOURCE is an addition of tfjs-node. */
export const ATTRIBUTES = {
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
  TF_ATTR_RESOURCE: 8,
} as const

/** TF_RESOURCE_EXHAUSTED, from tensorflow/c/tf_status.h: no memory left on the device. */
const RESOURCE_EXHAUSTED = 8

/** CUDA's own words for it, which TensorFlow hands on under other codes: cuBLAS and cuDNN allocate by themselves. */
const CUDA_OUT_OF_MEMORY =
  /CUDA_ERROR_OUT_OF_MEMORY|CU(BLAS|DNN|SOLVER)_STATUS_ALLOC_FAILED|cudaErrorMemoryAllocation|failed to allocate .* from device/

export type Numbers = Float32Array | Int32Array | Uint8Array

export interface OpAttribute {
  name: string
  type: number
  value: unknown
}

export interface TensorMetadata {
  id: number
  shape: number[]
  dtype: number
}

/** What TensorFlow refused or could not do. */
export class TensorflowError extends Error {
  readonly isOutOfMemory: boolean

  constructor(statusCode: number, message: string) {
    super(`TensorFlow: ${message}`)
    this.name = 'TensorflowError'
    this.isOutOfMemory = statusCode === RESOURCE_EXHAUSTED || CUDA_OUT_OF_MEMORY.test(message)
  }
}

/** A shape as the C API takes it. */
export function dimensions(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape, (length) => BigInt(length))
}
