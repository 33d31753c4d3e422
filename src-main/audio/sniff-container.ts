import type { SoundContainer } from './sound.ts'

const EXTENSIONS: Record<string, SoundContainer> = {
  wav: 'WAVE',
  wave: 'WAVE',
  aif: 'AIFF',
  aiff: 'AIFF',
  aifc: 'AIFF',
  flac: 'FLAC',
  mp3: 'MP3',
  ogg: 'OGG',
  oga: 'OGG',
  opus: 'OGG',
}

/** What the content is, whatever the name says; null: nothing known. */
export function sniffContainer(bytes: Uint8Array): SoundContainer | null {
  const letters = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  const head = letters(0, 4)
  const kind = letters(8, 12)
  if ((head === 'RIFF' || head === 'RIFX' || head === 'RF64') && kind === 'WAVE') return 'WAVE'
  if (head === 'FORM' && (kind === 'AIFF' || kind === 'AIFC')) return 'AIFF'
  if (head === 'fLaC') return 'FLAC'
  if (head === 'OggS') return 'OGG'
  const afterTag = id3Bytes(bytes)
  if (afterTag > 0 && String.fromCharCode(...bytes.subarray(afterTag, afterTag + 4)) === 'fLaC') return 'FLAC'
  if (afterTag > 0 || startsMpegFrames(bytes)) return 'MP3'
  return null
}

/** What the name's ending promises; null: nothing. */
export function containerOfName(name: string): SoundContainer | null {
  return EXTENSIONS[/\.([^./\\]+)$/.exec(name)?.[1].toLowerCase() ?? ''] ?? null
}

/** Size of a leading ID3v2 tag with its header, 0 where there is none. */
export function id3Bytes(bytes: Uint8Array): number {
  if (bytes.length < 10 || String.fromCharCode(bytes[0], bytes[1], bytes[2]) !== 'ID3') return 0
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 0x7f), 0)
  return 10 + size
}

const LAYER_3_KILOBITS = [
  [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
]
const MPEG_1_RATES_HZ = [44100, 48000, 32000]

/** Two MPEG layer III frames in a row: one sync word alone occurs in any noise. */
function startsMpegFrames(bytes: Uint8Array): boolean {
  const first = mpegFrameBytes(bytes, 0)
  return first > 0 && (bytes.length <= first + 4 || mpegFrameBytes(bytes, first) > 0)
}

function mpegFrameBytes(bytes: Uint8Array, offset: number): number {
  if (offset + 4 > bytes.length || bytes[offset] !== 0xff || (bytes[offset + 1] & 0xe0) !== 0xe0) return 0
  const version = (bytes[offset + 1] >> 3) & 3
  const isLayer3 = ((bytes[offset + 1] >> 1) & 3) === 1
  const rateIndex = (bytes[offset + 2] >> 2) & 3
  const bitRateIndex = bytes[offset + 2] >> 4
  if (!isLayer3 || version === 1 || rateIndex === 3 || bitRateIndex === 0 || bitRateIndex === 15) return 0
  const isMpeg1 = version === 3
  const sampleRateHz = MPEG_1_RATES_HZ[rateIndex] / (isMpeg1 ? 1 : version === 2 ? 2 : 4)
  const bitsPerSecond = LAYER_3_KILOBITS[isMpeg1 ? 0 : 1][bitRateIndex] * 1000
  const padding = (bytes[offset + 2] >> 1) & 1
  return Math.floor(((isMpeg1 ? 144 : 72) * bitsPerSecond) / sampleRateHz) + padding
}
