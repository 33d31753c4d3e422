import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { cudaLibraries } from '#main/training/engines/cuda-libraries.ts'
import { loadTensorflowLibrary } from '#main/training/engines/tensorflow-library.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'emotone-cuda-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const tensorflow = () => path.join(folder, 'tensorflow', 'libtensorflow_cc.so.2')
/** A file where pip's wheels have it, made by `write`. */
function lay(name: string, write = (file: string) => writeFileSync(file, 'no library')): string {
  const file = path.join(folder, 'nvidia', name)
  mkdirSync(path.dirname(file), { recursive: true })
  write(file)
  return file
}

it('are those of the wheels beside TensorFlow, each after what it needs', () => {
  // names as in the wheels nvidia-*-cu12 of 2025
  const names = [
    'cublas/lib/libcublas.so.12',
    'cublas/lib/libcublasLt.so.12',
    'cublas/lib/libnvblas.so.12',
    'cuda_nvcc/bin/ptxas',
    'cuda_runtime/lib/libcudart.so.12',
    'cudnn/lib/libcudnn.so.9',
    'cudnn/lib/libcudnn_ops.so.9',
    'cusolver/lib/libcusolver.so.11',
    'cusolver/lib/libcusolverMg.so.11',
    'cusparse/lib/libcusparse.so.12',
    'nvjitlink/lib/libnvJitLink.so.12',
  ]
  for (const name of names) lay(name)
  expect(cudaLibraries(tensorflow()).map((file) => path.basename(file))).toEqual([
    'libcudart.so.12',
    'libnvJitLink.so.12',
    'libcublasLt.so.12',
    'libcublas.so.12',
    'libcusparse.so.12',
    'libcusolver.so.11',
    'libcudnn.so.9',
  ])
})

it('are none beside a build for the CPU', () => {
  expect(cudaLibraries(tensorflow())).toEqual([])
})

const MAPS = '/proc/self/maps'
/** A library that this process has anyway, to be loaded once more from another place. */
const someLibrary = existsSync(MAPS)
  ? /\/\S+\/libm\.so\.6$/m.exec(readFileSync(MAPS, 'utf8'))?.[0]
  : undefined
it.skipIf(!someLibrary)(
  `are in the process before TensorFlow is; one that cannot be loaded stops nothing${someLibrary ? '' : ' (skipped: not on this system)'}`,
  () => {
    lay('cublas/lib/libcublas.so.12')
    const cudart = lay('cuda_runtime/lib/libcudart.so.12', (file) => copyFileSync(someLibrary!, file))
    expect(readFileSync(MAPS, 'utf8')).not.toContain(cudart)
    expect(() => loadTensorflowLibrary(tensorflow())).toThrow('Failed to load shared library')
    expect(readFileSync(MAPS, 'utf8')).toContain(cudart)
  },
)
