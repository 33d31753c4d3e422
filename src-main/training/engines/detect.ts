import type { DeviceInfo, EngineInfo } from '#shared/domain/run.ts'
import { cpuDevices } from './cpu-devices.ts'
import type { AdapterAnswer } from './dawn.ts'
import { findAdapter } from './find-adapter.ts'
import { findGpus } from './find-gpus.ts'
import { installedTensorflow, type InstalledTensorflow } from './installed-tensorflow.ts'
import {
  installCommand,
  TENSORFLOW_VERSION,
  tensorflowWheel,
  type TensorflowVariant,
} from './tensorflow-wheel.ts'

/** What the list of engines is made of; for tests. */
export interface Machine {
  platform: string
  architecture: string
  /** Runs that the CPU takes at once. */
  cpuRunCount: number
  findGpus(): Promise<DeviceInfo[]>
  /** What WebGPU would use. */
  findAdapter(): Promise<AdapterAnswer>
  installed(variant: TensorflowVariant): InstalledTensorflow | null
}

let foundGpus: DeviceInfo[] = []

const thisMachine: Omit<Machine, 'cpuRunCount'> = {
  platform: process.platform,
  architecture: process.arch,
  /** GPUs stay while the studio runs, and asking the driver may take a second; that there is none is soon asked again. */
  async findGpus() {
    if (foundGpus.length === 0) foundGpus = await findGpus()
    return foundGpus
  },
  findAdapter,
  installed: installedTensorflow,
}

/**
 * The engines of this machine, fastest first, also those that are not there and why. Nothing native is loaded: the
 * studio stays small, and the trainer finds out for itself whether a library that is there can be opened. The search
 * for devices takes a moment the first time.
 * @param changes this machine but for these; all but `cpuRunCount` is for tests
 */
export async function listEngines(changes: Partial<Machine> = {}): Promise<EngineInfo[]> {
  const machine: Machine = { ...thisMachine, cpuRunCount: 1, ...changes }
  const cpus = cpuDevices(machine.cpuRunCount)
  const [gpus, adapter] = await Promise.all([machine.findGpus(), machine.findAdapter()])
  const webgpu = webgpuInfo(adapter, gpus, cpus)
  const wasm: EngineInfo = {
    name: 'wasm',
    isAvailable: true,
    description: 'WebAssembly, one thread: works everywhere, several times slower than TensorFlow',
    devices: cpus,
    installCommand: null,
  }
  const isSoftware = adapter.type === 'adapter' && adapter.isSoftware
  return [tensorflowInfo(machine, gpus, cpus), ...(isSoftware ? [wasm, webgpu] : [webgpu, wasm])]
}

/** Software in place of a GPU is slower than wasm, and so it comes after it. */
function webgpuInfo(
  adapter: AdapterAnswer,
  gpus: readonly DeviceInfo[],
  cpus: readonly DeviceInfo[],
): EngineInfo {
  const common = { name: 'webgpu', installCommand: null } as const
  if (adapter.type === 'none')
    return { ...common, isAvailable: false, description: `WebGPU: ${adapter.reason}`, devices: [] }
  const { name, isSoftware } = adapter
  return {
    ...common,
    isAvailable: true,
    description: isSoftware
      ? `WebGPU on ${name}: software in place of a GPU, for trying out; slower than wasm`
      : `WebGPU on ${name}`,
    devices: isSoftware ? cpus.map((cpu) => ({ ...cpu, name })) : [gpuOf(name, gpus)],
  }
}

/** Of the GPUs that are known by another way, the one that has the adapter's name; else one more. */
function gpuOf(adapter: string, gpus: readonly DeviceInfo[]): DeviceInfo {
  const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  const known = gpus.find(({ name }) => plain(adapter).startsWith(plain(name)))
  return (
    known ?? { id: `GPU:${gpus.length}`, kind: 'gpu', name: adapter, memoryBytes: null, isAvailable: true }
  )
}

function tensorflowInfo(
  machine: Machine,
  gpus: readonly DeviceInfo[],
  cpus: readonly DeviceInfo[],
): EngineInfo {
  const wheelOf = (variant: TensorflowVariant) =>
    tensorflowWheel(machine.platform, machine.architecture, variant)
  const hasGpuLibrary = machine.installed('gpu') !== null
  const isInstalled = hasGpuLibrary || machine.installed('cpu') !== null
  const canUseGpus = wheelOf('gpu') !== null && gpus.length > 0
  const title = `TensorFlow ${TENSORFLOW_VERSION}`
  const devices = [
    ...gpus.map((gpu) => ({ ...gpu, isAvailable: hasGpuLibrary })),
    ...cpus.map((cpu) => ({ ...cpu, isAvailable: isInstalled })),
  ]
  const base = { name: 'tensorflow' as const, isAvailable: isInstalled, devices }
  if (canUseGpus && !hasGpuLibrary) {
    const what = isInstalled ? `${title} CPU: it uses no GPU yet` : `${title} is not installed`
    return {
      ...base,
      description: `${what}; the CUDA build makes ${gpus.length === 1 ? 'the GPU' : 'the GPUs'} train (${downloadOf('gpu')} download)`,
      installCommand: installCommand('gpu'),
    }
  }
  if (isInstalled)
    return {
      ...base,
      description: `${title} ${canUseGpus ? 'GPU' : 'CPU'}`,
      installCommand: null,
    }
  const exists = wheelOf('cpu') !== null
  return {
    ...base,
    description: exists
      ? `${title} is not installed; it trains several times faster than wasm (${downloadOf('cpu')} download)`
      : `${title} does not exist for ${machine.platform} ${machine.architecture}`,
    installCommand: exists ? installCommand('cpu') : null,
  }

  function downloadOf(variant: TensorflowVariant): string {
    const megabytes = (wheelOf(variant)?.downloadBytes ?? 0) / 1e6
    return megabytes < 1000 ? `${Math.round(megabytes)} MB` : `${(megabytes / 1000).toFixed(1)} GB`
  }
}
