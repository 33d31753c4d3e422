import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { NPY_HEADER_BYTES } from './npy.ts'

/** Where the rows of a clip lie. */
export interface RowPlace {
  /** File name of the shard. */
  shard: string
  /** Which clip in the shard, from 0. */
  position: number
}

/** What all clips of one feature set have in common. */
export interface FeatureShape {
  variantCount: number
  coefficientCount: number
}

export const INDEX_FILE = 'index.txt'
export const SHAPE_FILE = 'settings.json'

/** Bytes that one clip takes in a shard. */
export const clipBytes = ({ variantCount, coefficientCount }: FeatureShape) =>
  variantCount * coefficientCount * 4

/**
 * Reads which clips a feature set holds. An index line is written after the rows it names, so a line is true once its
 * line end is there; lines that point beyond their shard (a disk that lost writes) are passed over.
 */
export function readFeatureIndex(folder: string, shape: FeatureShape): Map<string, RowPlace> {
  const places = new Map<string, RowPlace>()
  const path = join(folder, INDEX_FILE)
  if (!existsSync(path)) return places
  const heldClips = new Map<string, number>()
  const held = (shard: string) => {
    const known = heldClips.get(shard)
    if (known !== undefined) return known
    const file = join(folder, shard)
    const count = existsSync(file)
      ? Math.floor((statSync(file).size - NPY_HEADER_BYTES) / clipBytes(shape))
      : 0
    heldClips.set(shard, count)
    return count
  }
  for (const line of readFileSync(path, 'utf8').split('\n').slice(0, -1)) {
    const [, hash, shard, digits] = /^(\S+) (rows-[\w-]+\.npy) (\d+)$/.exec(line) ?? []
    if (hash && shard && Number(digits) < held(shard)) places.set(hash, { shard, position: Number(digits) })
  }
  return places
}

/** @throws StudioError `notFound` where the folder is no feature set */
export function readFeatureShape(folder: string): FeatureShape {
  const path = join(folder, SHAPE_FILE)
  if (!existsSync(path)) {
    throw new StudioError('notFound', `No features in ${folder}: they must be extracted first.`)
  }
  const { variantCount, coefficientCount } = JSON.parse(readFileSync(path, 'utf8')) as FeatureShape
  return { variantCount, coefficientCount }
}
