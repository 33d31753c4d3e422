import {
  appendFileSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import {
  clipBytes,
  INDEX_FILE,
  readFeatureIndex,
  readFeatureShape,
  SHAPE_FILE,
  type FeatureShape,
  type RowPlace,
} from './feature-index.ts'
import { featureSetKey, type FeatureSettings } from './feature-settings.ts'
import { NPY_HEADER_BYTES, npyHeader } from './npy.ts'

/** The stored rows of one feature set. Any number may be open at a time, also in several processes. */
export interface FeatureCache {
  /** Where it lies: `<featuresFolder>/<featureSetKey>`. */
  readonly folder: string
  has(clipHash: string): boolean
  /** [variantCount × coefficientCount] row-major, or null where the clip is not there. */
  read(clipHash: string): Float32Array | null
  /** Stores the rows of one clip for good; a clip that is there already is left as it is. */
  append(clipHash: string, rows: Float32Array): void
  close(): void
}

/** Folder of one feature set. */
export function featureSetFolder(featuresFolder: string, featureSet: string): string {
  return join(featuresFolder, featureSet)
}

/**
 * Opens the cache of one feature set, making it where it is missing.
 *
 * Rows lie in `rows-….npy`, little-endian float32 [clips × variantCount × coefficientCount], one file for each
 * opening that wrote; `index.txt` says which clip lies where and gets its line after the rows are written, so that a
 * process killed at any moment leaves only whole clips behind.
 * @param featuresFolder the library's, which holds a folder for every feature set
 */
export function openFeatureCache(featuresFolder: string, settings: FeatureSettings): FeatureCache {
  const folder = featureSetFolder(featuresFolder, featureSetKey(settings))
  makeFolders(folder)
  if (!existsSync(join(folder, SHAPE_FILE))) {
    writeFileSync(join(folder, SHAPE_FILE), `${JSON.stringify(settings, null, 2)}\n`)
  }
  const places = placesOf(folder, settings)
  const rowCount = settings.variantCount * settings.coefficientCount
  let shard: Shard | null = null

  return {
    folder,
    has: (clipHash) => places.has(clipHash),
    read(clipHash) {
      const place = places.get(clipHash)
      return place ? readPlace(folder, place, settings) : null
    },
    append(clipHash, rows) {
      if (places.has(clipHash)) return
      if (rows.length !== rowCount || !/^\S+$/.test(clipHash)) {
        throw new StudioError(
          'invalid',
          `${rows.length} numbers for clip "${clipHash}": there must be ${rowCount}, and a hash without spaces`,
        )
      }
      shard ??= openShard(folder, settings)
      places.set(clipHash, shard.append(clipHash, rows))
    },
    close() {
      shard?.close()
      shard = null
    },
  }
}

/**
 * The rows of many clips, each [variantCount × coefficientCount] row-major; clips that are not there are left out. They are
 * views of what was read, file by file: all of a file stays as long as one of them does.
 * @param folder of one feature set, see featureSetFolder
 * @throws StudioError `notFound` where the folder is no feature set
 */
export function readFeatureRows(folder: string, clipHashes: Iterable<string>): Map<string, Float32Array> {
  const wanted = new Set(clipHashes)
  const rows = new Map<string, Float32Array>()
  const shape = readFeatureShape(folder)
  const length = clipBytes(shape) / 4
  const shards = new Map<string, Float32Array>()
  for (const { clipHash, shard, position } of readFeatureIndex(folder, shape)) {
    if (!wanted.has(clipHash)) continue
    const floats = shards.get(shard) ?? readShard(join(folder, shard))
    shards.set(shard, floats)
    rows.set(clipHash, floats.subarray(position * length, (position + 1) * length))
  }
  return rows
}

/**
 * Looks up original rows among those that were stored with augmented ones: the first of a clip's seven is, bit for bit,
 * what extracting it alone gives.
 * @param settings without augmented rows
 * @returns a look-up: [coefficientCount], or null where the clip is not there
 */
export function openOriginalRows(
  featuresFolder: string,
  settings: FeatureSettings,
): (clipHash: string) => Float32Array | null {
  const augmented: FeatureSettings = { ...settings, variantCount: 7 }
  const folder = featureSetFolder(featuresFolder, featureSetKey(augmented))
  const places = placesOf(folder, augmented)
  return (clipHash) => {
    const place = places.get(clipHash)
    return place ? readPlace(folder, place, augmented).subarray(0, settings.coefficientCount) : null
  }
}

/** Where the rows of each clip lie. */
function placesOf(folder: string, shape: FeatureShape): Map<string, RowPlace> {
  const places = new Map<string, RowPlace>()
  for (const { clipHash, shard, position } of readFeatureIndex(folder, shape))
    places.set(clipHash, { shard, position })
  return places
}

interface Shard {
  append(clipHash: string, rows: Float32Array): RowPlace
  close(): void
}

/** A new file: no two writers ever share one. */
function openShard(folder: string, shape: FeatureShape): Shard {
  const name = `rows-${randomUUID().slice(0, 8)}.npy`
  const file = openSync(join(folder, name), 'wx')
  const index = join(folder, INDEX_FILE)
  // A line that a killed writer left half written must not swallow the next one.
  if (existsSync(index) && !readFileSync(index, 'utf8').endsWith('\n')) appendFileSync(index, '\n')
  let clipCount = 0
  return {
    append(clipHash, rows) {
      const position = clipCount
      const bytes = new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength)
      writeSync(file, bytes, 0, bytes.length, NPY_HEADER_BYTES + position * bytes.length)
      clipCount++
      const header = npyHeader([clipCount, shape.variantCount, shape.coefficientCount])
      writeSync(file, header, 0, header.length, 0)
      appendFileSync(index, `${clipHash} ${name} ${position}\n`)
      return { shard: name, position }
    },
    close: () => closeSync(file),
  }
}

/** All numbers of a file; what a killed writer began is not whole. */
function readShard(file: string): Float32Array {
  const bytes = readFileSync(file)
  const length = Math.floor((bytes.length - NPY_HEADER_BYTES) / 4)
  return new Float32Array(bytes.buffer, bytes.byteOffset + NPY_HEADER_BYTES, length)
}

function readPlace(folder: string, { shard, position }: RowPlace, shape: FeatureShape): Float32Array {
  const bytes = new Uint8Array(clipBytes(shape))
  const file = openSync(join(folder, shard), 'r')
  try {
    readSync(file, bytes, 0, bytes.length, NPY_HEADER_BYTES + position * bytes.length)
  } finally {
    closeSync(file)
  }
  return floatsOf(bytes)
}

// All machines that Node and Electron are built for are little-endian.
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
}
