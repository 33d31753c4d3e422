/** The version of TensorFlow whose C API the `tensorflow` engine is written and tested against. */
export const TENSORFLOW_VERSION = '2.21.0'

/** The build: `gpu` computes on NVIDIA GPUs through CUDA, and on the CPU too. */
export type TensorflowVariant = 'cpu' | 'gpu'

/** What to take out of which Python wheel on this system. */
export interface TensorflowWheel {
  /** Name of the package that holds the library; the wheel is asked for by pip. */
  packageName: string
  /** Names in the wheel's `tensorflow/` folder; the first is the one to load, the others lie beside it. */
  libraryNames: readonly [string, ...string[]]
  /** The extra of the wheel that names the packages with the libraries which it needs besides; null: none. */
  extra: string | null
  /** About how much is fetched, all packages together. */
  downloadBytes: number
  /** What the installed library needs and one download beside it, at most. */
  neededBytes: number
}

const LINUX = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const
const MAC = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'] as const
const CPU = { extra: null, downloadBytes: 274_000_000, neededBytes: 1_500_000_000 }
const CUDA = { extra: 'and-cuda', downloadBytes: 3_400_000_000, neededBytes: 8_000_000_000 }

/**
 * The wheel for a system, or null where no wheel exports the C API: Windows, macOS on Intel. Only that for Linux on x64
 * is built with CUDA.
 * @param platform as `process.platform`
 * @param architecture as `process.arch`
 */
export function tensorflowWheel(
  platform: string,
  architecture: string,
  variant: TensorflowVariant = 'cpu',
): TensorflowWheel | null {
  const system = `${platform} ${architecture}`
  if (variant === 'gpu')
    return system === 'linux x64' ? { packageName: 'tensorflow', libraryNames: LINUX, ...CUDA } : null
  if (system === 'linux x64') return { packageName: 'tensorflow-cpu', libraryNames: LINUX, ...CPU }
  if (system === 'linux arm64') return { packageName: 'tensorflow', libraryNames: LINUX, ...CPU }
  if (system === 'darwin arm64') return { packageName: 'tensorflow', libraryNames: MAC, ...CPU }
  return null
}

/** What brings a build, as it can be pasted in the folder of the clone. */
export const installCommand = (variant: TensorflowVariant): string =>
  `node bin/emotone.mjs install-tensorflow${variant === 'gpu' ? ' --gpu' : ''}`
