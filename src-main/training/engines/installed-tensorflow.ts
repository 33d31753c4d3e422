import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'
import { tensorflowFolder } from './cache-folder.ts'
import { TENSORFLOW_VERSION, type TensorflowVariant } from './tensorflow-wheel.ts'

/** Written last when TensorFlow is unpacked: what was unpacked, and that it is whole. */
export const tensorflowManifest = z.strictObject({
  version: z.string(),
  variant: z.enum(['cpu', 'gpu']).default('cpu'),
  packageName: z.string(),
  /** Paths in the folder, with `/`. The first is the library to load. */
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number().int(), sha256: z.string() })).min(1),
})
export type TensorflowManifest = z.infer<typeof tensorflowManifest>

export const MANIFEST_NAME = 'installed.json'

/** TensorFlow's shared library as it lies on this machine. */
export interface InstalledTensorflow {
  version: string
  variant: TensorflowVariant
  folder: string
  libraryPath: string
}

/** The library of the current version when all its files are there in full size; else null. Loads nothing. */
export function installedTensorflow(
  variant: TensorflowVariant = 'cpu',
  folder: string = tensorflowFolder(TENSORFLOW_VERSION, variant),
): InstalledTensorflow | null {
  const manifest = readManifest(folder)
  if (!manifest || manifest.version !== TENSORFLOW_VERSION || manifest.variant !== variant) return null
  const isWhole = manifest.files.every(
    (file) => statSync(join(folder, file.name), { throwIfNoEntry: false })?.size === file.bytes,
  )
  return isWhole
    ? { version: manifest.version, variant, folder, libraryPath: join(folder, manifest.files[0].name) }
    : null
}

function readManifest(folder: string): TensorflowManifest | null {
  let text: string
  try {
    text = readFileSync(join(folder, MANIFEST_NAME), 'utf8')
  } catch {
    return null // not installed
  }
  try {
    return tensorflowManifest.parse(JSON.parse(text))
  } catch {
    return null // not written by this version of the studio: install it again
  }
}
