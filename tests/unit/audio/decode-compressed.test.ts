import { describe, expect, it } from 'vitest'
import { decodeSound } from '#main/audio/decode.ts'
import { MP3_TONE, OPUS_TONE, VORBIS_TONE } from '#fixtures/compressed-tones.ts'
import { flacFile } from '#fixtures/flac-file.ts'
import { rmsOf, sine } from '#fixtures/signals.ts'

/** RMS of the difference from the tone, away from the ends, relative to the tone, in dB. */
function errorDecibels(samples: Float32Array, sampleRateHz: number): number {
  const tone = sine(440, 0.5, sampleRateHz, samples.length)
  const middle = [Math.floor(samples.length / 4), Math.floor((3 * samples.length) / 4)] as const
  const difference = samples.map((value, index) => value - tone[index]).subarray(...middle)
  return 20 * Math.log10(rmsOf(difference) / rmsOf(tone.subarray(...middle)))
}

describe('compressed sound', () => {
  it('FLAC comes back bit by bit', async () => {
    const samples = Int16Array.from({ length: 1000 }, (_, n) => Math.round(20000 * Math.sin(n / 9)))
    const sound = await decodeSound(flacFile(samples, 24414), 'a.flac')
    expect(sound).toMatchObject({
      sampleRateHz: 24414,
      frameCount: 1000,
      bits: 16,
      container: 'FLAC',
      encoding: 'FLAC',
    })
    expect([...sound.channels[0]].map((x) => Math.round(x * 32768))).toEqual([...samples])
    expect(sound.faults).toEqual([])
  })

  it('MP3 is the tone it was', async () => {
    const sound = await decodeSound(MP3_TONE, 'a.mp3')
    expect(sound).toMatchObject({
      sampleRateHz: 16000,
      container: 'MP3',
      encoding: 'MP3',
      bits: 0,
      faults: [],
    })
    expect(sound.frameCount).toBe(4800)
    expect(errorDecibels(sound.channels[0], 16000)).toBeLessThan(-20)
  })

  it('OGG Vorbis is the tone it was', async () => {
    const sound = await decodeSound(VORBIS_TONE, 'a.ogg')
    expect(sound).toMatchObject({ sampleRateHz: 16000, container: 'OGG', encoding: 'Vorbis', faults: [] })
    expect(sound.frameCount).toBe(4800)
    expect(errorDecibels(sound.channels[0], 16000)).toBeLessThan(-20)
  })

  it('OGG Opus is the tone it was, at the 48 kHz that Opus has', async () => {
    const sound = await decodeSound(OPUS_TONE, 'a.opus')
    expect(sound).toMatchObject({ sampleRateHz: 48000, container: 'OGG', encoding: 'Opus', faults: [] })
    expect(sound.channels).toHaveLength(1)
    expect(errorDecibels(sound.channels[0], 48000)).toBeLessThan(-15)
  })

  it('is read by its content under a wrong name, which is a fault', async () => {
    const sound = await decodeSound(MP3_TONE, 'a.wav')
    expect(sound.faults).toEqual([
      { kind: 'container-mismatch', evidence: 'The name promises WAVE, the content is MP3.' },
    ])
  })

  it('is refused when nothing is left of it but the head', async () => {
    await expect(decodeSound(VORBIS_TONE.subarray(0, 40), 'a.ogg')).rejects.toMatchObject({
      code: 'unreadable',
    })
    await expect(decodeSound(new TextEncoder().encode('fLaC'), 'a.flac')).rejects.toMatchObject({
      code: 'unreadable',
      message: 'The FLAC stream holds no samples.',
    })
  })
})
