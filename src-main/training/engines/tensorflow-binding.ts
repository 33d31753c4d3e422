import { StudioError } from '#shared/errors.ts'
import { buildFunction } from './build-function.ts'
import { fuseBiases } from './fuse-biases.ts'
import { narrowConvolutions } from './narrow-convolutions.ts'
import { startRecorder, type Recorder, type Recording } from './recording.ts'
import { rewriteRecording } from './rewrite-recording.ts'
import { sessionConfig } from './session-config.ts'
import { setAttribute } from './set-attribute.ts'
import type { DevicePlan } from './tensorflow-devices.ts'
import type { Pointer, TensorflowLibrary } from './tensorflow-library.ts'
import {
  ATTRIBUTES,
  dimensions,
  TensorflowError,
  TYPES,
  type Numbers,
  type OpAttribute,
  type TensorMetadata,
} from './tensorflow-types.ts'

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
  /** Shape and type of a tensor. */
  describe(id: number): TensorMetadata
  /** Full name of the device whose memory a tensor lies in. */
  deviceOf(id: number): string
  /**
   * Writes down each operation that `work` runs.
   * @param inputs tensors that will be others when the recording is run
   * @param work returns the ids of what the recording is to give
   * @throws Error where `work` uses tensors that are neither among `inputs` nor made by it, or reads one
   */
  record(inputIds: readonly number[], work: () => number[]): Recording
  /** Makes a recording runnable as one operation. @returns its name */
  addFunction(recording: Recording): string
  /** Runs an added function. @param outputs what it gives, as its recording says; ids are new */
  runFunction(name: string, inputIds: readonly number[], outputs: readonly TensorMetadata[]): TensorMetadata[]
  removeFunction(name: string): void
  /** Functions that were added and not removed. */
  getNumOfFunctions(): number
  /** Tensors that are alive in TensorFlow: must come back to where it was after each step. */
  getNumOfTensors(): number
  isUsingGpuDevice(): boolean
  /** Operations that `work` runs while it is recorded are placed on a device when the recording runs. */
  onDevice<Result>(index: number, work: () => Result): Result
  TF_Version: string
  /** Frees every tensor and the eager context; the binding is of no use afterwards. */
  dispose(): void
}

/** What of a plan a context is opened with. */
type WantedDevices = Pick<DevicePlan, 'type' | 'count' | 'threadCount'>

/**
 * That there is a configuration lets TensorFlow optimise the graph of a function before it runs it. This one says, besides,
 * that what a GPU cannot do goes to the CPU (`allow_soft_placement`, field 7 of ConfigProto).
 */
const FUNCTION_ATTRIBUTES: OpAttribute[] = [
  { name: 'config_proto', type: ATTRIBUTES.TF_ATTR_STRING, value: '\x38\x01' },
]

/**
 * Runs TensorFlow operations one at a time through the eager C API, and recordings of many as one.
 * @param wanted which devices to compute on; the first is that of operations that are not placed
 * @throws StudioError `unavailable` where TensorFlow does not find that many
 */
