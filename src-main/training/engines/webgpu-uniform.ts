import type * as tf from '@tensorflow/tfjs-core'
import { PHILOX_KEY_STEPS, PHILOX_MULTIPLIERS, PHILOX_ROUNDS, SEED_KEY } from './philox.ts'
import { inARow, type ProgramRunner } from './webgpu-program.ts'

const hex = (value: number) => `0x${value.toString(16)}u`

const SHADER = `
  fn highBits(a : u32, b : u32) -> u32 {
    let a1 = a >> 16u; let a0 = a & 0xffffu;
    let b1 = b >> 16u; let b0 = b & 0xffffu;
    let middle = a1 * b0 + ((a0 * b0) >> 16u);
    let carry = a0 * b1 + (middle & 0xffffu);
    return a1 * b1 + (middle >> 16u) + (carry >> 16u);
  }

  fn philox(counter : vec4<u32>, startKey : vec2<u32>) -> vec4<u32> {
    var c = counter;
    var key = startKey;
    for (var round = 0; round < ${PHILOX_ROUNDS}; round++) {
      let low0 = ${hex(PHILOX_MULTIPLIERS[0])} * c.x;
      let low1 = ${hex(PHILOX_MULTIPLIERS[1])} * c.z;
      let high0 = highBits(${hex(PHILOX_MULTIPLIERS[0])}, c.x);
      let high1 = highBits(${hex(PHILOX_MULTIPLIERS[1])}, c.z);
      c = vec4<u32>(high1 ^ c.y ^ key.x, low1, high0 ^ c.w ^ key.y, low0);
      key = key + vec2<u32>(${PHILOX_KEY_STEPS.map(hex).join(', ')});
    }
    return c;
  }

  fn main(index : i32) {
    let start = index * 4;
    if (start >= uniforms.count) {
      return;
    }
    let mixed = philox(vec4<u32>(u32(seed[0]), 0u, u32(seed[1]), 0u), vec2<u32>(${SEED_KEY.map(hex).join(', ')}));
    let bits = philox(vec4<u32>(u32(index), 0u, mixed.z, mixed.w), mixed.xy);
    for (var offset = 0; offset < min(4, uniforms.count - start); offset++) {
      result[start + offset] = f32(bits[offset] & 0x7fffffu) / 8388608.0;
    }
  }
`

/** The numbers of philox.ts, drawn on the device. */
export function webgpuUniforms(runner: ProgramRunner, shape: number[], seed: tf.TensorInfo): tf.TensorInfo {
  const count = shape.reduce((product, size) => product * size, 1)
  const program = {
    ...inARow(shape, Math.ceil(count / 4)),
    variableNames: ['seed'],
    uniforms: 'count : i32,',
    shaderKey: 'statelessUniform',
    getUserCode: () => SHADER,
  }
  return runner.runWebGPUProgram(program, [seed], 'float32', [{ type: 'int32', data: [count] }])
}
