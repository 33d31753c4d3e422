import { StudioError } from '#shared/errors.ts'
import type { Pointer, TensorflowLibrary } from './tensorflow-library.ts'

/** TF_DataType, from tensorflow/c/tf_datatype.h; and TF_AttrType, from tensorflow/c/c_api.h. */
const TYPES = {
  TF_FLOAT: 1,
  TF_INT32: 3,
  TF_UINT8: 4,
  TF_STRING: 7,
  TF_COMPLEX64: 8,
  TF_INT64: 9,
  TF_BOOL: 10,
  TF_RESOURCE: 20,
} as const
const ATTRIBUTES = {
  TF_ATTR_STRING: 0,
  TF_ATTR_INT: 1,
  TF_ATTR_FLOAT: 2,
  TF_ATTR_BOOL: 3,
  TF_ATTR_TYPE: 4,
  TF_ATTR_SHAPE: 5,
  TF_ATTR_RESOURCE: 8,
} as const

type Numbers = Float32Array | Int32Array | Uint8Array

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

/**
 * What `NodeJSKernelBackend` of @tensorflow/tfjs-node-gpu asks of its native part (dist/tfjs_binding.d.ts), so far as
 * training needs it: no strings, no saved models.
 */
export interface TensorflowBinding extends Readonly<typeof TYPES>, Readonly<typeof ATTRIBUTES> {
  createTensor(shape: number[], dtype: number, values: Numbers): number
  deleteTensor(id: number): void
  tensorDataSync(id: number): Numbers
  executeOp(
    name: string,
    attributes: OpAttribute[],
    inputIds: number[],
    outputCount: number,
  ): TensorMetadata[]
  /** Tensors that are alive in TensorFlow: must come back to where it was after each step. */
  getNumOfTensors(): number
  isUsingGpuDevice(): boolean
  TF_Version: string
  /** Frees every tensor and the eager context; the binding is of no use afterwards. */
  dispose(): void
}

/** Runs TensorFlow operations one at a time through the eager C API. */
export function createTensorflowBinding(library: TensorflowLibrary): TensorflowBinding {
  const status = library.newStatus()
  const check = () => {
    if (library.statusCode(status) !== 0) throw new Error(`TensorFlow: ${library.statusMessage(status)}`)
  }
  const context = openContext(library, status, check)
  const device = chooseDevice(library, context, status, check)
  const handles = new Map<number, Pointer>()
  let nextId = 0

  const keep = (handle: Pointer): number => {
    handles.set(nextId, handle)
    return nextId++
  }
  const handleOf = (id: number): Pointer => {
    const handle = handles.get(id)
    if (handle === undefined) throw new Error(`TensorFlow tensor ${id} does not exist`)
    return handle
  }

  return {
    ...TYPES,
    ...ATTRIBUTES,
    TF_Version: library.version(),
    isUsingGpuDevice: () => device.isGpu,
    getNumOfTensors: () => handles.size,

    createTensor(shape, dtype, values) {
      if (!ArrayBuffer.isView(values)) throw new StudioError('unavailable', 'Text tensors are not supported.')
      const tensor = library.allocateTensor(dtype, dimensions(shape), shape.length, values.byteLength)
      library.copyIn(library.tensorData(tensor), values, values.byteLength)
      let handle = library.newHandle(tensor, status)
      library.deleteTensor(tensor) // the handle holds a reference of its own
      check()
      // GPU kernels expect int32 in host memory
      if (device.isGpu && dtype !== TYPES.TF_INT32) {
        const onDevice = library.copyHandle(handle, context, device.name, status)
        library.deleteHandle(handle)
        check()
        handle = onDevice
      }
      return keep(handle)
    },

    deleteTensor(id) {
      library.deleteHandle(handleOf(id))
      handles.delete(id)
    },

    tensorDataSync(id) {
      const handle = handleOf(id)
      const tensor = library.resolveHandle(handle, status)
      check()
      const byteCount = library.tensorByteSize(tensor)
      const values = emptyNumbers(library.handleType(handle), byteCount)
      library.copyOut(values, library.tensorData(tensor), byteCount)
      library.deleteTensor(tensor)
      return values
    },

    executeOp(name, attributes, inputIds, outputCount) {
      const op = library.newOp(context, name, status)
      check()
      const outputs = new BigUint64Array(outputCount)
      try {
        for (const id of inputIds) library.addInput(op, handleOf(id), status)
        check()
        for (const attribute of attributes) setAttribute(library, op, attribute, status)
        library.execute(op, outputs, Int32Array.of(outputCount), status)
        check()
      } finally {
        library.deleteOp(op)
      }
      return Array.from(outputs, (handle) => ({
        id: keep(handle),
        shape: Array.from({ length: library.handleRank(handle, status) }, (_, axis) =>
          library.handleDim(handle, axis, status),
        ),
        dtype: library.handleType(handle),
      }))
    },

    dispose() {
      for (const handle of handles.values()) library.deleteHandle(handle)
      handles.clear()
      library.deleteContext(context)
    },
  }
}

