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
 * Reads which clips a feature set holds, one by one: they may be many. An index line is written after the rows it names, so a
 * line is true once its line end is there; lines that point beyond their shard (a disk that lost writes) are passed over.
 */
export function* readFeatureIndex(
  folder: string,
  shape: FeatureShape,
): Generator<RowPlace & { clipHash: string }> {
  const file = join(folder, INDEX_FILE)
  if (!existsSync(file)) return
  const heldBy = new Map<string, { shard: string; clipCount: number }>()
  const held = (shard: string) => {
    const known = heldBy.get(shard)
    if (known) return known
    const place = join(folder, shard)
    const isShard = /^rows-[\w-]+\.npy$/.test(shard) && existsSync(place)
    const clipCount = isShard ? Math.floor((statSync(place).size - NPY_HEADER_BYTES) / clipBytes(shape)) : 0
    const counted = { shard, clipCount }
    heldBy.set(shard, counted)
    return counted
  }
  const bytes = readFileSync(file)
  for (let from = 0, to = bytes.indexOf('\n'); to >= 0; from = to + 1, to = bytes.indexOf('\n', from)) {
    // a hash that is cut out of a line would keep all of it in memory
    const [first, last] = [bytes.indexOf(' ', from), bytes.lastIndexOf(' ', to)]
    if (first <= from || first >= last || last >= to) continue
    const { shard, clipCount } = held(bytes.toString('utf8', first + 1, last))
    const digits = bytes.toString('utf8', last + 1, to)
    if (/^\d+$/.test(digits) && Number(digits) < clipCount)
      yield { clipHash: bytes.toString('utf8', from, first), shard, position: Number(digits) }
  }
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
