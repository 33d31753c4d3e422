import { describe, expect, it } from 'vitest'
import { logMelImage } from '#main/audio/log-mel-image.ts'
import { describeSound } from '#renderer/audio/descriptors.ts'
import { levelGain } from '#renderer/audio/level-gain.ts'
import { colourTable } from '#renderer/components/spectrogram/colour-map.ts'
import { spectrogramPixels, type SpectrogramData } from '#renderer/components/spectrogram/spectrogram-data.ts'
import { peakOf, peakText, readPeaks, scaleToPeak, splitPeaks } from '#renderer/components/waveform/peaks.ts'
import { timeTicks } from '#renderer/components/waveform/time-ticks.ts'

const RATE_HZ = 16_000
const tone = (hz: number, amplitude: number, seconds = 1): Float32Array =>
  Float32Array.from(
    { length: RATE_HZ * seconds },
    (_, index) => amplitude * Math.sin((2 * Math.PI * hz * index) / RATE_HZ),
  )

describe('level matching', () => {
  it('brings a tone to −26 dBFS RMS', () => {
    const quiet = levelGain(tone(220, 0.01), RATE_HZ)
    expect(20 * Math.log10((quiet * 0.01) / Math.SQRT2)).toBeCloseTo(-26, 1)
  })

  it('does not count the silence around speech', () => {
    const padded = new Float32Array(RATE_HZ * 3)
    padded.set(tone(220, 0.2), RATE_HZ)
    expect(levelGain(padded, RATE_HZ)).toBeCloseTo(levelGain(tone(220, 0.2), RATE_HZ), 2)
  })

  it('never drives a peak over full scale, and leaves silence alone', () => {
    const click = new Float32Array(RATE_HZ)
    click.fill(0.001)
    click[100] = 0.9
    expect(levelGain(click, RATE_HZ) * 0.9).toBeLessThanOrEqual(1)
    expect(levelGain(new Float32Array(100), RATE_HZ)).toBe(1)
  })
})

describe('descriptors', () => {
  it('measure a tone: level, centroid, crossings, hardly any noise', () => {
    const all = describeSound(tone(1000, 0.5), RATE_HZ)
    const middle = Math.floor(all.rmsDecibels.length / 2)
    expect(all.rmsDecibels[middle]).toBeCloseTo(20 * Math.log10(0.5 / Math.SQRT2), 1)
    expect(Math.abs(all.centroidHz[middle] - 1000)).toBeLessThan(30)
    expect(Math.abs(all.zeroCrossingsHz[middle] - 2000)).toBeLessThan(40)
    expect(all.flatness[middle]).toBeLessThan(0.1)
  })

  it('are numbers for silence and for a clip shorter than a frame', () => {
    const silence = describeSound(new Float32Array(RATE_HZ), RATE_HZ)
    const short = describeSound(new Float32Array(10), RATE_HZ)
    for (const { hopSeconds, ...curves } of [silence, short]) {
      expect(hopSeconds).toBe(512 / RATE_HZ)
      for (const curve of Object.values(curves)) expect(curve.every(Number.isFinite)).toBe(true)
    }
  })
})