function openContext(library: TensorflowLibrary, status: Pointer, check: () => void): Pointer {
  const options = library.newContextOptions()
  try {
    const context = library.newContext(options, status)
    check()
    return context
  } finally {
    library.deleteContextOptions(options)
  }
}

/** The last GPU where there is one, else the CPU: the rule of tfjs-node. */
function chooseDevice(library: TensorflowLibrary, context: Pointer, status: Pointer, check: () => void) {
  const list = library.listDevices(context, status)
  check()
  const device = { name: '', isGpu: false }
  for (let index = 0; index < library.deviceCount(list); index++) {
    const type = library.deviceType(list, index, status)
    if (type === 'GPU' || (type === 'CPU' && device.name === '')) {
      device.name = library.deviceName(list, index, status)
      device.isGpu = type === 'GPU'
    }
  }
  library.deleteDeviceList(list)
  return device
}

function setAttribute(
  library: TensorflowLibrary,
  op: Pointer,
  attribute: OpAttribute,
  status: Pointer,
): void {
  const { name, type, value } = attribute
  switch (type) {
    case ATTRIBUTES.TF_ATTR_STRING: {
      const bytes = new TextEncoder().encode(value as string)
      return library.setString(op, name, bytes, bytes.length)
    }
    case ATTRIBUTES.TF_ATTR_INT:
      if (Array.isArray(value)) return library.setIntList(op, name, dimensions(value), value.length)
      return library.setInt(op, name, value as number)
    case ATTRIBUTES.TF_ATTR_FLOAT:
      if (Array.isArray(value)) return library.setFloatList(op, name, Float32Array.from(value), value.length)
      return library.setFloat(op, name, value as number)
    case ATTRIBUTES.TF_ATTR_BOOL:
      if (Array.isArray(value))
        return library.setBoolList(op, name, Uint8Array.from(value, Number), value.length)
      return library.setBool(op, name, value ? 1 : 0)
    case ATTRIBUTES.TF_ATTR_TYPE:
      return library.setType(op, name, value as number)
    case ATTRIBUTES.TF_ATTR_SHAPE: {
      const shape = value as number[]
      return library.setShape(op, name, dimensions(shape), shape.length, status)
    }
    default:
      throw new Error(`TensorFlow attribute ${name} has the unknown type ${type}`)
  }
}

function dimensions(shape: readonly number[]): BigInt64Array {
  return BigInt64Array.from(shape, (length) => BigInt(length))
}

function emptyNumbers(dtype: number, byteCount: number): Numbers {
  switch (dtype) {
    case TYPES.TF_FLOAT:
    case TYPES.TF_COMPLEX64:
      return new Float32Array(byteCount / 4)
    case TYPES.TF_INT32:
      return new Int32Array(byteCount / 4)
    case TYPES.TF_BOOL:
    case TYPES.TF_UINT8:
      return new Uint8Array(byteCount)
    default:
      throw new Error(`TensorFlow tensors of type ${dtype} cannot be read`)
  }
}
