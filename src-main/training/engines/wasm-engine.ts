import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import * as tf from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { runEagerly, type CompiledStep } from './compiled-step.ts'
import type { Engine } from './engine.ts'
import { OutOfMemory } from './out-of-memory.ts'
import { registerPlainKernels } from './plain-kernels.ts'
import { registerWasmGradients } from './wasm-gradients.ts'

// not called `require`: the bundler declares one of that name
const requirePackage = createRequire(import.meta.url)

let startBackend: ReturnType<typeof tf.findBackendFactory> | null = null

/** TensorFlow.js kernels in WebAssembly: always there, one thread (tfjs has no threads under Node). */
export async function openWasmEngine(): Promise<Engine> {
  prepare()
  setWasmPaths(dirname(requirePackage.resolve('@tensorflow/tfjs-backend-wasm')) + sep)
  if (!(await tf.setBackend('wasm'))) throw new Error('The wasm backend did not start')
  return {
    name: 'wasm',
    description: `WebAssembly${(await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT')) ? ' SIMD' : ''}, one thread`,
    compileStep: (step) => namingOutOfMemory(runEagerly(step)),
    read: (tensor) => tensor.data<'float32' | 'int32'>(),
    tensorCount: () => tf.memory().numTensors,
    recordingCount: () => 0,
    dispose: () => tf.removeBackend('wasm'),
  }
}

/** `tf.removeBackend` forgets also how to start the backend, so an engine that is opened again must say so again. */
function prepare(): void {
  if (startBackend === null) {
    startBackend = tf.findBackendFactory('wasm')
    registerWasmGradients()
    registerPlainKernels('wasm')
  } else if (!tf.findBackendFactory('wasm')) {
    tf.registerBackend('wasm', startBackend, 2)
  }
}

function namingOutOfMemory(step: CompiledStep): CompiledStep {
  return {
    ...step,
    run(inputs) {
      try {
        return step.run(inputs)
      } catch (error) {
        throw isOutOfMemory(error) ? new OutOfMemory('wasm', { cause: error }) : error
      }
    },
  }
}

/**
 * No room for an array in JavaScript; or in WebAssembly, 4 GB at most, whose release build says `Aborted()` and nothing
 * else when it gets none.
 */
function isOutOfMemory(error: unknown): boolean {
  if (error instanceof RangeError) return /array length|allocation failed/i.test(error.message)
  return error instanceof Error && error.name === 'RuntimeError' && error.message.startsWith('Aborted(')
}
