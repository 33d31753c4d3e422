import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * The CUDA libraries that TensorFlow's CUDA build opens by their bare names (tsl/platform/default/dso_loader.cc), each after
 * those that it needs itself.
 */
const NAMES = [
  'libcudart',
  'libnvJitLink',
  'libnvrtc',
  'libcublasLt',
  'libcublas',
  'libcufft',
  'libcurand',
  'libcusparse',
  'libcusolver',
  'libcupti',
  'libcudnn',
  'libnccl',
]

/**
 * The CUDA libraries that were installed beside TensorFlow, in the order in which they can be loaded. Who loads them by
 * path before TensorFlow asks for them by name gives it these: `LD_LIBRARY_PATH`, which goes before the run path that
 * TensorFlow was built with, names another CUDA or cuDNN on many machines, and TensorFlow then finds no GPU.
 * @param libraryPath TensorFlow's library, in the folder `tensorflow` beside `nvidia`
 * @returns none beside a build for the CPU
 */
export function cudaLibraries(libraryPath: string): string[] {
  const folder = join(dirname(libraryPath), '..', 'nvidia')
  const files = namesIn(folder).flatMap((name) =>
    namesIn(join(folder, name, 'lib')).map((file) => ({ file, path: join(folder, name, 'lib', file) })),
  )
  return NAMES.flatMap((name) =>
    files.filter(({ file }) => file.startsWith(`${name}.so.`)).map(({ path }) => path),
  )
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return [] // no such folder
  }
}
