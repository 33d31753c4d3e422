import koffi from 'koffi'
import { cudaLibraries } from './cuda-libraries.ts'

/** An address in TensorFlow's memory. */
export type Pointer = bigint

/** Setters of the attributes of an operation: the same for eager ones (TFE_OpSetAttr…) and those of a graph (TF_SetAttr…). */
export interface AttributeSetters {
  setString(op: Pointer, name: string, value: Uint8Array, byteCount: number): void
  setInt(op: Pointer, name: string, value: number): void
  setIntList(op: Pointer, name: string, values: BigInt64Array, count: number): void
  setFloat(op: Pointer, name: string, value: number): void
  setFloatList(op: Pointer, name: string, values: Float32Array, count: number): void
  setBool(op: Pointer, name: string, value: number): void
  setBoolList(op: Pointer, name: string, values: Uint8Array, count: number): void
  setType(op: Pointer, name: string, value: number): void
  setShape(op: Pointer, name: string, dims: BigInt64Array, rank: number): void
}

/** The part of TensorFlow's C API (tensorflow/c/c_api.h, c_api_function.h, eager/c_api.h) that the engine calls. */
export interface TensorflowLibrary {
  version(): string
  newStatus(): Pointer
  deleteStatus(status: Pointer): void
  statusCode(status: Pointer): number
  statusMessage(status: Pointer): string
  newContextOptions(): Pointer
  deleteContextOptions(options: Pointer): void
  /** @param config bytes of a ConfigProto */
  setConfig(options: Pointer, config: Uint8Array, byteCount: number, status: Pointer): void
  newContext(options: Pointer, status: Pointer): Pointer
  deleteContext(context: Pointer): void
  listDevices(context: Pointer, status: Pointer): Pointer
  deviceCount(list: Pointer): number
  deviceType(list: Pointer, index: number, status: Pointer): string
  deviceName(list: Pointer, index: number, status: Pointer): string
  deleteDeviceList(list: Pointer): void
  allocateTensor(dtype: number, dims: BigInt64Array, rank: number, byteCount: number): Pointer
  tensorData(tensor: Pointer): Pointer
  tensorByteSize(tensor: Pointer): number
  deleteTensor(tensor: Pointer): void
  newHandle(tensor: Pointer, status: Pointer): Pointer
  deleteHandle(handle: Pointer): void
  copyHandle(handle: Pointer, context: Pointer, device: string, status: Pointer): Pointer
  resolveHandle(handle: Pointer, status: Pointer): Pointer
  handleType(handle: Pointer): number
  /** Full name of the device whose memory the values lie in. */
  handleDevice(handle: Pointer, status: Pointer): string
  handleRank(handle: Pointer, status: Pointer): number
  handleDim(handle: Pointer, index: number, status: Pointer): number
  newOp(context: Pointer, name: string, status: Pointer): Pointer
  deleteOp(op: Pointer): void
  addInput(op: Pointer, handle: Pointer, status: Pointer): void
  /** Attributes of eager operations. */
  eagerAttributes: AttributeSetters
  execute(op: Pointer, outputs: BigUint64Array, outputCount: Int32Array, status: Pointer): void
  newGraph(): Pointer
  deleteGraph(graph: Pointer): void
  newOperation(graph: Pointer, type: string, name: string): Pointer
  /** Of an operation of a graph that is not yet finished. */
  setDevice(operation: Pointer, device: string): void
  finishOperation(operation: Pointer, status: Pointer): Pointer
  addGraphInput(operation: Pointer, input: { oper: Pointer; index: number }): void
  addGraphInputList(operation: Pointer, inputs: BigUint64Array, count: number): void
  addControlInput(operation: Pointer, earlier: Pointer): void
  setTensor(operation: Pointer, name: string, tensor: Pointer, status: Pointer): void
  /** Attributes of operations of a graph. */
  graphAttributes: AttributeSetters
  graphToFunction(
    graph: Pointer,
    name: string,
    appendHash: number,
    operationCount: number,
    operations: null,
    inputCount: number,
    inputs: BigUint64Array,
    outputCount: number,
    outputs: BigUint64Array,
    outputNames: null,
    options: null,
    description: null,
    status: Pointer,
  ): Pointer
  deleteFunction(definition: Pointer): void
  addFunction(context: Pointer, definition: Pointer, status: Pointer): void
  removeFunction(context: Pointer, name: string, status: Pointer): void
  copyIn(target: Pointer, source: ArrayBufferView, byteCount: number): void
  copyOut(target: ArrayBufferView, source: Pointer, byteCount: number): void
}

/**
 * Opens TensorFlow's shared library and binds the functions the engine calls.
 * Must run in the trainer process only: the library takes a second and some 300 MB.
 * @param path absolute path of `libtensorflow_cc`
 */
