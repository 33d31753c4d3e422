import { StudioError } from '#shared/errors.ts'
import type { NamedBytes } from './label-line.ts'

const LOOKED_AT_BYTES = 8192

/**
 * The text of a file: UTF-8 with or without byte order mark, or UTF-16 with one (which spreadsheets write).
 * @throws StudioError `unreadable` for what is no text, or text in another encoding
 */
export function decodeText({ name, bytes }: NamedBytes): string {
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-16be'
  if (utf16 === 'utf-16le' || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    return new TextDecoder(utf16).decode(bytes)
  }
  if (bytes.subarray(0, LOOKED_AT_BYTES).includes(0)) {
    const what = isSound(bytes) ? 'a sound file' : 'no text'
    throw new StudioError(
      'unreadable',
      `${name} is ${what}; labels come as CSV, JSON, an audformat database or label tracks of Audacity.`,
    )
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new StudioError('unreadable', `${name} is not UTF-8 text; save it as UTF-8 and try again.`)
  }
}

/** Told by its first bytes: WAV, AIFF, FLAC, Ogg, MP3 with a tag. */
function isSound(bytes: Uint8Array): boolean {
  return /^(RIFF|FORM|fLaC|OggS|ID3)/.test(String.fromCharCode(...bytes.subarray(0, 4)))
}
