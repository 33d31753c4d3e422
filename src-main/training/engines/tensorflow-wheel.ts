/** The version of TensorFlow whose C API the `tensorflow` engine is written and tested against. */
export const TENSORFLOW_VERSION = '2.21.0'

/** What to take out of which Python wheel on this system. */
export interface TensorflowWheel {
  /** Name of the package that holds the library; the wheel is asked for by pip. */
  packageName: string
  /** Names in the wheel's `tensorflow/` folder; the first is the one to load, the others lie beside it. */
  libraryNames: readonly [string, ...string[]]
  /** Bytes that the download and the unpacked library need together, at most. */
  neededBytes: number
}

const LINUX = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const
const MAC = ['libtensorflow_cc.2.dylib', 'libtensorflow_framework.2.dylib'] as const
const NEEDED_BYTES = 1_500_000_000

/**
 * The wheel for a system, or null where no wheel exports the C API: Windows, macOS on Intel.
 * @param platform as `process.platform`
 * @param architecture as `process.arch`
 */
export function tensorflowWheel(platform: string, architecture: string): TensorflowWheel | null {
  if (platform === 'linux' && architecture === 'x64')
    return { packageName: 'tensorflow-cpu', libraryNames: LINUX, neededBytes: NEEDED_BYTES }
  if (platform === 'linux' && architecture === 'arm64')
    return { packageName: 'tensorflow', libraryNames: LINUX, neededBytes: NEEDED_BYTES }
  if (platform === 'darwin' && architecture === 'arm64')
    return { packageName: 'tensorflow', libraryNames: MAC, neededBytes: NEEDED_BYTES }
  return null
}
