import type * as tf from '@tensorflow/tfjs-core'

/** A shader as `WebGPUBackend` of @tensorflow/tfjs-backend-webgpu 4.22 takes it: WGSL with the names it declares. */
export interface WebgpuProgram {
  outputShape: number[]
  /** Names of the inputs in the shader; the output is `result`. */
  variableNames: string[]
  /** Numbers in an element of each input, 1 or 4. */
  variableComponents?: number[]
  /** Numbers in an element of the output, 1 or 4. */
  outputComponent?: number
  /** Declarations such as `rows : i32,`, found in the shader under `uniforms`. */
  uniforms?: string
  workgroupSize: [number, number, number]
  /** Which dimensions of the output run along x; all: the shader's `main` gets one running index. */
  dispatchLayout: { x: number[] }
  dispatch: [number, number, number]
  /** Equal for equal shaders of equal ranks: the backend compiles each once. */
  shaderKey: string
  getUserCode(): string
}

export interface WebgpuUniform {
  type: 'int32' | 'uint32' | 'float32'
  data: number[]
}

/** The part of `WebGPUBackend` that the studio's own kernels call. */
export interface ProgramRunner {
  runWebGPUProgram(
    program: WebgpuProgram,
    inputs: tf.TensorInfo[],
    outputType: tf.DataType,
    uniforms?: WebgpuUniform[],
  ): tf.TensorInfo
}

const WORKGROUP_SIZE = 64

/** Lays `invocationCount` invocations out in a row. */
export function inARow(
  outputShape: number[],
  invocationCount: number,
): Pick<WebgpuProgram, 'outputShape' | 'workgroupSize' | 'dispatchLayout' | 'dispatch'> {
  return {
    outputShape,
    workgroupSize: [WORKGROUP_SIZE, 1, 1],
    dispatchLayout: { x: outputShape.map((_, dimension) => dimension) },
    dispatch: [Math.ceil(invocationCount / WORKGROUP_SIZE), 1, 1],
  }
}
