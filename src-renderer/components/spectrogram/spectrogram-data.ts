import { StudioError } from '#shared/errors.ts'
import { colourTable, type ColourMapName } from './colour-map.ts'

/** A log-mel spectrogram as the studio sends it. */
export interface SpectrogramData {
  /** [frameCount × bandCount], frames first, lowest band first; 0 is minDecibels, 255 maxDecibels. */
  bytes: Uint8Array
  frameCount: number
  bandCount: number
  seconds: number
  minDecibels: number
  maxDecibels: number
  maxHz: number
}

/** @throws StudioError `unreadable` where the studio gives none, or one that does not fit its own headers. */
export async function fetchSpectrogram(url: string): Promise<SpectrogramData> {
  const response = await fetch(url)
  if (!response.ok) throw new StudioError('unreadable', (await response.text()).slice(0, 300))
  const bytes = new Uint8Array(await response.arrayBuffer())
  const header = (name: string): number => Number(response.headers.get(name))
  const data: SpectrogramData = {
    bytes,
    frameCount: header('x-frame-count'),
    bandCount: header('x-band-count'),
    seconds: header('x-seconds'),
    minDecibels: header('x-min-decibels'),
    maxDecibels: header('x-max-decibels'),
    maxHz: header('x-max-hz'),
  }
  if (data.frameCount * data.bandCount !== bytes.length || bytes.length === 0) {
    throw new StudioError(
      'unreadable',
      `the spectrogram has ${bytes.length} values, its headers say ${data.frameCount} × ${data.bandCount}`,
    )
  }
  return data
}

/**
 * Pixels of a spectrogram, time to the right and the lowest band at the bottom.
 * @param rangeDecibels what lies this far below the loudest value is as dark as the map gets.
 * @returns RGBA, [bandCount × frameCount] row-major from the top.
 */
export function spectrogramPixels(
  data: SpectrogramData,
  map: ColourMapName,
  rangeDecibels: number,
): Uint8ClampedArray<ArrayBuffer> {
  const { bytes, frameCount, bandCount } = data
  const table = colourTable(map)
  const pixels = new Uint8ClampedArray(frameCount * bandCount * 4)
  const span = Math.max(1e-6, data.maxDecibels - data.minDecibels)
  const loudest = bytes.reduce((most, value) => Math.max(most, value), 0)
  const lowest = loudest - (255 * rangeDecibels) / span
  const scale = 255 / Math.max(1e-6, loudest - lowest)
  for (let frame = 0; frame < frameCount; frame++) {
    for (let band = 0; band < bandCount; band++) {
      const value = bytes[frame * bandCount + band]
      const shade = Math.min(255, Math.max(0, Math.round((value - lowest) * scale))) * 3
      const at = ((bandCount - 1 - band) * frameCount + frame) * 4
      pixels[at] = table[shade]
      pixels[at + 1] = table[shade + 1]
      pixels[at + 2] = table[shade + 2]
      pixels[at + 3] = 255
    }
  }
  return pixels
}
