import { withMinus } from '#shared/wording.ts'
import { fetchMedia } from '../../host/fetch-media.ts'

/** Pitch and energy of a clip as the studio sends them, one value a frame. */
export interface ProsodyData {
  hopSeconds: number
  /** NaN where the frame is unvoiced. */
  pitchHz: Float32Array
  /** RMS relative to full scale. */
  energyDecibels: Float32Array
}

/** What the scale of the pitch reaches over; logarithmic, as the ear hears it. */
const PITCH_RANGE_HZ = { from: 60, to: 540 } as const
const ENERGY_RANGE_DECIBELS = { from: -80, to: 0 } as const

/** @throws StudioError as fetchMedia does. */
export async function fetchProsody(url: string): Promise<ProsodyData> {
  const response = await fetchMedia(url)
  return readProsody(await response.arrayBuffer(), Number(response.headers.get('x-hop-seconds')))
}

/** @param buffer little-endian float32, pitch and energy of each frame in turn */
export function readProsody(buffer: ArrayBuffer, hopSeconds: number): ProsodyData {
  const view = new DataView(buffer)
  const frameCount = Math.floor(buffer.byteLength / 8)
  const pitchHz = new Float32Array(frameCount)
  const energyDecibels = new Float32Array(frameCount)
  for (let frame = 0; frame < frameCount; frame++) {
    pitchHz[frame] = view.getFloat32(frame * 8, true)
    energyDecibels[frame] = view.getFloat32(frame * 8 + 4, true)
  }
  return { hopSeconds, pitchHz, energyDecibels }
}

/** Height of a pitch in its range, 0…1. */
export function pitchShare(hz: number): number {
  const { from, to } = PITCH_RANGE_HZ
  return Math.min(1, Math.max(0, Math.log(hz / from) / Math.log(to / from)))
}

/** Height of a level in its range, 0…1. */
export function energyShare(decibels: number): number {
  const { from, to } = ENERGY_RANGE_DECIBELS
  return Math.min(1, Math.max(0, (decibels - from) / (to - from)))
}

/**
 * A curve as the path of an SVG picture of `width` × 1, broken where there is no value.
 * @param shares height of each frame, 0…1; NaN: none @param frameWidth of one frame
 */
export function curvePath(shares: ArrayLike<number>, frameWidth: number): string {
  const parts: string[] = []
  let isDrawing = false
  for (let frame = 0; frame < shares.length; frame++) {
    const share = shares[frame]
    if (Number.isNaN(share)) {
      isDrawing = false
      continue
    }
    const point = `${(frame * frameWidth).toFixed(2)} ${(1 - share).toFixed(4)}`
    // a voiced frame alone is a dot: a line of no length with round ends
    parts.push(isDrawing ? `L${point}` : `M${point}L${point}`)
    isDrawing = true
  }
  return parts.join('')
}

/** What stands at a time: `213 Hz`, `−23.4 dB`; null where there is nothing. */
export function prosodyAt(
  { hopSeconds, pitchHz, energyDecibels }: ProsodyData,
  seconds: number,
): { pitch: string | null; energy: string | null } {
  const frame = Math.min(pitchHz.length - 1, Math.max(0, Math.round(seconds / hopSeconds)))
  const hz = pitchHz[frame]
  const decibels = energyDecibels[frame]
  return {
    pitch: hz > 0 ? `${Math.round(hz)} Hz` : null,
    energy: Number.isFinite(decibels) ? `${withMinus(decibels.toFixed(1))} dB` : null,
  }
}