describe('the spectrogram', () => {
  it('has the ends of matplotlib’s maps', () => {
    const [magma, viridis] = [colourTable('magma'), colourTable('viridis')]
    const near = (actual: Uint8ClampedArray, expected: number[]) =>
      expected.forEach((value, channel) => expect(Math.abs(actual[channel] - value)).toBeLessThanOrEqual(6))
    near(magma.subarray(0, 3), [0, 0, 4])
    near(magma.subarray(-3), [252, 253, 191])
    near(viridis.subarray(0, 3), [68, 1, 84])
    near(viridis.subarray(-3), [253, 231, 37])
  })

  it('puts time to the right and the lowest band at the bottom', () => {
    const data: SpectrogramData = {
      bytes: Uint8Array.from([255, 0, 0, 0, 0, 0]),
      frameCount: 3,
      bandCount: 2,
      seconds: 1,
      minDecibels: -80,
      maxDecibels: 0,
      maxHz: 8000,
    }
    const pixels = spectrogramPixels(data, 'magma', 80)
    const redAt = (row: number, column: number) => pixels[(row * 3 + column) * 4]
    expect(redAt(1, 0)).toBeGreaterThan(240)
    expect(redAt(0, 0)).toBeLessThan(5)
    expect(redAt(1, 1)).toBeLessThan(5)
  })

  it('gets darker where the range gets smaller', () => {
    const data: SpectrogramData = {
      bytes: Uint8Array.from([255, 191]),
      frameCount: 2,
      bandCount: 1,
      seconds: 1,
      minDecibels: -80,
      maxDecibels: 0,
      maxHz: 8000,
    }
    // 191 is 20 dB below 255
    expect(spectrogramPixels(data, 'magma', 80)[4]).toBeGreaterThan(spectrogramPixels(data, 'magma', 30)[4])
    expect(spectrogramPixels(data, 'magma', 20)[4]).toBeLessThan(5)
  })
})

describe('the spectrogram of next to nothing', () => {
  const flat = (decibels: number): SpectrogramData => ({
    bytes: new Uint8Array(12),
    frameCount: 4,
    bandCount: 3,
    seconds: 1,
    minDecibels: decibels,
    maxDecibels: decibels,
    maxHz: 8000,
  })
  const brightest = (data: SpectrogramData) =>
    Math.max(...spectrogramPixels(data, 'magma', 70).filter((_, index) => index % 4 === 0))

  it('is dark for silence, as the studio draws it', () => {
    const image = logMelImage(new Float32Array(4800), 48_000)
    expect(brightest({ ...image, seconds: 0.1 })).toBe(0)
  })

  it('is the darker the quieter a flat sound is, and bright where it is loud', () => {
    expect(brightest(flat(-10))).toBeGreaterThan(240)
    expect(brightest(flat(-60))).toBeLessThan(brightest(flat(-20)))
    expect(brightest(flat(-90))).toBeLessThan(brightest(flat(-60)))
  })
})

describe('the waveform', () => {
  it('reads little-endian pairs and parts them into upper and lower outline', () => {
    const bytes = new DataView(new ArrayBuffer(16))
    ;[-0.5, 0.25, 0.1, 0.2].forEach((value, index) => bytes.setFloat32(index * 4, value, true))
    const [tops, bottoms] = splitPeaks(readPeaks(bytes.buffer))
    expect([...tops]).toEqual([0.25, Math.fround(0.2)])
    expect([...bottoms]).toEqual([-0.5, 0])
  })

  it('shows the shape of a quiet clip at full height, and names its peak', () => {
    const quiet = Float32Array.of(-0.01, 0.02, 0, 0.005)
    expect([...scaleToPeak(quiet)].map((value) => value.toFixed(2))).toEqual([
      '-0.50',
      '1.00',
      '0.00',
      '0.25',
    ])
    expect(peakText(peakOf(quiet))).toBe('peak −34.0 dBFS')
    expect(peakText(peakOf(Float32Array.of(-1, 0.5)))).toBe('peak 0.0 dBFS')
  })

  it('does not make speech of silence or of the noise below it', () => {
    expect([...scaleToPeak(new Float32Array(2))]).toEqual([0, 0])
    expect(peakText(0)).toBe('silent')
    expect(peakOf(scaleToPeak(Float32Array.of(-0.0001, 0.0001)))).toBeLessThan(0.05)
  })

  it('has an axis of round times, as many as fit', () => {
    expect(timeTicks(2.1, 6)).toEqual([0, 0.5, 1, 1.5, 2])
    expect(timeTicks(2, 6)).toEqual([0, 0.5, 1, 1.5])
    expect(timeTicks(0, 6)).toEqual([])
  })
})
