import { createHash } from 'node:crypto'
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import path from 'node:path'
import { readSoundHeader } from '#main/audio/decode.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { inspectRecording, type Inspection, type SoundFacts } from './inspect-recording.ts'

/** Larger files are hashed piece by piece, and only their header is read. */
const MOST_BYTES_AT_ONCE = 512 * 2 ** 20
const PIECE_BYTES = 8 * 2 ** 20

/** Reads files one after the other into one buffer. What cannot be opened comes back as a problem. */
export function createFileInspector(): (file: string) => Promise<Inspection> {
  let buffer = new Uint8Array(PIECE_BYTES)
  return async (file) => {
    let handle: number | null = null
    try {
      handle = openSync(file, 'r')
      const byteCount = fstatSync(handle).size
      if (byteCount > MOST_BYTES_AT_ONCE)
        return inspectInPieces(handle, byteCount, path.basename(file), buffer)
      if (byteCount > buffer.length) buffer = new Uint8Array(Math.ceil(byteCount * 1.25))
      return await inspectRecording(buffer.subarray(0, fill(handle, buffer, byteCount)), path.basename(file))
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error
      return { hash: '', sound: null, problem: `The file cannot be opened: ${messageOf(error)}.` }
    } finally {
      if (handle !== null) closeSync(handle)
    }
  }
}

function inspectInPieces(handle: number, byteCount: number, name: string, buffer: Uint8Array): Inspection {
  const sha256 = createHash('sha256')
  let sound: SoundFacts | null = null
  let problem: string | null = null
  for (let at = 0; at < byteCount; at += PIECE_BYTES) {
    const piece = buffer.subarray(0, fill(handle, buffer, PIECE_BYTES))
    if (at === 0) {
      try {
        sound = headerFacts(piece, name, byteCount)
      } catch (error) {
        if (!(error instanceof StudioError)) throw error
        problem = error.message
      }
    }
    sha256.update(piece)
  }
  return { hash: sha256.digest('hex'), sound, problem }
}

function headerFacts(head: Uint8Array, name: string, totalBytes: number): SoundFacts {
  const header = readSoundHeader(head, name, totalBytes)
  if (!header) {
    const megabytes = Math.round(totalBytes / 2 ** 20)
    throw new StudioError(
      'unreadable',
      `${megabytes} MB of compressed sound are more than can be read at once.`,
    )
  }
  const { container, encoding, bits, sampleRateHz, channelCount, frameCount, faults } = header
  const seconds = frameCount / sampleRateHz
  return { container, encoding, bits, sampleRateHz, channels: channelCount, seconds, levels: null, faults }
}

/** @returns how many bytes were read: fewer than asked for at the end of the file */
function fill(handle: number, buffer: Uint8Array, byteCount: number): number {
  let filled = 0
  while (filled < byteCount) {
    const read = readSync(handle, buffer, filled, byteCount - filled, null)
    if (read === 0) break
    filled += read
  }
  return filled
}
