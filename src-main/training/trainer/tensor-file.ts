import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import type * as z from 'zod'
import { StudioError, messageOf } from '#shared/errors.ts'

/** First bytes of the file: name and version of the layout. */
const MAGIC = 'EMOTONE1'
const PREFIX_BYTES = MAGIC.length + 8

/**
 * Stores float32 vectors with a JSON header in one file: magic, header length and vector length (uint32 little-endian),
 * header padded to four bytes, vectors. Written beside the old file, flushed, then renamed over it: a kill at any moment
 * leaves the old one or the new one whole.
 * @param vectors all of the same length
 */
export function writeTensorFile(path: string, header: object, vectors: readonly Float32Array[]): void {
  const json = JSON.stringify(header)
  const padded = Buffer.from(json + ' '.repeat((4 - (Buffer.byteLength(json) % 4)) % 4))
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.write(MAGIC, 0, 'latin1')
  prefix.writeUInt32LE(padded.length, MAGIC.length)
  prefix.writeUInt32LE(vectors[0]?.length ?? 0, MAGIC.length + 4)
  const besides = `${path}.new`
  const file = openSync(besides, 'w')
  try {
    writeSync(file, prefix)
    writeSync(file, padded)
    for (const vector of vectors)
      writeSync(file, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength))
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(besides, path)
}

/**
 * Reads what `writeTensorFile` wrote.
 * @returns null where there is no such file
 * @throws StudioError `unreadable` where the file is cut off, of another kind, or its header not of the schema
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
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw new StudioError('unreadable', `${path} cannot be read: ${messageOf(error)}`, { cause: error })
  }
  if (bytes.length < PREFIX_BYTES || bytes.toString('latin1', 0, MAGIC.length) !== MAGIC)
    throw new StudioError('unreadable', `${path} is not a checkpoint of this version.`)
  const headerBytes = bytes.readUInt32LE(MAGIC.length)
  const length = bytes.readUInt32LE(MAGIC.length + 4)
  const start = PREFIX_BYTES + headerBytes
  const expected = start + 4 * length * vectorCount
  if (bytes.length !== expected)
    throw new StudioError('unreadable', `${path} has ${bytes.length} bytes; a whole one has ${expected}.`)
  const header = schema.safeParse(JSON.parse(bytes.toString('utf8', PREFIX_BYTES, start)))
  if (!header.success) throw new StudioError('unreadable', `${path} has a header of another version.`)
  const floats = new Float32Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + expected))
  const vectors = Array.from({ length: vectorCount }, (_, index) =>
    floats.subarray(index * length, (index + 1) * length),
  )
  return { header: header.data, vectors }
}
