import { messageOf, StudioError } from '#shared/errors.ts'
import { id3Bytes } from './sniff-container.ts'
import type { Sound, SoundFault } from './sound.ts'

/** What the decoders of one family have in common. */
interface DecodedPart {
  channelData: Float32Array[]
  samplesDecoded: number
  sampleRate: number
  bitDepth?: number
  errors: { message: string }[]
}

interface PartDecoder {
  ready: Promise<void>
  decode(part: Uint8Array): DecodedPart | Promise<DecodedPart>
  flush?: () => Promise<DecodedPart>
  free(): void
}

/** All channels together: 1 GiB as float32. */
export const MOST_SAMPLES = 2 ** 28

/** Small, so that a hostile file is noticed long before its samples fill the memory. */
const PART_BYTES = 4096

/** Decodes FLAC, alone or in Ogg. @throws StudioError `unreadable` */
export async function decodeFlac(bytes: Uint8Array, container: 'FLAC' | 'OGG'): Promise<Sound> {
  const { FLACDecoder } = await import('@wasm-audio-decoders/flac')
  const flac = container === 'FLAC' ? bytes.subarray(id3Bytes(bytes)) : bytes
  const sound = await decodeParts(new FLACDecoder(), flac, 'FLAC')
  // The decoder divides by the largest integer; every other reader, and ours, by half the range.
  const halfRange = 2 ** ((sound.bits || 16) - 1)
  for (const samples of sound.channels) {
    for (let index = 0; index < samples.length; index++) {
      samples[index] = Math.round(samples[index] * (halfRange - 1)) / halfRange
    }
  }
  return { ...sound, container }
}

/** Decodes MPEG audio, layer III, without the silence that encoders add. @throws StudioError `unreadable` */
export async function decodeMp3(bytes: Uint8Array): Promise<Sound> {
  const { MPEGDecoder } = await import('mpg123-decoder')
  return {
    ...(await decodeParts(new MPEGDecoder(), bytes.subarray(id3Bytes(bytes)), 'MP3')),
    container: 'MP3',
  }
}

/** Decodes Vorbis, Opus or FLAC in Ogg. @throws StudioError `unreadable` */
export async function decodeOgg(bytes: Uint8Array): Promise<Sound> {
  const firstPage = String.fromCharCode(...bytes.subarray(28, 36))
  if (firstPage.startsWith('OpusHead')) {
    const { OggOpusDecoder } = await import('ogg-opus-decoder')
    return {
      ...(await decodeParts(new OggOpusDecoder({ forceStereo: false }), bytes, 'Opus')),
      container: 'OGG',
    }
  }
  if (firstPage.startsWith('\x01vorbis')) {
    const { OggVorbisDecoder } = await import('@wasm-audio-decoders/ogg-vorbis')
    return { ...(await decodeParts(new OggVorbisDecoder(), bytes, 'Vorbis')), container: 'OGG' }
  }
  if (firstPage.startsWith('\x7fFLAC')) return decodeFlac(bytes, 'OGG')
  throw new StudioError(
    'unreadable',
    'The OGG file starts with no stream that can be read; Vorbis, Opus and FLAC can.',
  )
}

async function decodeParts(
  decoder: PartDecoder,
  bytes: Uint8Array,
  encoding: string,
): Promise<Omit<Sound, 'container'>> {
  try {
    await decoder.ready
    const parts: DecodedPart[] = []
    const problems: string[] = []
    let heldSamples = 0
    const take = (part: DecodedPart) => {
      problems.push(...part.errors.map((error) => error.message))
      if (part.samplesDecoded === 0 || part.channelData.length === 0) return
      heldSamples += part.samplesDecoded * part.channelData.length
      if (heldSamples > MOST_SAMPLES) {
        throw new StudioError(
          'unreadable',
          `The file holds more than ${MOST_SAMPLES} samples, the most that is read.`,
        )
      }
      parts.push(part)
    }
    for (let offset = 0; offset < bytes.length; offset += PART_BYTES) {
      take(await decoder.decode(bytes.slice(offset, offset + PART_BYTES)))
    }
    if (decoder.flush) take(await decoder.flush())
    return { ...joined(parts, problems, encoding), encoding, faults: damageOf(problems) }
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError('unreadable', `The ${encoding} stream cannot be decoded: ${messageOf(error)}`)
  } finally {
    release(decoder)
  }
}

function joined(parts: DecodedPart[], problems: string[], encoding: string) {
  const first = parts[0]
  if (!first) {
    throw new StudioError(
      'unreadable',
      problems.length > 0
        ? `The ${encoding} stream cannot be decoded: ${problems[0]}`
        : `The ${encoding} stream holds no samples.`,
    )
  }
  const channelCount = first.channelData.length
  const changed = parts.find(
    (part) => part.channelData.length !== channelCount || part.sampleRate !== first.sampleRate,
  )
  if (changed) {
    throw new StudioError(
      'unreadable',
      `The ${encoding} stream changes from ${channelCount} channels at ${first.sampleRate} Hz to ${changed.channelData.length} at ${changed.sampleRate} Hz.`,
    )
  }
  const frameCount = parts.reduce((sum, part) => sum + part.samplesDecoded, 0)
  const channels = Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(frameCount)
    let offset = 0
    for (const part of parts) {
      samples.set(part.channelData[channel].subarray(0, part.samplesDecoded), offset)
      offset += part.samplesDecoded
    }
    return samples
  })
  const bits = encoding === 'FLAC' ? (first.bitDepth ?? 0) : 0
  return { sampleRateHz: first.sampleRate, channels, frameCount, bits }
}

function damageOf(problems: string[]): SoundFault[] {
  if (problems.length === 0) return []
  return [
    {
      kind: 'damaged',
      evidence: `${problems.length} parts could not be decoded, the first one: ${problems[0]}`,
    },
  ]
}

/** A decoder that broke on its input may break again when it is let go; its memory is garbage either way. */
function release(decoder: PartDecoder): void {
  try {
    decoder.free()
  } catch {
    return
  }
}
