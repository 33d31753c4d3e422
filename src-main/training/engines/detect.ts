import type { EngineInfo } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { cpuDevice } from './cpu-device.ts'
import { installedTensorflow } from './installed-tensorflow.ts'
import { TENSORFLOW_VERSION, tensorflowWheel } from './tensorflow-wheel.ts'

const INSTALL_COMMAND = 'emotone install-tensorflow'

/**
 * The engines of this machine, fastest first, also those that are not there and why. Nothing native is loaded: the
 * studio stays small, and the trainer finds out for itself whether a library that is there can be opened.
 */
export async function listEngines(): Promise<EngineInfo[]> {
  return [
    tensorflowInfo(),
    {
      name: 'webgpu',
      isAvailable: false,
      description: 'WebGPU is not available in this version: no kernel for it is shipped.',
      devices: [],
      installCommand: null,
    },
    {
      name: 'wasm',
      isAvailable: true,
      description: 'WebAssembly, one thread: works everywhere, several times slower than TensorFlow',
      devices: [cpuDevice()],
      installCommand: null,
    },
  ]
}

function tensorflowInfo(): EngineInfo {
  if (installedTensorflow()) {
    return {
      name: 'tensorflow',
      isAvailable: true,
      description: `TensorFlow ${TENSORFLOW_VERSION} CPU`,
      devices: [cpuDevice()],
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
    devices: [],
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
