import type { NotedOperation, Recording } from './recording.ts'
import { setAttribute } from './set-attribute.ts'
import type { Pointer, TensorflowLibrary } from './tensorflow-library.ts'
import { ATTRIBUTES, dimensions } from './tensorflow-types.ts'

/** One output of an operation of a graph: TF_Output. */
interface GraphOutput {
  oper: Pointer
  index: number
}

/**
 * Makes a TensorFlow function of a recording: a graph with a placeholder for each input, then the graph's function.
 * @param name under which it will be run
 * @param check throws what the status says
 * @returns the function (TF_Function); to be freed with `deleteFunction` once the context has it
 */
export function buildFunction(
  library: TensorflowLibrary,
  recording: Recording,
  name: string,
  status: Pointer,
  check: () => void,
): Pointer {
  const graph = library.newGraph()
  const sources = new Map<number, GraphOutput>()
  const built = new Map<NotedOperation, Pointer>()
  let operationCount = 0

  const sourceOf = (id: number): GraphOutput => {
    const source = sources.get(id)
    if (!source) throw new Error(`Tensor ${id} of the recorded step ${name} comes from nowhere`)
    return source
  }
  const begin = (type: string) => library.newOperation(graph, type, `${type}_${operationCount++}`)
  const place = (operation: Pointer, device: string | undefined) => {
    if (device !== undefined) library.setDevice(operation, device)
  }
  const finish = (operation: Pointer) => {
    const oper = library.finishOperation(operation, status)
    check()
    return oper
  }

  try {
    const { graphAttributes } = library
    for (const { id, dtype, shape } of recording.inputs) {
      const operation = begin('Placeholder')
      graphAttributes.setType(operation, 'dtype', dtype)
      graphAttributes.setShape(operation, 'shape', dimensions(shape), shape.length)
      sources.set(id, { oper: finish(operation), index: 0 })
    }
    for (const { id, dtype, shape, values, device } of recording.constants) {
      const tensor = library.allocateTensor(dtype, dimensions(shape), shape.length, values.byteLength)
      library.copyIn(library.tensorData(tensor), values, values.byteLength)
      const operation = begin('Const')
      place(operation, device)
      graphAttributes.setType(operation, 'dtype', dtype)
      library.setTensor(operation, 'value', tensor, status)
      library.deleteTensor(tensor)
      check()
      sources.set(id, { oper: finish(operation), index: 0 })
    }
    for (const noted of recording.operations) {
      const { name: type, attributes, inputIds, outputs, after = [], device } = noted
      const operation = begin(type)
      place(operation, device)
      // the eager API takes the tensors of a list one by one, a graph as one list; operations with one say its length first
      const listLength = attributes.find(
        (attribute) => attribute.name === 'N' && attribute.type === ATTRIBUTES.TF_ATTR_INT,
      )?.value as number | undefined
      const inputs = inputIds.map(sourceOf)
      if (listLength !== undefined)
        library.addGraphInputList(operation, packed(inputs.splice(0, listLength)), listLength)
      for (const input of inputs) library.addGraphInput(operation, input)
      for (const earlier of after) library.addControlInput(operation, built.get(earlier)!)
      for (const attribute of attributes) setAttribute(graphAttributes, operation, attribute)
      const oper = finish(operation)
      built.set(noted, oper)
      outputs.forEach(({ id }, index) => sources.set(id, { oper, index }))
    }
    const sourcesOf = (tensors: readonly { id: number }[]) => packed(tensors.map(({ id }) => sourceOf(id)))
    const result = library.graphToFunction(
      graph,
      name,
      0, // the name as it is, no hash behind it
      -1, // all operations of the graph
      null,
      recording.inputs.length,
      sourcesOf(recording.inputs),
      recording.outputs.length,
      sourcesOf(recording.outputs),
      null,
      null,
      null,
      status,
    )
    check()
    return result
  } finally {
    library.deleteGraph(graph)
  }
}

/** An array of TF_Output as it lies in memory: an address and a 32-bit index, padded to 16 bytes. */
function packed(outputs: readonly GraphOutput[]): BigUint64Array {
  return BigUint64Array.from(outputs.flatMap(({ oper, index }) => [oper, BigInt(index)]))
}
