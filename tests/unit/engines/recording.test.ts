import { describe, expect, it } from 'vitest'
import { startRecorder } from '#main/training/engines/recording.ts'

const tensor = (id: number) => ({ id, shape: [1], dtype: 1 })
const operation = (name: string, inputIds: number[], outputIds: number[]) => ({
  name,
  attributes: [],
  inputIds,
  outputs: outputIds.map(tensor),
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
