import type { Dataset, Entity, Group } from 'h5wasm'
import { StudioError, messageOf } from '#shared/errors.ts'
import { product } from '../network/architecture.ts'

/** The variables of one layer in model.weights.h5. */
export interface LayerVariables {
  /** Such as `layers/conv1d_1`: Keras counts the layers of a class, whatever their names. */
  path: string
  /** Of the layer; for people who look into the file. */
  name: string
  variables: { shape: number[]; values: Float32Array }[]
}

export interface VariableReader {
  /** Float32 values row-major, or null where there is no such variable. @throws StudioError `unreadable` */
  read(path: string, index: number, shape: readonly number[]): Float32Array | null
  close(): void
}

/** HDF5 comes as WebAssembly of some megabytes: it is loaded when it is needed. */
async function loadHdf5() {
  const hdf5 = await import('h5wasm')
  const { FS, ...module } = await hdf5.ready
  // else the library writes its errors to stderr
  module.activate_throwing_error_handler()
  return { File: hdf5.File, files: FS }
}

let scratchCount = 0
/** A name in h5wasm's own memory; nothing is written to disk. */
const scratchPath = () => `/scratch-${scratchCount++}.h5`

/** The bytes of a model.weights.h5. */
export async function writeVariables(layers: readonly LayerVariables[]): Promise<Uint8Array> {
  const { File, files } = await loadHdf5()
  const path = scratchPath()
  const file = new File(path, 'w')
  try {
    file.create_group('layers')
    for (const { path, name, variables } of layers) {
      file.create_group(path)
      const group = file.create_group(`${path}/vars`)
      group.create_attribute('name', name)
      variables.forEach(({ shape, values }, index) =>
        group.create_dataset({ name: String(index), data: values, shape, dtype: '<f' }),
      )
    }
  } finally {
    file.close()
  }
  const bytes = files.readFile(path)
  files.unlink(path)
  return bytes
}

/** @throws StudioError `unreadable` where it is no HDF5 file */
export async function openVariables(bytes: Uint8Array): Promise<VariableReader> {
  const { File, files } = await loadHdf5()
  const path = scratchPath()
  files.writeFile(path, bytes)
  const file = reading('model.weights.h5', () => new File(path, 'r'))
  return {
    read(layerPath, index, shape) {
      const place = `${layerPath}/vars/${index}`
      return reading(place, () => {
        const entity = entityAt(file, place)
        return isDataset(entity) ? floatsOf(entity, place, shape) : null
      })
    },
    close() {
      file.close()
      files.unlink(path)
    },
  }
}

/** Step by step, since HDF5's own look-up fails where a part of the path is missing. */
function entityAt(root: Group, path: string): Entity | null {
  let place: Entity | null = root
  for (const name of path.split('/')) {
    if (!isGroup(place) || !place.keys().includes(name)) return null
    place = place.get(name)
  }
  return place
}

const isGroup = (entity: Entity | null): entity is Group => entity !== null && 'create_group' in entity
const isDataset = (entity: Entity | null): entity is Dataset =>
  entity !== null && 'dtype' in entity && 'value' in entity

function floatsOf(variable: Dataset, place: string, shape: readonly number[]): Float32Array {
  const found = variable.shape ?? []
  if (found.join() !== shape.join())
    throw new StudioError(
      'unreadable',
      `${place} has the shape [${found.join(', ')}]; its layer says [${shape.join(', ')}].`,
    )
  if (variable.dtype !== '<f' && variable.dtype !== '<d')
    throw new StudioError(
      'unreadable',
      `${place} holds numbers of the type ${String(variable.dtype)}; float32 is known.`,
    )
  const values = Float32Array.from(variable.value as Float32Array | Float64Array)
  if (values.length !== product(shape)) throw new StudioError('unreadable', `${place} is cut off.`)
  return values
}

function reading<Result>(place: string, read: () => Result): Result {
  try {
    return read()
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError('unreadable', `${place} cannot be read as HDF5: ${messageOf(error)}`, {
      cause: error,
    })
  }
}
