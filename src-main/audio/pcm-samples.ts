import { A_LAW, MU_LAW } from './g711.ts'
import type { PcmLayout } from './pcm-layout.ts'

const IS_LITTLE_ENDIAN_HOST = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1

/**
 * Uncompressed samples as float32, full scale -1…1: integers are divided by half their range (int16 by 32768),
 * floats stay as they are.
 * @returns [channelCount][frameCount]
 */
export function readPcmSamples(bytes: Uint8Array, layout: PcmLayout): Float32Array[] {
  const { channelCount, frameCount, bytesPerSample } = layout
  const used = bytes.subarray(
    layout.dataOffset,
    layout.dataOffset + frameCount * channelCount * bytesPerSample,
  )
  const sampleAt = fastReader(used, layout) ?? slowReader(used, layout)
  return Array.from({ length: channelCount }, (_, channel) => {
    const samples = new Float32Array(frameCount)
    for (let frame = 0, index = channel; frame < frameCount; frame++, index += channelCount) {
      samples[frame] = sampleAt(index)
    }
    return samples
  })
}

/** The two encodings nearly every corpus has, through typed arrays. */
function fastReader(bytes: Uint8Array, layout: PcmLayout): ((index: number) => number) | null {
  if (layout.isBigEndian || !IS_LITTLE_ENDIAN_HOST) return null
  const isInt16 = layout.format === 'signed' && layout.bytesPerSample === 2
  const isFloat32 = layout.format === 'float' && layout.bytesPerSample === 4
  if (!isInt16 && !isFloat32) return null
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice()
  if (isInt16) {
    const values = new Int16Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 1)
    return (index) => values[index] / 32768
  }
  const values = new Float32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2)
  return (index) => values[index]
}

function slowReader(bytes: Uint8Array, layout: PcmLayout): (index: number) => number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const little = !layout.isBigEndian
  switch (layout.format) {
    case 'a-law':
      return (index) => A_LAW[bytes[index]]
    case 'mu-law':
      return (index) => MU_LAW[bytes[index]]
    case 'float':
      return layout.bytesPerSample === 4
        ? (index) => view.getFloat32(index * 4, little)
        : (index) => view.getFloat64(index * 8, little)
    case 'unsigned':
      if (layout.bytesPerSample === 1) return (index) => (bytes[index] - 128) / 128
      break
    case 'signed':
      if (layout.bytesPerSample === 1) return (index) => view.getInt8(index) / 128
  }
  if (layout.bytesPerSample === 2) return (index) => view.getInt16(index * 2, little) / 32768
  if (layout.bytesPerSample === 4) return (index) => view.getInt32(index * 4, little) / 2147483648
  const [low, middle, high] = little ? [0, 1, 2] : [2, 1, 0]
  return (index) => {
    const at = index * 3
    return ((bytes[at + low] | (bytes[at + middle] << 8) | (bytes[at + high] << 16)) << 8) / 2147483648
  }
}
