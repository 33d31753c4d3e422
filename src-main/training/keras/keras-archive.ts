import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { StudioError, messageOf } from '#shared/errors.ts'

/** Version of Keras whose files these are and against which they were tried. */
const KERAS_VERSION = '3.15.1'
/** A zip may promise any size; models of feature rows stay far below this. */
const MOST_MEMBER_BYTES = 256 * 2 ** 20

/** What a `.keras` file holds: a zip of config.json, model.weights.h5 and metadata.json. */
export interface KerasArchive {
  /** Keras's description of the layers. */
  config: unknown
  /** An HDF5 file. */
  weights: Uint8Array
}

/** Packs as Keras does, without compression: weights hardly shrink. */
export function packArchive({ config, weights }: KerasArchive, savedAt: Date): Uint8Array<ArrayBuffer> {
  const dateSaved = savedAt.toISOString().slice(0, 19).replace('T', '@')
  const metadata = { keras_version: KERAS_VERSION, date_saved: dateSaved }
  const members = {
    'metadata.json': strToU8(JSON.stringify(metadata)),
    'config.json': strToU8(JSON.stringify(config)),
    'model.weights.h5': weights,
  }
  return zipSync(members, { level: 0, mtime: savedAt })
}

/** @throws StudioError `unreadable` where it is no zip, lacks a member, or holds more than a model has */
export function unpackArchive(bytes: Uint8Array): KerasArchive {
  const members = unzip(bytes)
  const config = members['config.json']
  const weights = members['model.weights.h5']
  if (!config || !weights)
    throw new StudioError('unreadable', `The file lacks ${config ? 'model.weights.h5' : 'config.json'}.`)
  try {
    return { config: JSON.parse(strFromU8(config)) as unknown, weights }
  } catch (error) {
    throw new StudioError('unreadable', `Its config.json is no JSON: ${messageOf(error)}`, { cause: error })
  }
}

function unzip(bytes: Uint8Array): Record<string, Uint8Array> {
  try {
    return unzipSync(bytes, {
      filter({ name, originalSize }) {
        if (name !== 'config.json' && name !== 'model.weights.h5') return false
        if (originalSize <= MOST_MEMBER_BYTES) return true
        throw new StudioError(
          'unreadable',
          `${name} would be ${originalSize} bytes; at most ${MOST_MEMBER_BYTES} are read.`,
        )
      },
    })
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError(
      'unreadable',
      `The file is not a zip as Keras 3 saves it with model.save("name.keras"): ${messageOf(error)}`,
      { cause: error },
    )
  }
}
