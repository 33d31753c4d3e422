import { StudioError } from '#shared/errors.ts'
import { checkLayout, encodingText, fourLetters, type PcmFormat, type PcmLayout } from './pcm-layout.ts'
import type { SoundFault } from './sound.ts'

interface AiffFormat {
  format: PcmFormat
  channelCount: number
  sampleRateHz: number
  bits: number
  bytesPerSample: number
  isBigEndian: boolean
  /** As the COMM chunk has it. */
  statedFrames: number
}

/**
 * Reads the chunks of an AIFF or AIFF-C file up to the samples and their format.
 * @param bytes the start of the file, or all of it
 * @param totalBytes size of the whole file
 * @returns null when `bytes` is only a part and ends before both were seen
 * @throws StudioError `unreadable`
 */
export function readAiffLayout(bytes: Uint8Array, totalBytes: number): PcmLayout | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isCompressedKind = fourLetters(view, 8) === 'AIFC'
  const faults: SoundFault[] = []
  let format: AiffFormat | null = null
  let data: { offset: number; byteCount: number } | null = null

  let offset = 12
  while (offset + 8 <= totalBytes && !(format && data)) {
    if (offset + 8 > bytes.length) return null
    const id = fourLetters(view, offset)
    const size = view.getUint32(offset + 4)
    const body = offset + 8
    if (id === 'COMM') {
      if (body + Math.min(size, 22) > bytes.length && bytes.length < totalBytes) return null
      format = readFormat(view, body, size, isCompressedKind)
    } else if (id === 'SSND') {
      if (body + 8 > bytes.length) return bytes.length < totalBytes ? null : endsEarly()
      const start = body + 8 + view.getUint32(body)
      data = { offset: start, byteCount: Math.max(0, Math.min(body + size, totalBytes) - start) }
    }
    offset = body + size + (size % 2)
  }
  if (!format)
    throw new StudioError(
      'unreadable',
      'The AIFF file has no COMM chunk that says how its samples are stored.',
    )
  if (!data) throw new StudioError('unreadable', 'The AIFF file has no SSND chunk: it holds no samples.')

  const frameBytes = format.bytesPerSample * format.channelCount
  const heldFrames = frameBytes > 0 ? Math.floor(data.byteCount / frameBytes) : 0
  const { statedFrames, ...rest } = format
  if (statedFrames !== heldFrames) {
    faults.push({
      kind: statedFrames > heldFrames ? 'truncated' : 'size-mismatch',
      evidence: `The header says ${statedFrames} samples a channel, the file holds ${heldFrames}.`,
    })
  }
  return checkLayout({
    ...rest,
    container: 'AIFF',
    encoding: encodingText(format.format, format.bits),
    dataOffset: data.offset,
    frameCount: statedFrames > 0 ? Math.min(statedFrames, heldFrames) : heldFrames,
    faults,
  })
}

function readFormat(view: DataView, offset: number, size: number, hasCompression: boolean): AiffFormat {
  if (size < 18 || offset + 18 > view.byteLength) {
    throw new StudioError('unreadable', `The COMM chunk has ${size} bytes; it must have at least 18.`)
  }
  const bits = view.getUint16(offset + 6)
  const kind = hasCompression && offset + 22 <= view.byteLength ? fourLetters(view, offset + 18) : 'NONE'
  const base = {
    channelCount: view.getUint16(offset),
    statedFrames: view.getUint32(offset + 2),
    sampleRateHz: extendedFloat(view, offset + 8),
    bits,
    bytesPerSample: Math.ceil(bits / 8),
    isBigEndian: true,
    format: 'signed' as PcmFormat,
  }
  switch (kind.toLowerCase()) {
    case 'none':
    case 'twos':
    case 'in24':
    case 'in32':
      return base
    case 'sowt':
      return { ...base, isBigEndian: false }
    case 'raw ':
      return { ...base, format: 'unsigned' }
    case 'fl32':
      return { ...base, format: 'float', bits: 32, bytesPerSample: 4 }
    case 'fl64':
      return { ...base, format: 'float', bits: 64, bytesPerSample: 8 }
    case 'alaw':
      return { ...base, format: 'a-law', bits: 8, bytesPerSample: 1 }
    case 'ulaw':
      return { ...base, format: 'mu-law', bits: 8, bytesPerSample: 1 }
  }
  throw new StudioError(
    'unreadable',
    `The AIFF-C encoding "${kind}" cannot be read; PCM, float, A-law and mu-law can.`,
  )
}

/** The 80-bit float of IEEE 754 with its explicit leading one. */
function extendedFloat(view: DataView, offset: number): number {
  const exponent = (view.getUint16(offset) & 0x7fff) - 16383 - 63
  const mantissa = view.getUint32(offset + 2) * 2 ** 32 + view.getUint32(offset + 6)
  return Math.round(mantissa * 2 ** exponent * 1000) / 1000
}

function endsEarly(): never {
  throw new StudioError(
    'unreadable',
    'The AIFF file ends inside the head of its SSND chunk: it holds no samples.',
  )
}
