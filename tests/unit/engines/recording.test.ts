import { describe, expect, it } from 'vitest'
import { startRecorder } from '#main/training/engines/recording.ts'
import { TYPES } from '#main/training/engines/tensorflow-types.ts'

const tensor = (id: number, dtype: number = TYPES.TF_FLOAT) => ({ id, shape: [1], dtype })
const operation = (name: string, inputIds: number[], outputIds: number[]) => ({
  name,
  attributes: [],
  inputIds,
  outputs: outputIds.map((id) => tensor(id)),
})

describe('a recording', () => {
  it('holds operations in the order they ran in, and only what an output needs', () => {
    const recorder = startRecorder([tensor(0)])
    recorder.noteConstant({ ...tensor(1), values: Float32Array.of(7) })
    recorder.noteConstant({ ...tensor(2), values: Float32Array.of(8) })
    recorder.noteOperation(operation('Neg', [0], [3]))
    recorder.noteOperation(operation('Unneeded', [3, 2], [4]))
    recorder.noteOperation(operation('Add', [3, 1], [5]))
    const { operations, constants, outputs } = recorder.end([tensor(5)])
    expect(operations.map(({ name }) => name)).toEqual(['Neg', 'Add'])
    expect(constants.map(({ id }) => id)).toEqual([1])
    expect(outputs).toEqual([tensor(5)])
  })

  it('holds what changes a variable that an output is read from, each after the one before', () => {
    const recorder = startRecorder([tensor(0)])
    const variable = (id: number) => ({
      ...operation('Variable', [], []),
      outputs: [tensor(id, TYPES.TF_RESOURCE)],
    })
    recorder.noteOperation(variable(1))
    recorder.noteOperation(variable(2))
    recorder.noteOperation(operation('Assign', [1, 0], []))
    recorder.noteOperation(operation('AssignUnneeded', [2, 0], []))
    recorder.noteOperation(operation('Change', [1], []))
    recorder.noteOperation(operation('Read', [1], [3]))
    recorder.noteOperation(operation('ChangeAfterwards', [1], []))
    const { operations } = recorder.end([tensor(3)])
    expect(operations.map(({ name, after }) => [name, after?.map((earlier) => earlier.name)])).toEqual([
      ['Variable', []],
      ['Assign', ['Variable']],
      ['Change', ['Assign']],
      ['Read', ['Change']],
    ])
    // the very operations, since a graph is built of them
    expect(operations[3].after).toEqual([operations[2]])
    expect(operations[3].after?.[0]).toBe(operations[2])
  })

  it('keeps the values that a constant had when it was made', () => {
    const recorder = startRecorder([])
    const values = Float32Array.of(7)
    recorder.noteConstant({ ...tensor(1), values })
    values[0] = 8
    expect(recorder.end([tensor(1)]).constants[0].values).toEqual(Float32Array.of(7))
  })

  it('refuses tensors from elsewhere, whose values would be frozen', () => {
    const recorder = startRecorder([tensor(0)])
    expect(() => recorder.noteOperation(operation('Add', [0, 9], [10]))).toThrow('neither an input')
  })

  it('refuses to be read, but for constants', () => {
    const recorder = startRecorder([tensor(0)])
    recorder.noteConstant({ ...tensor(1), values: Float32Array.of(7) })
    expect(() => recorder.noteRead(0)).toThrow('must not read')
    recorder.noteRead(1)
  })
})