export function loadTensorflowLibrary(path: string): TensorflowLibrary {
  cudaLibraries(path).forEach(tryToLoad)
  const library = koffi.load(path)
  const bind = (definition: string) => library.func(definition)
  // libc's memcpy is in every process; `_Out_`-free void pointers pass typed arrays without a copy of koffi's own
  const libc = koffi.load(null)
  const bindSetters = (prefix: string) => ({
    setString: bind(`void ${prefix}String(void *op, const char *name, void *value, size_t length)`),
    setInt: bind(`void ${prefix}Int(void *op, const char *name, int64_t value)`),
    setIntList: bind(`void ${prefix}IntList(void *op, const char *name, void *values, int count)`),
    setFloat: bind(`void ${prefix}Float(void *op, const char *name, float value)`),
    setFloatList: bind(`void ${prefix}FloatList(void *op, const char *name, void *values, int count)`),
    setBool: bind(`void ${prefix}Bool(void *op, const char *name, uint8_t value)`),
    setBoolList: bind(`void ${prefix}BoolList(void *op, const char *name, void *values, int count)`),
    setType: bind(`void ${prefix}Type(void *op, const char *name, int value)`),
  })
  const setEagerShape = bind(
    'void TFE_OpSetAttrShape(void *op, const char *name, void *dims, int rank, void *status)',
  )
  const newStatus = bind('void *TF_NewStatus()')
  // a shape of the wrong rank is told again when the operation is executed
  const shapeStatus = newStatus() as Pointer
  const output = koffi.struct({ oper: 'void *', index: 'int' })
  return {
    version: bind('const char *TF_Version()'),
    newStatus,
    deleteStatus: bind('void TF_DeleteStatus(void *status)'),
    statusCode: bind('int TF_GetCode(void *status)'),
    statusMessage: bind('const char *TF_Message(void *status)'),
    newContextOptions: bind('void *TFE_NewContextOptions()'),
    deleteContextOptions: bind('void TFE_DeleteContextOptions(void *options)'),
    setConfig: bind(
      'void TFE_ContextOptionsSetConfig(void *options, void *config, size_t length, void *status)',
    ),
    newContext: bind('void *TFE_NewContext(void *options, void *status)'),
    deleteContext: bind('void TFE_DeleteContext(void *context)'),
    listDevices: bind('void *TFE_ContextListDevices(void *context, void *status)'),
    deviceCount: bind('int TF_DeviceListCount(void *list)'),
    deviceType: bind('const char *TF_DeviceListType(void *list, int index, void *status)'),
    deviceName: bind('const char *TF_DeviceListName(void *list, int index, void *status)'),
    deleteDeviceList: bind('void TF_DeleteDeviceList(void *list)'),
    allocateTensor: bind('void *TF_AllocateTensor(int dtype, void *dims, int rank, size_t length)'),
    tensorData: bind('void *TF_TensorData(void *tensor)'),
    tensorByteSize: bind('size_t TF_TensorByteSize(void *tensor)'),
    deleteTensor: bind('void TF_DeleteTensor(void *tensor)'),
    newHandle: bind('void *TFE_NewTensorHandle(void *tensor, void *status)'),
    deleteHandle: bind('void TFE_DeleteTensorHandle(void *handle)'),
    copyHandle: bind(
      'void *TFE_TensorHandleCopyToDevice(void *handle, void *context, const char *device, void *status)',
    ),
    resolveHandle: bind('void *TFE_TensorHandleResolve(void *handle, void *status)'),
    handleType: bind('int TFE_TensorHandleDataType(void *handle)'),
    handleDevice: bind('const char *TFE_TensorHandleBackingDeviceName(void *handle, void *status)'),
    handleRank: bind('int TFE_TensorHandleNumDims(void *handle, void *status)'),
    handleDim: bind('int64_t TFE_TensorHandleDim(void *handle, int index, void *status)'),
    newOp: bind('void *TFE_NewOp(void *context, const char *name, void *status)'),
    deleteOp: bind('void TFE_DeleteOp(void *op)'),
    addInput: bind('void TFE_OpAddInput(void *op, void *handle, void *status)'),
    eagerAttributes: {
      ...bindSetters('TFE_OpSetAttr'),
      setShape: (op, name, dims, rank) => setEagerShape(op, name, dims, rank, shapeStatus),
    },
    execute: bind('void TFE_Execute(void *op, void *outputs, void *outputCount, void *status)'),
    newGraph: bind('void *TF_NewGraph()'),
    deleteGraph: bind('void TF_DeleteGraph(void *graph)'),
    newOperation: bind('void *TF_NewOperation(void *graph, const char *type, const char *name)'),
    setDevice: bind('void TF_SetDevice(void *operation, const char *device)'),
    finishOperation: bind('void *TF_FinishOperation(void *operation, void *status)'),
    addGraphInput: library.func('TF_AddInput', 'void', ['void *', output]),
    addGraphInputList: bind('void TF_AddInputList(void *operation, void *inputs, int count)'),
    addControlInput: bind('void TF_AddControlInput(void *operation, void *earlier)'),
    setTensor: bind('void TF_SetAttrTensor(void *operation, const char *name, void *tensor, void *status)'),
    graphAttributes: {
      ...bindSetters('TF_SetAttr'),
      setShape: bind('void TF_SetAttrShape(void *op, const char *name, void *dims, int rank)'),
    },
    graphToFunction: bind(
      'void *TF_GraphToFunction(void *graph, const char *name, uint8_t appendHash, int operationCount, void *operations, ' +
        'int inputCount, void *inputs, int outputCount, void *outputs, void *outputNames, void *options, ' +
        'const char *description, void *status)',
    ),
    deleteFunction: bind('void TF_DeleteFunction(void *definition)'),
    addFunction: bind('void TFE_ContextAddFunction(void *context, void *definition, void *status)'),
    removeFunction: bind('void TFE_ContextRemoveFunction(void *context, const char *name, void *status)'),
    copyIn: libc.func('void *memcpy(void *target, void *source, size_t length)'),
    copyOut: libc.func('void *memcpy(void *target, void *source, size_t length)'),
  }
}

/** A library that cannot be loaded is TensorFlow's to complain of, if it needs it: then it finds no GPU, and says why. */
function tryToLoad(path: string): void {
  try {
    koffi.load(path)
  } catch {
    // see above
  }
}
