import { StudioError } from '#shared/errors.ts'

/**
 * Writes a WAV file.
 * @param samples one channel, or [channelCount][frameCount]; full scale -1…1, beyond it 16 bit clips
 * @param options.bits `16` (PCM, rounded; the default) or `'float32'`
 * @throws StudioError `invalid` when channels differ in length or none is given
 */
export function encodeWav(
  samples: Float32Array | Float32Array[],
  sampleRateHz: number,
  options: { bits: 16 | 'float32' } = { bits: 16 },
): Uint8Array<ArrayBuffer> {
  const channels = samples instanceof Float32Array ? [samples] : samples
  const frameCount = channels[0]?.length ?? -1
  if (!channels.every((channel) => channel.length === frameCount) || frameCount < 0) {
    throw new StudioError('invalid', 'A WAV file needs at least one channel, and channels of one length.')
  }
  const isFloat = options.bits === 'float32'
  const sampleBytes = isFloat ? 4 : 2
  const dataBytes = frameCount * channels.length * sampleBytes
  const file = new Uint8Array(44 + dataBytes)
  const view = new DataView(file.buffer)

  const letters = (offset: number, text: string) => file.set(new TextEncoder().encode(text), offset)
  letters(0, 'RIFF')
  view.setUint32(4, 36 + dataBytes, true)
  letters(8, 'WAVEfmt ')
  view.setUint32(16, 16, true)
  view.setUint16(20, isFloat ? 3 : 1, true)
  view.setUint16(22, channels.length, true)
  view.setUint32(24, sampleRateHz, true)
  view.setUint32(28, sampleRateHz * channels.length * sampleBytes, true)
  view.setUint16(32, channels.length * sampleBytes, true)
  view.setUint16(34, sampleBytes * 8, true)
  letters(36, 'data')
  view.setUint32(40, dataBytes, true)

  let offset = 44
  for (let frame = 0; frame < frameCount; frame++) {
    for (const channel of channels) {
      if (isFloat) view.setFloat32(offset, channel[frame], true)
      else view.setInt16(offset, Math.max(-32768, Math.min(32767, Math.round(channel[frame] * 32768))), true)
      offset += sampleBytes
    }
  }
  return file
}
