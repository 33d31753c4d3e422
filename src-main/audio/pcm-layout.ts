import { StudioError } from '#shared/errors.ts'
import type { SoundHeader } from './sound.ts'

export type PcmFormat = 'unsigned' | 'signed' | 'float' | 'a-law' | 'mu-law'

/** Where and how uncompressed samples lie in a file. */
export interface PcmLayout extends SoundHeader {
  format: PcmFormat
  /** Of one sample of one channel. */
  bytesPerSample: number
  isBigEndian: boolean
}

const MOST_CHANNELS = 64

/** The text shown for an encoding. */
export function encodingText(format: PcmFormat, bits: number): string {
  if (format === 'a-law') return 'A-law'
  if (format === 'mu-law') return 'mu-law'
  return `${format === 'float' ? 'float' : 'PCM'} ${bits} bit`
}

/** @throws StudioError `unreadable` for a rate, a channel count or a sample size that no sound can have. */
export function checkLayout(layout: PcmLayout): PcmLayout {
  const { sampleRateHz, channelCount, bytesPerSample, format, bits } = layout
  if (!(sampleRateHz >= 1 && sampleRateHz <= 10_000_000)) {
    throw new StudioError('unreadable', `The header gives a sample rate of ${sampleRateHz} Hz.`)
  }
  if (channelCount < 1 || channelCount > MOST_CHANNELS) {
    throw new StudioError(
      'unreadable',
      `The header gives ${channelCount} channels; between 1 and ${MOST_CHANNELS} can be read.`,
    )
  }
  const sizes = format === 'float' ? [4, 8] : format === 'a-law' || format === 'mu-law' ? [1] : [1, 2, 3, 4]
  if (!sizes.includes(bytesPerSample)) {
    throw new StudioError(
      'unreadable',
      `The header gives ${bits} bits (${bytesPerSample} bytes) for a ${format} sample; ${sizes.join(', ')} bytes can be read.`,
    )
  }
  if (layout.frameCount < 1) throw new StudioError('unreadable', 'The file holds no samples.')
  return layout
}

/** Four bytes as text; characters outside printable ASCII become `?`. */
export function fourLetters(view: DataView, offset: number): string {
  let text = ''
  for (let index = 0; index < 4; index++) {
    const code = view.getUint8(offset + index)
    text += code >= 32 && code < 127 ? String.fromCharCode(code) : '?'
  }
  return text
}
