/** Arguments that a call of fromCharCode surely takes. */
const CHUNK_BYTES = 0x8000

/** Bytes as Base64. */
export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    text += String.fromCharCode(...bytes.subarray(from, from + CHUNK_BYTES))
  }
  return btoa(text)
}
