import { availableParallelism } from 'node:os'
import type { EngineInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { installedTensorflow } from './installed-tensorflow.ts'
import { TENSORFLOW_VERSION, tensorflowWheel } from './tensorflow-wheel.ts'

const INSTALL_COMMAND = 'emotone install-tensorflow'

/**
 * The engines of this machine, fastest first, also those that are not there and why. Nothing native is loaded: the
 * studio stays small, and the trainer finds out for itself whether a library that is there can be opened.
 */
export async function listEngines(): Promise<EngineInfo[]> {
  const device = `CPU, ${availableParallelism()} threads`
  return [
    tensorflowInfo(device),
    {
      name: 'webgpu',
      isAvailable: false,
      description: 'WebGPU is not available in this version: no kernel for it is shipped.',
      device: null,
      installCommand: null,
    },
    {
      name: 'wasm',
      isAvailable: true,
      description: 'WebAssembly, one thread: works everywhere, several times slower than TensorFlow',
      device: 'CPU, 1 thread',
      installCommand: null,
    },
  ]
}

function tensorflowInfo(device: string): EngineInfo {
  if (installedTensorflow()) {
    return {
      name: 'tensorflow',
      isAvailable: true,
      description: `TensorFlow ${TENSORFLOW_VERSION} CPU`,
      device,
      installCommand: null,
    }
  }
  const exists = tensorflowWheel(process.platform, process.arch) !== null
  return {
    name: 'tensorflow',
    isAvailable: false,
    description: exists
      ? `TensorFlow ${TENSORFLOW_VERSION} is not installed; it trains several times faster than wasm (274 MB download)`
      : `TensorFlow ${TENSORFLOW_VERSION} does not exist for ${process.platform} ${process.arch}`,
    device: null,
    installCommand: exists ? INSTALL_COMMAND : null,
  }
}

/**
 * The first engine that can be used.
 * @throws StudioError `unavailable` where none is
 */
export function bestEngine(infos: readonly EngineInfo[]): EngineInfo {
  const best = infos.find((info) => info.isAvailable)
  if (!best) throw new StudioError('unavailable', 'No engine is available to train on.')
  return best
}
