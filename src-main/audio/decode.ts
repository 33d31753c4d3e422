import { messageOf, StudioError } from '#shared/errors.ts'
import { readAiffLayout } from './aiff-layout.ts'
import { decodeFlac, decodeMp3, decodeOgg, MOST_SAMPLES } from './compressed.ts'
import type { PcmLayout } from './pcm-layout.ts'
import { readPcmSamples } from './pcm-samples.ts'
import { containerOfName, sniffContainer } from './sniff-container.ts'
import type { Sound, SoundContainer, SoundFault, SoundHeader } from './sound.ts'
import { readWavLayout } from './wav-layout.ts'

export { encodeWav } from './encode-wav.ts'
export { monoOf, sliceSeconds, type Sound, type SoundFault, type SoundHeader } from './sound.ts'

/**
 * Decodes a whole sound file, by its content: WAV (also RIFX and RF64), AIFF, AIFF-C, FLAC, MP3, OGG.
 * @param name only for the fault `container-mismatch`: what its ending promises
 * @throws StudioError `unreadable` with the reason; nothing else, whatever the bytes
 */
export async function decodeSound(bytes: Uint8Array, name: string): Promise<Sound> {
  const container = containerOf(bytes)
  try {
    const sound = await decodeAs(container, bytes)
    return {
      ...sound,
      faults: [...mismatchOf(container, name), ...sound.faults, ...zeroNotFinite(sound)],
    }
  } catch (error) {
    throw asUnreadable(error)
  }
}

/**
 * Reads only the header of a WAV or AIFF file.
 * @param bytes the start of the file (some 64 kB are enough for every corpus known), or all of it
 * @param totalBytes size of the whole file
 * @returns null when only decoding tells: a compressed file, or a header that ends beyond `bytes`
 * @throws StudioError `unreadable` with the reason
 */
export function readSoundHeader(bytes: Uint8Array, name: string, totalBytes: number): SoundHeader | null {
  const container = containerOf(bytes)
  try {
    const layout = layoutOf(container, bytes, totalBytes)
    if (!layout) return null
    const { sampleRateHz, channelCount, bits, frameCount, encoding, dataOffset, faults } = layout
    return {
      sampleRateHz,
      channelCount,
      bits,
      frameCount,
      container,
      encoding,
      dataOffset,
      faults: [...mismatchOf(container, name), ...faults],
    }
  } catch (error) {
    throw asUnreadable(error)
  }
}

function containerOf(bytes: Uint8Array): SoundContainer {
  if (bytes.length === 0) throw new StudioError('unreadable', 'The file is empty (0 bytes).')
  const container = sniffContainer(bytes)
  if (container) return container
  throw new StudioError('unreadable', 'The content is no WAV, AIFF, FLAC, MP3 or OGG sound.')
}

async function decodeAs(container: SoundContainer, bytes: Uint8Array): Promise<Sound> {
  if (container === 'FLAC') return decodeFlac(bytes, 'FLAC')
  if (container === 'MP3') return decodeMp3(bytes)
  if (container === 'OGG') return decodeOgg(bytes)
  const layout = layoutOf(container, bytes, bytes.length)
  if (!layout) throw new StudioError('unreadable', 'The file ends inside its header.')
  if (layout.frameCount * layout.channelCount > MOST_SAMPLES) {
    throw new StudioError(
      'unreadable',
      `The file holds more than ${MOST_SAMPLES} samples, the most that is read.`,
    )
  }
  const { sampleRateHz, frameCount, bits, encoding, faults } = layout
  return {
    sampleRateHz,
    channels: readPcmSamples(bytes, layout),
    frameCount,
    bits,
    container,
    encoding,
    faults,
  }
}

function layoutOf(container: SoundContainer, bytes: Uint8Array, totalBytes: number): PcmLayout | null {
  if (container === 'WAVE') return readWavLayout(bytes, totalBytes)
  if (container === 'AIFF') return readAiffLayout(bytes, totalBytes)
  return null
}

function mismatchOf(container: SoundContainer, name: string): SoundFault[] {
  const promised = containerOfName(name)
  if (!promised || promised === container) return []
  return [
    { kind: 'container-mismatch', evidence: `The name promises ${promised}, the content is ${container}.` },
  ]
}

/** NaN and infinity become 0, in place; only floats can hold them. */
function zeroNotFinite({ channels, encoding }: Sound): SoundFault[] {
  if (!encoding.startsWith('float')) return []
  let count = 0
  for (const samples of channels) {
    for (let index = 0; index < samples.length; index++) {
      if (Number.isFinite(samples[index])) continue
      samples[index] = 0
      count++
    }
  }
  if (count === 0) return []
  return [
    { kind: 'not-finite', evidence: `${count} samples are no numbers (NaN or infinite) and are read as 0.` },
  ]
}

/** Reading beyond the end of the bytes is the file's fault; anything else thrown here is a bug. */
function asUnreadable(error: unknown): unknown {
  if (!(error instanceof RangeError)) return error
  return new StudioError('unreadable', `The file cannot be read as sound: ${messageOf(error)}`, {
    cause: error,
  })
}
