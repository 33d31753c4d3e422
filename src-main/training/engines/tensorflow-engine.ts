import { createRequire } from 'node:module'
import * as tf from '@tensorflow/tfjs-core'
import type { DeviceId } from '#shared/domain/run.ts'
import { StudioError, messageOf } from '#shared/errors.ts'
import type { Engine } from './engine.ts'
import { installedTensorflow, type InstalledTensorflow } from './installed-tensorflow.ts'
import { recordStep, type TensorIds } from './recorded-step.ts'
import { createTensorflowBinding, type TensorflowBinding } from './tensorflow-binding.ts'
import { sharesOfOneDevice } from './step-shares.ts'
import { planDevices } from './tensorflow-devices.ts'
import { registerTensorflowKernels } from './tensorflow-kernels.ts'
import { loadTensorflowLibrary } from './tensorflow-library.ts'
import { installCommand, type TensorflowVariant } from './tensorflow-wheel.ts'

// not called `require`: the bundler declares one of that name
const requirePackage = createRequire(import.meta.url)
const PACKAGE = '@tensorflow/tfjs-node-gpu'

type KernelBackendClass = new (
  binding: TensorflowBinding,
  packageName: string,
) => tf.KernelBackend & TensorIds

/**
 * TensorFlow's C API under the kernels of @tensorflow/tfjs-node-gpu, of which only the JavaScript half is loaded:
 * its index would look for a native addon that nobody can download any more.
 * @throws StudioError `unavailable` where the library is not installed, cannot be loaded or does not find the devices
 */
export async function openTensorflowEngine(devices: readonly DeviceId[]): Promise<Engine> {
  const plan = planDevices(devices)
  const installed = libraryFor(plan.variant)
  Object.assign(process.env, plan.environment)
  // read when the library starts: the same sums in the same order in every run
  process.env.TF_DETERMINISTIC_OPS ??= '1'
  let binding: TensorflowBinding
  try {
    binding = createTensorflowBinding(loadTensorflowLibrary(installed.libraryPath), plan)
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError(
      'unavailable',
      `TensorFlow in ${installed.folder} cannot be loaded: ${messageOf(error)}. Delete that folder and run: ${installCommand(installed.variant)}`,
      { cause: error },
    )
  }
  supplyRemovedUtilities()
  registerKernels()
  const { NodeJSKernelBackend } = requirePackage(`${PACKAGE}/dist/nodejs_kernel_backend`) as {
    NodeJSKernelBackend: KernelBackendClass
  }
  const backend = new NodeJSKernelBackend(binding, PACKAGE)
  tf.registerBackend('tensorflow', () => backend, 3)
  if (!(await tf.setBackend('tensorflow'))) throw new Error('The tensorflow backend did not start')
  return {
    name: 'tensorflow',
    description: `TensorFlow ${binding.TF_Version} ${plan.type}${plan.count > 1 ? `, ${plan.count} devices` : ''}`,
    shares:
      plan.count > 1
        ? { count: plan.count, on: (index, work) => binding.onDevice(index, work) }
        : sharesOfOneDevice(plan.shareCount),
    compileStep: (step) => recordStep(binding, backend, step),
    read: (tensor) => tensor.data<'float32' | 'int32'>(),
    tensorCount: () => binding.getNumOfTensors(),
    recordingCount: () => binding.getNumOfFunctions(),
    dispose() {
      tf.removeBackend('tensorflow')
      binding.dispose()
    },
  }
}

/** The build for GPUs computes on the CPU, too. */
function libraryFor(variant: TensorflowVariant): InstalledTensorflow {
  const installed = installedTensorflow(variant) ?? installedTensorflow('gpu')
  if (installed) return installed
  throw new StudioError(
    'unavailable',
    `${variant === 'gpu' ? 'The build of TensorFlow for GPUs' : 'TensorFlow'} is not installed. Run: ${installCommand(variant)}`,
  )
}

let hasKernels = false

/** Kernels stay registered when an engine is closed: once is enough. */
function registerKernels(): void {
  if (hasKernels) return
  requirePackage(`${PACKAGE}/dist/register_all_kernels`)
  registerTensorflowKernels()
  hasKernels = true
}

/** tfjs-node-gpu 4.22 calls two functions of node:util: one that Node 23 removed, and one that warns. */
function supplyRemovedUtilities(): void {
  const util = requirePackage('node:util') as Record<string, unknown>
  util.isNullOrUndefined = (value: unknown) => value === null || value === undefined
  util.isArray = Array.isArray
}
