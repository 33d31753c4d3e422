import { readFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type * as z from 'zod'
import { StudioError, messageOf } from '#shared/errors.ts'
import { isMissing } from '#main/files/is-missing.ts'
import { replaceFile } from './replace-file.ts'

/** First bytes of the file: name and version of the layout. The first version had no checksum. */
const MAGIC = 'EMOTONE2'
const MAGIC_WITHOUT_CHECKSUM = 'EMOTONE1'
const LENGTHS_BYTES = 8
const CHECKSUM_BYTES = 4

/**
 * Stores float32 vectors with a JSON header in one file: magic, header length, vector length and CRC-32 of all that
 * follows (uint32 little-endian), header padded to four bytes, vectors. See `replaceFile` for how it survives a kill.
 * @param vectors all of the same length
 */
export function writeTensorFile(path: string, header: object, vectors: readonly Float32Array[]): void {
  const json = JSON.stringify(header)
  const padded = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4))
  const body = [padded, ...vectors.map(bytesOf)]
  const prefix = Buffer.alloc(MAGIC.length + LENGTHS_BYTES + CHECKSUM_BYTES)
  prefix.write(MAGIC, 0, 'latin1')
  prefix.writeUInt32LE(padded.length, MAGIC.length)
  prefix.writeUInt32LE(vectors[0]?.length ?? 0, MAGIC.length + 4)
  prefix.writeUInt32LE(checksumOf(body), MAGIC.length + LENGTHS_BYTES)
  replaceFile(path, [prefix, ...body])
}

/**
 * Reads what `writeTensorFile` wrote.
 * @returns null where there is no such file
 * @throws StudioError `unreadable` where the file is cut off, damaged, of another kind, or its header not of the schema
 */
export function readTensorFile<Schema extends z.ZodType>(
  path: string,
  schema: Schema,
  vectorCount: number,
): { header: z.infer<Schema>; vectors: Float32Array[] } | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw new StudioError('unreadable', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  const hasChecksum = bytes.toString('latin1', 0, MAGIC.length) === MAGIC
  const prefixBytes = MAGIC.length + LENGTHS_BYTES + (hasChecksum ? CHECKSUM_BYTES : 0)
  const isKnown = hasChecksum || bytes.toString('latin1', 0, MAGIC.length) === MAGIC_WITHOUT_CHECKSUM
  if (!isKnown || bytes.length < prefixBytes)
    throw new StudioError('unreadable', `${path} is not a checkpoint of this version.`)
  const start = prefixBytes + bytes.readUInt32LE(MAGIC.length)
  const length = bytes.readUInt32LE(MAGIC.length + 4)
  const expected = start + 4 * length * vectorCount
  if (bytes.length !== expected)
    throw new StudioError('unreadable', `${path} has ${bytes.length} bytes; a whole one has ${expected}.`)
  if (hasChecksum && bytes.readUInt32LE(MAGIC.length + LENGTHS_BYTES) !== crc32(bytes.subarray(prefixBytes)))
    throw new StudioError('unreadable', `${path} is damaged: its bytes are not those that were written.`)
  const header = schema.safeParse(JSON.parse(bytes.toString('utf8', prefixBytes, start)))
  if (!header.success) throw new StudioError('unreadable', `${path} has a header of another version.`)
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + expected))
  const vectors = Array.from({ length: vectorCount }, (_, index) =>
    floats.subarray(index * length, (index + 1) * length),
  )
  return { header: header.data, vectors }
}

const bytesOf = (vector: Float32Array): Uint8Array =>
  new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)

const checksumOf = (parts: readonly Uint8Array[]): number =>
  parts.reduce((checksum, part) => crc32(part, checksum), 0)
