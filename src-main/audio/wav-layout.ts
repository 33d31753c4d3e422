import { StudioError } from '#shared/errors.ts'
import { checkLayout, encodingText, fourLetters, type PcmFormat, type PcmLayout } from './pcm-layout.ts'
import type { SoundFault } from './sound.ts'

const EXTENSIBLE = 0xfffe
const UNKNOWN_SIZE = 0xffffffff
const NAMES: Record<number, string> = {
  0x02: 'Microsoft ADPCM',
  0x11: 'IMA ADPCM',
  0x31: 'GSM 6.10',
  0x50: 'MPEG audio',
  0x55: 'MP3',
  0xff: 'AAC',
}

interface WavFormat {
  format: PcmFormat
  channelCount: number
  sampleRateHz: number
  bits: number
  bytesPerSample: number
}

/**
 * Reads the chunks of a WAV file (RIFF, its big-endian twin RIFX, and RF64) up to the samples and their format,
 * whatever their order. A size that cannot be true is replaced by what the file really holds, and said as a fault.
 * @param bytes the start of the file, or all of it
 * @param totalBytes size of the whole file
 * @returns null when `bytes` is only a part and ends before both were seen
 * @throws StudioError `unreadable`
 */
export function readWavLayout(bytes: Uint8Array, totalBytes: number): PcmLayout | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isBigEndian = fourLetters(view, 0) === 'RIFX'
  const faults: SoundFault[] = []
  let format: WavFormat | null = null
  let data: { offset: number; byteCount: number } | null = null
  let longDataBytes: number | null = null

  let offset = 12
  while (offset + 8 <= totalBytes && !(format && data)) {
    if (offset + 8 > bytes.length) return null
    const id = fourLetters(view, offset)
    const size = view.getUint32(offset + 4, !isBigEndian)
    const body = offset + 8
    if (id === 'data') {
      data = {
        offset: body,
        byteCount: dataBytes(view, body, size, longDataBytes, totalBytes, isBigEndian, faults),
      }
      offset = body + data.byteCount
    } else {
      if (id === 'fmt ' || id === 'ds64') {
        if (body + Math.min(size, 40) > bytes.length && bytes.length < totalBytes) return null
        if (id === 'fmt ') format = readFormat(view, body, size, isBigEndian)
        else if (size >= 16 && body + 16 <= bytes.length)
          longDataBytes = Number(view.getBigUint64(body + 8, true))
      }
      offset = body + size
    }
    // Chunks start at even bytes; some writers forget the pad byte.
    if (offset % 2 === 1 && !startsChunk(view, offset, totalBytes, isBigEndian)) offset++
  }
  if (!format)
    throw new StudioError('unreadable', 'The WAV file has no fmt chunk that says how its samples are stored.')
  if (!data) throw new StudioError('unreadable', 'The WAV file has no data chunk: it holds no samples.')

  const frameBytes = format.bytesPerSample * format.channelCount
  return checkLayout({
    ...format,
    container: 'WAVE',
    encoding: encodingText(format.format, format.bits),
    isBigEndian,
    dataOffset: data.offset,
    frameCount: frameBytes > 0 ? Math.floor(data.byteCount / frameBytes) : 0,
    faults,
  })
}

function dataBytes(
  view: DataView,
  offset: number,
  size: number,
  longSize: number | null,
  totalBytes: number,
  isBigEndian: boolean,
  faults: SoundFault[],
): number {
  const rest = totalBytes - offset
  if (size === UNKNOWN_SIZE && longSize !== null && longSize <= rest) return longSize
  if (
    size === UNKNOWN_SIZE ||
    (size === 0 && rest > 0 && !startsChunk(view, offset, totalBytes, isBigEndian))
  ) {
    faults.push({
      kind: 'size-mismatch',
      evidence: `The data chunk gives no size (${size === 0 ? '0' : '0xFFFFFFFF'}, as recorders write while running); all ${rest} bytes to the end are read.`,
    })
    return rest
  }
  if (size > rest) {
    faults.push({
      kind: 'truncated',
      evidence: `The data chunk says ${size} bytes, the file ends after ${rest} of them.`,
    })
    return rest
  }
  return size
}

/** Does a chunk that fits into the file start here? */
function startsChunk(view: DataView, offset: number, totalBytes: number, isBigEndian: boolean): boolean {
  if (offset + 8 > view.byteLength) return false
  const id = fourLetters(view, offset)
  return (
    /^[A-Za-z_][A-Za-z0-9_ ]{3}$/.test(id) &&
    offset + 8 + view.getUint32(offset + 4, !isBigEndian) <= totalBytes + 1
  )
}

function readFormat(view: DataView, offset: number, size: number, isBigEndian: boolean): WavFormat {
  if (size < 16 || offset + 16 > view.byteLength) {
    throw new StudioError('unreadable', `The fmt chunk has ${size} bytes; it must have at least 16.`)
  }
  const little = !isBigEndian
  let tag = view.getUint16(offset, little)
  const channelCount = view.getUint16(offset + 2, little)
  const sampleRateHz = view.getUint32(offset + 4, little)
  const frameBytes = view.getUint16(offset + 12, little)
  const bits = view.getUint16(offset + 14, little)
  if (tag === EXTENSIBLE && size >= 26 && offset + 26 <= view.byteLength)
    tag = view.getUint16(offset + 24, little)

  const wholeBytes = Math.ceil(bits / 8)
  const paddedBytes = channelCount > 0 && frameBytes % channelCount === 0 ? frameBytes / channelCount : 0
  const bytesPerSample = paddedBytes >= wholeBytes && paddedBytes <= 8 ? paddedBytes : wholeBytes
  return { format: formatOf(tag, bytesPerSample), channelCount, sampleRateHz, bits, bytesPerSample }
}

function formatOf(tag: number, bytesPerSample: number): PcmFormat {
  if (tag === 1) return bytesPerSample === 1 ? 'unsigned' : 'signed'
  if (tag === 3) return 'float'
  if (tag === 6) return 'a-law'
  if (tag === 7) return 'mu-law'
  const hex = `0x${tag.toString(16).padStart(4, '0')}`
  throw new StudioError(
    'unreadable',
    `The WAV encoding ${NAMES[tag] ? `${NAMES[tag]} (${hex})` : hex} cannot be read; PCM, float, A-law and mu-law can.`,
  )
}
