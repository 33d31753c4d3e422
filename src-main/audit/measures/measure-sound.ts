import type { FftFactory } from '#shared/dsp/fft.ts'
import { createRealFft } from '#shared/dsp/fft.ts'
import { bandwidthOf, type Bandwidth } from './bandwidth.ts'
import { eachPowerFrame, powerFrames } from './band-spectra.ts'
import { findDropouts, type Dropouts } from './dropouts.ts'
import { createFingerprint } from './fingerprint.ts'
import { levelTrack } from './level-track.ts'
import { speechEdges, type SpeechEdges } from './speech-edges.ts'

/** Raised whenever the same sound would measure otherwise: older measurements are then made again. */
export const MEASURE_VERSION = 1

/** What the audit measures in the samples of one clip. Decibels are relative to full scale. */
export interface SoundMeasures {
  /** Level of the loud 10 ms blocks: 95th percentile. */
  speechDecibels: number
  /** Level of the quiet 10 ms blocks that are no digital silence: 10th percentile. */
  noiseDecibels: number
  edges: SpeechEdges
  dropouts: Dropouts
  bandwidth: Bandwidth
  /** One word for every 16 ms, see createFingerprint. */
  fingerprint: Uint32Array
}

/** Measures a clip. @param samples mono, full scale -1…1; at least one @param makeFft a faster transform, where there is one */
export function measureSound(
  samples: Float32Array,
  sampleRateHz: number,
  makeFft: FftFactory = createRealFft,
): SoundMeasures {
  const track = levelTrack(samples, sampleRateHz)
  const { binCount, binHz } = powerFrames(samples.length, sampleRateHz)
  const fingerprint = createFingerprint(binHz, binCount)
  const powerSums = new Float64Array(binCount)
  eachPowerFrame(samples, sampleRateHz, makeFft, (power) => {
    for (let bin = 0; bin < binCount; bin++) powerSums[bin] += power[bin]
    fingerprint.add(power)
  })
  return {
    speechDecibels: track.speechDecibels,
    noiseDecibels: track.noiseDecibels,
    edges: speechEdges(track),
    dropouts: findDropouts(samples, sampleRateHz, track.speechDecibels),
    bandwidth: bandwidthOf(powerSums, binHz),
    fingerprint: fingerprint.finish(),
  }
}
