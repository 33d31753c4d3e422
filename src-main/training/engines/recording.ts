import { TYPES, type Numbers, type OpAttribute, type TensorMetadata } from './tensorflow-types.ts'

/** A tensor whose values were fixed while the step was written down. */
export interface NotedConstant extends TensorMetadata {
  values: Numbers
  /** Where it is wanted; not set: wherever TensorFlow puts it. */
  device?: string
}

export interface NotedOperation {
  name: string
  attributes: readonly OpAttribute[]
  inputIds: readonly number[]
  outputs: readonly TensorMetadata[]
  /** Operations that must have run before: those that touched its resources last. */
  after?: readonly NotedOperation[]
  /** Where it is to run; not set: wherever TensorFlow puts it. */
  device?: string
}

/** A step written down: tensors are told apart by their ids, operations stand in the order they ran in. */
export interface Recording {
  inputs: readonly TensorMetadata[]
  constants: readonly NotedConstant[]
  operations: readonly NotedOperation[]
  outputs: readonly TensorMetadata[]
}

/** Writes down what the binding is asked to do between the start and `end`. */
export interface Recorder {
  /** Values are copied. */
  noteConstant(constant: NotedConstant): void
  /** @throws Error where an input is neither given to the step nor made in it: its value would be frozen unseen */
  noteOperation(operation: NotedOperation): void
  /** @throws Error unless the tensor is a constant: what is read decides what the step does, and is not in the notes */
  noteRead(id: number): void
  /** What was written down, without the operations that no output needs. */
  end(outputs: readonly TensorMetadata[]): Recording
}

/** @param inputs tensors that are other ones in each run of the step */
export function startRecorder(inputs: readonly TensorMetadata[]): Recorder {
  const known = new Set(inputs.map(({ id }) => id))
  const constants = new Map<number, NotedConstant>()
  const operations: NotedOperation[] = []
  const lastOfResource = new Map<number, NotedOperation>()
  return {
    noteConstant(constant) {
      constants.set(constant.id, { ...constant, values: constant.values.slice() })
      known.add(constant.id)
    },
    noteOperation(operation) {
      for (const id of operation.inputIds) {
        if (!known.has(id))
          throw new Error(
            `${operation.name} in a recorded step uses a tensor that is neither an input of the step nor made in it`,
          )
      }
      const resources = operation.inputIds.filter((id) => lastOfResource.has(id))
      const noted = { ...operation, after: resources.map((id) => lastOfResource.get(id)!) }
      for (const id of resources) lastOfResource.set(id, noted)
      for (const { id, dtype } of operation.outputs) {
        known.add(id)
        if (dtype === TYPES.TF_RESOURCE) lastOfResource.set(id, noted)
      }
      operations.push(noted)
    },
    noteRead(id) {
      if (!constants.has(id)) throw new Error('A recorded step must not read the values of its tensors')
    },
    end(outputs) {
      const needed = new Set(outputs.map(({ id }) => id))
      const neededBefore = new Set<NotedOperation>()
      const kept = operations
        .toReversed()
        .filter((operation) => {
          if (!neededBefore.has(operation) && !operation.outputs.some(({ id }) => needed.has(id)))
            return false
          for (const id of operation.inputIds) needed.add(id)
          for (const earlier of operation.after ?? []) neededBefore.add(earlier)
          return true
        })
        .reverse()
      return {
        inputs,
        constants: [...constants.values()].filter(({ id }) => needed.has(id)),
        operations: kept,
        outputs,
      }
    },
  }
}
