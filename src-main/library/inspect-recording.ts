import { hash } from 'node:crypto'
import { decodeSound, readSoundHeader, type SoundFault } from '#main/audio/decode.ts'
import { readWavLayout } from '#main/audio/wav-layout.ts'
import type { AuditLevels } from '#main/audit/audit-clip.ts'
import { measureLevels } from '#shared/dsp/levels.ts'
import { StudioError } from '#shared/errors.ts'
import { measureInt16 } from './int16-levels.ts'

/** What the library wants to know of a recording's sound. */
export interface SoundFacts {
  container: string
  encoding: string
  bits: number
  sampleRateHz: number
  channels: number
  seconds: number
  /** Over all channels; null where a file is too large to be read as a whole. */
  levels: AuditLevels | null
  faults: SoundFault[]
}

/** One of `sound` and `problem` is null. */
export interface Inspection {
  /** SHA-256 of the bytes, hexadecimal; empty where the file could not be opened. */
  hash: string
  sound: SoundFacts | null
  /** Why it cannot be read, one plain sentence. */
  problem: string | null
}

/** Looks at the bytes of one file once: hash, header, levels. Never throws for what is in the bytes. */
export async function inspectRecording(bytes: Uint8Array, name: string): Promise<Inspection> {
  const sha256 = hash('sha256', bytes, 'hex')
  try {
    const sound = inspectInt16Wav(bytes, name) ?? (await inspectDecoded(bytes, name))
    return { hash: sha256, sound, problem: null }
  } catch (error) {
    if (!(error instanceof StudioError)) throw error
    return { hash: sha256, sound: null, problem: error.message }
  }
}

/** Nearly all corpora are little-endian 16-bit WAV: their samples are read where they lie. Null: something else. */
function inspectInt16Wav(bytes: Uint8Array, name: string): SoundFacts | null {
  const header = readSoundHeader(bytes, name, bytes.length)
  if (header?.container !== 'WAVE') return null
  const layout = readWavLayout(bytes, bytes.length)
  if (!layout || layout.isBigEndian || layout.format !== 'signed' || layout.bytesPerSample !== 2) return null
  const { channelCount, frameCount, sampleRateHz, dataOffset } = layout
  const samples = int16At(bytes, dataOffset, frameCount * channelCount)
  const levels = Array.from({ length: channelCount }, (_, channel) =>
    measureInt16(samples, channel, channelCount),
  )
  return {
    container: header.container,
    encoding: header.encoding,
    bits: header.bits,
    sampleRateHz,
    channels: channelCount,
    seconds: frameCount / sampleRateHz,
    levels: mergeLevels(levels),
    faults: header.faults,
  }
}

async function inspectDecoded(bytes: Uint8Array, name: string): Promise<SoundFacts> {
  const { container, encoding, bits, sampleRateHz, channels, frameCount, faults } = await decodeSound(
    bytes,
    name,
  )
  return {
    container,
    encoding,
    bits,
    sampleRateHz,
    channels: channels.length,
    seconds: frameCount / sampleRateHz,
    levels: mergeLevels(channels.map((samples) => measureLevels(samples))),
    faults,
  }
}

/** One set of levels for all channels: clipped samples add up, the zeros at the ends are those all channels share. */
export function mergeLevels(levels: AuditLevels[]): AuditLevels {
  const of = (pick: (one: AuditLevels) => number) => levels.map(pick)
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  return {
    peak: Math.max(...of((one) => one.peak)),
    rms: Math.sqrt(mean(of((one) => one.rms ** 2))),
    dcOffset: mean(of((one) => one.dcOffset)),
    clippedSamples: of((one) => one.clippedSamples).reduce((sum, count) => sum + count, 0),
    leadingZeroSamples: Math.min(...of((one) => one.leadingZeroSamples)),
    trailingZeroSamples: Math.min(...of((one) => one.trailingZeroSamples)),
    isSilent: levels.every((one) => one.isSilent),
  }
}

/** A view where the samples are aligned, else a copy. */
function int16At(bytes: Uint8Array, offset: number, count: number): Int16Array {
  const start = bytes.byteOffset + offset
  if (start % 2 === 0) return new Int16Array(bytes.buffer, start, count)
  return new Int16Array(bytes.slice(offset, offset + count * 2).buffer, 0, count)
}
