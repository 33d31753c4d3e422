import type { NotedConstant, NotedOperation, Recording } from './recording.ts'
import { ATTRIBUTES, TYPES, type OpAttribute, type TensorMetadata } from './tensorflow-types.ts'

/**
 * One way to write an operation otherwise. It notes operations that give the same outputs.
 * @returns whether it did
 */
export type RewriteRule = (operation: NotedOperation, page: RewrittenPage) => boolean

/** A recording while it is rewritten: what stands on it so far, and ways to add to it. */
export interface RewrittenPage {
  shapeOf(id: number): readonly number[]
  /** The operation that gives a tensor; undefined for inputs and constants. */
  makerOf(id: number): NotedOperation | undefined
  /** Values of a constant; undefined for others. */
  valuesOf(id: number): NotedConstant['values'] | undefined
  note(operation: NotedOperation): void
  /** Notes an operation with one float32 output. @returns its id */
  make(name: string, attributes: readonly OpAttribute[], inputIds: readonly number[], shape: number[]): number
  /** A new constant, int32. @returns its id */
  integers(values: readonly number[], shape?: number[]): number
  /** Notes a Reshape. @param target its output, or the shape of it @returns the output's id */
  reshape(id: number, target: TensorMetadata | number[]): number
  /** What was reshaped into this tensor, with the same last dimension; the tensor itself where nothing was. */
  beforeReshape(id: number): number
}

/**
 * Goes through the operations in order; the first rule that applies to one replaces it.
 * @returns a recording that gives the same tensors; operations that nothing needs any more are left in it
 */
export function rewriteRecording(recording: Recording, rules: readonly RewriteRule[]): Recording {
  const constants = [...recording.constants]
  const operations: NotedOperation[] = []
  const makers = new Map<number, NotedOperation>()
  const shapes = new Map([...recording.inputs, ...constants].map(({ id, shape }) => [id, shape]))
  const values = new Map(constants.map((constant) => [constant.id, constant.values]))
  // tensors of a recording have ids from 0, those made here below 0
  let lastId = 0
  /** What is written in place of an operation runs where that would have run. */
  let device: string | undefined

  const page: RewrittenPage = {
    shapeOf: (id) => shapes.get(id)!,
    makerOf: (id) => makers.get(id),
    valuesOf: (id) => values.get(id),
    note(operation) {
      const isPlaced = operation.device !== undefined || device === undefined
      const placed = isPlaced ? operation : { ...operation, device }
      operations.push(placed)
      for (const { id, shape } of placed.outputs) {
        makers.set(id, placed)
        shapes.set(id, shape)
      }
    },
    make(name, attributes, inputIds, shape) {
      const output = { id: --lastId, shape, dtype: TYPES.TF_FLOAT }
      page.note({ name, attributes, inputIds, outputs: [output] })
      return output.id
    },
    integers(numbers, shape = [numbers.length]) {
      constants.push({ id: --lastId, shape, dtype: TYPES.TF_INT32, values: Int32Array.from(numbers), device })
      shapes.set(lastId, shape)
      return lastId
    },
    reshape(id, target) {
      const output = Array.isArray(target) ? { id: --lastId, shape: target, dtype: TYPES.TF_FLOAT } : target
      const inputIds = [id, page.integers(output.shape)]
      page.note({ name: 'Reshape', attributes: RESHAPE, inputIds, outputs: [output] })
      return output.id
    },
    beforeReshape(id) {
      const maker = makers.get(id)
      if (maker?.name !== 'Reshape') return id
      const [source] = maker.inputIds
      return page.shapeOf(source).at(-1) === page.shapeOf(id).at(-1) ? page.beforeReshape(source) : id
    },
  }
  for (const operation of recording.operations) {
    device = operation.device
    if (!rules.some((rule) => rule(operation, page))) page.note(operation)
  }
  return { ...recording, constants, operations }
}

/** The attribute that says that an operation computes with float32. */
export const FLOAT: OpAttribute = { name: 'T', type: ATTRIBUTES.TF_ATTR_TYPE, value: TYPES.TF_FLOAT }

const RESHAPE: OpAttribute[] = [
  FLOAT,
  { name: 'Tshape', type: ATTRIBUTES.TF_ATTR_TYPE, value: TYPES.TF_INT32 },
]

/** Attributes of MatMul. */
export function matMulAttributes(
  options: { transposeA?: boolean; transposeB?: boolean } = {},
): OpAttribute[] {
  const { transposeA = false, transposeB = false } = options
  return [
    FLOAT,
    { name: 'transpose_a', type: ATTRIBUTES.TF_ATTR_BOOL, value: transposeA },
    { name: 'transpose_b', type: ATTRIBUTES.TF_ATTR_BOOL, value: transposeB },
  ]
}
