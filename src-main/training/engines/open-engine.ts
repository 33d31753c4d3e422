import type { DeviceId, EngineName } from '#shared/domain/run.ts'
import type { Engine } from './engine.ts'

/**
 * Starts an engine in this process; from then on @tensorflow/tfjs-core computes on it. Only the trainer calls this.
 * @param devices what it may compute on
 * @throws StudioError `unavailable` where this machine lacks it
 */
export async function openEngine(
  name: EngineName,
  devices: readonly DeviceId[] = ['CPU:0'],
): Promise<Engine> {
  switch (name) {
    case 'tensorflow':
      return (await import('./tensorflow-engine.ts')).openTensorflowEngine(devices)
    case 'wasm':
      return (await import('./wasm-engine.ts')).openWasmEngine()
    case 'webgpu':
      return (await import('./webgpu-engine.ts')).openWebgpuEngine()
  }
}