export function createTensorflowBinding(
  library: TensorflowLibrary,
  wanted: WantedDevices = { type: 'CPU', count: 1 },
): TensorflowBinding {
  const status = library.newStatus()
  const check = () => {
    const code = library.statusCode(status)
    if (code !== 0) throw new TensorflowError(code, library.statusMessage(status))
  }
  const { context, devices } = startOn(wanted, () => {
    const context = openContext(library, wanted, status, check)
    return { context, devices: findDevices(library, context, wanted, status, check) }
  })
  const isGpu = wanted.type === 'GPU'
  let placedOn: string | undefined
  const handles = new Map<number, Pointer>()
  const functions = new Set<string>()
  let nextId = 0
  let functionCount = 0
  let recorder: Recorder | null = null

  const keep = (handle: Pointer): number => {
    handles.set(nextId, handle)
    return nextId++
  }
  const handleOf = (id: number): Pointer => {
    const handle = handles.get(id)
    if (handle === undefined) throw new Error(`TensorFlow tensor ${id} does not exist`)
    return handle
  }

  const describe = (id: number): TensorMetadata => {
    const handle = handleOf(id)
    return {
      id,
      shape: Array.from({ length: library.handleRank(handle, status) }, (_, axis) =>
        library.handleDim(handle, axis, status),
      ),
      dtype: library.handleType(handle),
    }
  }
  /** Runs an operation or a function. @returns a handle per output */
  const execute = (
    name: string,
    attributes: readonly OpAttribute[],
    inputIds: readonly number[],
    outputCount: number,
  ): BigUint64Array => {
    const op = library.newOp(context, name, status)
    check()
    const outputs = new BigUint64Array(outputCount)
    try {
      for (const id of inputIds) library.addInput(op, handleOf(id), status)
      check()
      for (const attribute of attributes) setAttribute(library.eagerAttributes, op, attribute)
      library.execute(op, outputs, Int32Array.of(outputCount), status)
      check()
    } finally {
      library.deleteOp(op)
    }
    return outputs
  }

  return {
    ...TYPES,
    ...ATTRIBUTES,
    TF_Version: library.version(),
    isUsingGpuDevice: () => isGpu,
    getNumOfTensors: () => handles.size,
    getNumOfFunctions: () => functions.size,
    describe,

    deviceOf(id) {
      const name = library.handleDevice(handleOf(id), status)
      check()
      return name
    },

    onDevice(index, work) {
      const before = placedOn
      placedOn = devices[index]
      try {
        return work()
      } finally {
        placedOn = before
      }
    },

    createTensor(shape, dtype, values) {
      if (!ArrayBuffer.isView(values)) throw new StudioError('unavailable', 'Text tensors are not supported.')
      const tensor = library.allocateTensor(dtype, dimensions(shape), shape.length, values.byteLength)
      library.copyIn(library.tensorData(tensor), values, values.byteLength)
      let handle = library.newHandle(tensor, status)
      library.deleteTensor(tensor) // the handle holds a reference of its own
      check()
      // GPU kernels expect int32 in host memory
      if (isGpu && dtype !== TYPES.TF_INT32) {
        const onDevice = library.copyHandle(handle, context, devices[0], status)
        library.deleteHandle(handle)
        check()
        handle = onDevice
      }
      const id = keep(handle)
      recorder?.noteConstant({ id, shape, dtype, values, device: placedOn })
      return id
    },

    deleteTensor(id) {
      library.deleteHandle(handleOf(id))
      handles.delete(id)
    },

    tensorDataSync(id) {
      recorder?.noteRead(id)
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
      const outputs = Array.from(execute(name, attributes, inputIds, outputCount), (handle) =>
        describe(keep(handle)),
      )
      recorder?.noteOperation({ name, attributes, inputIds, outputs, device: placedOn })
      return outputs
    },

    record(inputIds, work) {
      if (recorder) throw new Error('A step is being recorded already')
      recorder = startRecorder(inputIds.map(describe))
      try {
        return recorder.end(work().map(describe))
      } finally {
        recorder = null
      }
    },

    addFunction(recording) {
      const name = `recorded_step_${functionCount++}`
      const definition = buildFunction(
        library,
        rewriteRecording(recording, [narrowConvolutions, fuseBiases]),
        name,
        status,
        check,
      )
      library.addFunction(context, definition, status)
      library.deleteFunction(definition) // the context holds a copy
      check()
      functions.add(name)
      return name
    },

    runFunction(name, inputIds, outputs) {
      const results = execute(name, FUNCTION_ATTRIBUTES, inputIds, outputs.length)
      return outputs.map(({ shape, dtype }, index) => ({ id: keep(results[index]), shape, dtype }))
    },

    removeFunction(name) {
      library.removeFunction(context, name, status)
      functions.delete(name)
      check()
    },

    dispose() {
      for (const handle of handles.values()) library.deleteHandle(handle)
      handles.clear()
      functions.clear()
      library.deleteContext(context)
      library.deleteStatus(status)
    },
  }
}

/** A library that is there and does not start is no library to be installed again. */
function startOn<Started>({ type }: Pick<DevicePlan, 'type'>, start: () => Started): Started {
  try {
    return start()
  } catch (error) {
    if (!(error instanceof TensorflowError)) throw error
    const advice = error.isOutOfMemory
      ? `The ${type} has no memory left: another program holds it.${type === 'GPU' ? ' nvidia-smi shows which.' : ''}`
      : `TensorFlow does not start on the ${type}.`
    throw new StudioError('unavailable', `${advice} (${error.message})`, { cause: error })
  }
}

function openContext(
  library: TensorflowLibrary,
  { type, count, threadCount }: WantedDevices,
  status: Pointer,
  check: () => void,
): Pointer {
  const options = library.newContextOptions()
  try {
    const config = sessionConfig({ cpuCount: type === 'CPU' ? count : 1, threadCount })
    library.setConfig(options, config, config.length, status)
    check()
    const context = library.newContext(options, status)
    check()
    return context
  } finally {
    library.deleteContextOptions(options)
  }
}

/** Names of the devices that were asked for, such as `/job:localhost/replica:0/task:0/device:GPU:0`. */
function findDevices(
  library: TensorflowLibrary,
  context: Pointer,
  { type, count }: WantedDevices,
  status: Pointer,
  check: () => void,
): string[] {
  const list = library.listDevices(context, status)
  check()
  const names = Array.from({ length: library.deviceCount(list) }, (_, index) => index)
    .filter((index) => library.deviceType(list, index, status) === type)
    .map((index) => library.deviceName(list, index, status))
  library.deleteDeviceList(list)
  if (names.length < count)
    throw new StudioError(
      'unavailable',
      `TensorFlow finds ${names.length} of ${count} ${type}s. Does nvidia-smi list them, and is the driver as new as CUDA 12 asks for (525)? What TensorFlow says is in the run's log.`,
    )
  return names.slice(0, count)
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
