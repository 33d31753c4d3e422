import { StudioError } from '#shared/errors.ts'
import { fetchMedia } from '../../host/fetch-media.ts'
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

/** @throws StudioError as fetchMedia does; `unreadable` also where it does not fit its own headers. */
export async function fetchSpectrogram(url: string): Promise<SpectrogramData> {
  const response = await fetchMedia(url)
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
      `The spectrogram has ${bytes.length} values, its headers say ${data.frameCount} × ${data.bandCount}.`,
    )
  }
  return data
}

/** Decibels of no sound at all: the studio measures nothing below, so nothing that lies there is drawn bright. */
const SILENCE_DECIBELS = -100

/**
 * Pixels of a spectrogram, time to the right and the lowest band at the bottom.
 * @param rangeDecibels what lies this far below the loudest value is as dark as the map gets. Where that would be below
 * SILENCE_DECIBELS, the range begins there: the quieter a clip, the darker, and silence is dark all over.
 * @returns RGBA, [bandCount × frameCount] row-major from the top.
 */
export function spectrogramPixels(
  data: SpectrogramData,
  map: ColourMapName,
  rangeDecibels: number,
): Uint8ClampedArray<ArrayBuffer> {
  const { bytes, frameCount, bandCount, minDecibels, maxDecibels } = data
  const table = colourTable(map)
  const pixels = new Uint8ClampedArray(frameCount * bandCount * 4)
  const darkestDecibels = Math.max(maxDecibels - rangeDecibels, SILENCE_DECIBELS)
  const shades = Uint8ClampedArray.from({ length: 256 }, (_, byte) => {
    const decibels = minDecibels + (byte / 255) * (maxDecibels - minDecibels)
    return (255 * (decibels - darkestDecibels)) / rangeDecibels
  })
  for (let frame = 0; frame < frameCount; frame++) {
    for (let band = 0; band < bandCount; band++) {
      const shade = shades[bytes[frame * bandCount + band]] * 3
      const at = ((bandCount - 1 - band) * frameCount + frame) * 4
      pixels[at] = table[shade]
      pixels[at + 1] = table[shade + 1]
      pixels[at + 2] = table[shade + 2]
      pixels[at + 3] = 255
    }
  }
  return pixels
}
