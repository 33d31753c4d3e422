import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs-core'
import { StudioError, messageOf } from '#shared/errors.ts'
import { runEagerly } from './compiled-step.ts'
import { adapterName, loadDawn, requestAdapter, WANTED_LIMITS, type Gpu, type GpuDevice } from './dawn.ts'
import { meaningOfThrown, watchDevice } from './device-failure.ts'
import type { Engine } from './engine.ts'
import { registerWebgpuKernels } from './webgpu-kernels.ts'

// not called `require`: the bundler declares one of that name
const requirePackage = createRequire(import.meta.url)

type BackendClass = new (device: GpuDevice, adapterInfo: object) => tf.KernelBackend

/** Dawn does not outlive the object that it was made with, and ends the process when its devices are used after that. */
const inUse = new Set<Gpu>()

/** What tfjs's backend expects of a browser. */
const BROWSER_NAMES = ['GPUBuffer', 'GPUBufferUsage', 'GPUMapMode', 'GPUTexture', 'GPUTextureUsage'] as const

/**
 * TensorFlow.js kernels in WebGPU, which Dawn brings to Node: on Vulkan, Metal or Direct3D 12.
 * @param options.onDevice for tests: gets the device
 * @param options.dawnOptions for benches: such as `backend=null`, a device that does nothing
 * @throws StudioError `unavailable` where there is no adapter or it gives no device
 */
export async function openWebgpuEngine(
  options: { onDevice?: (device: GpuDevice) => void; dawnOptions?: string[] } = {},
): Promise<Engine> {
  const { create, globals } = load()
  const gpu = create(options.dawnOptions ?? [])
  inUse.add(gpu)
  const { device, info, name } = await openDevice(gpu)
  options.onDevice?.(device)
  const failure = watchDevice(device)
  for (const global of BROWSER_NAMES) Object.assign(globalThis, { [global]: globals[global] })
  const backend = createBackend(gpu, device, info)
  tf.registerBackend('webgpu', () => backend, 3)
  if (!(await tf.setBackend('webgpu'))) throw new Error('The webgpu backend did not start')
  return {
    name: 'webgpu',
    description: `WebGPU on ${name}`,
    compileStep(step) {
      const eager = runEagerly(step)
      return {
        ...eager,
        run(inputs) {
          failure.check()
          try {
            return eager.run(inputs)
          } catch (error) {
            throw meaningOfThrown(error)
          }
        },
      }
    },
    read: (tensor) => failure.during(() => tensor.data<'float32' | 'int32'>()),
    tensorCount: () => tf.memory().numTensors,
    recordingCount: () => 0,
    dispose() {
      failure.close()
      tf.removeBackend('webgpu')
      device.destroy()
      inUse.delete(gpu)
      for (const global of BROWSER_NAMES) Reflect.deleteProperty(globalThis, global)
    },
  }
}

function load(): ReturnType<typeof loadDawn> {
  try {
    return loadDawn()
  } catch (error) {
    throw new StudioError('unavailable', `WebGPU cannot be loaded: ${messageOf(error)}`, { cause: error })
  }
}

async function openDevice(gpu: Gpu): Promise<{ device: GpuDevice; info: object; name: string }> {
  const adapter = await requestAdapter(gpu)
  if (!adapter)
    throw new StudioError('unavailable', 'WebGPU finds no graphics adapter. Choose another engine.')
  const name = adapterName(adapter)
  const requiredLimits = Object.fromEntries(WANTED_LIMITS.map((limit) => [limit, adapter.limits[limit]]))
  try {
    return { device: await adapter.requestDevice({ requiredLimits }), info: adapter.info, name }
  } catch (error) {
    throw new StudioError('unavailable', `${name} gives no WebGPU device: ${messageOf(error)}`, {
      cause: error,
    })
  }
}

let hasKernels = false

/** The backend looks whether `navigator.gpu` is there when it is made, and never again. */
function createBackend(gpu: Gpu, device: GpuDevice, adapterInfo: object): tf.KernelBackend {
  const { WebGPUBackend } = requirePackage('@tensorflow/tfjs-backend-webgpu') as {
    WebGPUBackend: BackendClass
  }
  if (!hasKernels) registerWebgpuKernels()
  hasKernels = true
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  try {
    return new WebGPUBackend(device, adapterInfo)
  } finally {
    Reflect.deleteProperty(navigator, 'gpu')
  }
}
