import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { aiffFile, packSamples, wavFile } from '#fixtures/sound-files.ts'
import { decodeSound } from '#main/audio/decode.ts'
import { createFileInspector } from '#main/library/inspect-file.ts'
import { inspectRecording, mergeLevels } from '#main/library/inspect-recording.ts'
import { measureLevels } from '#shared/dsp/levels.ts'
import { createRandom } from '#shared/random.ts'
import { temporaryFolder } from './filled-library.ts'

const random = createRandom('inspect')
/** With zeros at both ends and samples at full scale. */
const samples = (frameCount: number, channelCount = 1) => {
  const values = Array.from({ length: frameCount * channelCount }, () => Math.round(random.normal() * 5000))
  values.fill(0, 0, 7 * channelCount).fill(0, -5 * channelCount)
  values[20 * channelCount] = 32767
  values[21 * channelCount] = -32768
  values[22 * channelCount] = -32767
  return values.map((value) => Math.max(-32768, Math.min(32767, value)))
}

/** What the slow way says: decoded to floats, measured by the readable sum. */
async function slowLevels(bytes: Uint8Array) {
  const { channels } = await decodeSound(bytes, 'a.wav')
  return mergeLevels(channels.map((channel) => measureLevels(channel)))
}

describe('a look into a recording', () => {
  it.each([
    ['one channel', 1000, 1],
    ['an odd number of samples', 1001, 1],
    ['two channels', 777, 2],
    ['more samples than are added up in one go', 100_001, 1],
  ])('measures 16-bit WAV as the decoded sound: %s', async (_, frameCount, channelCount) => {
    const bytes = wavFile(packSamples(samples(frameCount, channelCount), 's16'), { channelCount })
    const { sound, hash } = await inspectRecording(bytes, 'a.wav')
    const slow = await slowLevels(bytes)
    expect(hash).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(sound).toMatchObject({
      container: 'WAVE',
      encoding: 'PCM 16 bit',
      channels: channelCount,
      faults: [],
    })
    expect(sound!.seconds).toBeCloseTo(frameCount / 16000, 12)
    expect(sound!.levels).toMatchObject({
      clippedSamples: slow.clippedSamples,
      leadingZeroSamples: slow.leadingZeroSamples,
      trailingZeroSamples: slow.trailingZeroSamples,
      peak: 1,
      isSilent: false,
    })
    expect(sound!.levels!.rms).toBeCloseTo(slow.rms, 10)
    expect(sound!.levels!.dcOffset).toBeCloseTo(slow.dcOffset, 10)
  })

  it('sees digital silence', async () => {
    const bytes = wavFile(packSamples(new Array(100).fill(0), 's16'))
    expect((await inspectRecording(bytes, 'a.wav')).sound!.levels).toEqual({
      peak: 0,
      rms: 0,
      dcOffset: 0,
      clippedSamples: 0,
      leadingZeroSamples: 100,
      trailingZeroSamples: 100,
      isSilent: true,
    })
  })

  it('reads samples that lie at an odd address', async () => {
    const bytes = wavFile(packSamples(samples(300), 's16'))
    const shifted = new Uint8Array(bytes.length + 1).subarray(1)
    shifted.set(bytes)
    expect(await inspectRecording(shifted, 'a.wav')).toEqual(await inspectRecording(bytes, 'a.wav'))
  })

  it('decodes every other encoding, and says what is odd', async () => {
    const bytes = aiffFile(packSamples(samples(500), 's16', true), { frameCount: 500 })
    const { sound, problem } = await inspectRecording(bytes, 'a.wav')
    expect(problem).toBeNull()
    expect(sound).toMatchObject({ container: 'AIFF', bits: 16, faults: [{ kind: 'container-mismatch' }] })
    expect(sound!.levels).toEqual(await slowLevels(bytes))
  })

  it('gives the reason where there is no sound', async () => {
    const text = new TextEncoder().encode('no sound at all')
    expect(await inspectRecording(text, 'a.wav')).toMatchObject({
      sound: null,
      problem: 'The content is no WAV, AIFF, FLAC, MP3 or OGG sound.',
    })
  })
})

describe('a look into files', () => {
  it('goes from larger ones to smaller ones without mixing them up', async () => {
    const folder = temporaryFolder()
    const inspect = createFileInspector()
    for (const [name, count] of [
      ['a.wav', 5000],
      ['b.wav', 50],
    ] as const) {
      writeFileSync(path.join(folder, name), wavFile(packSamples(samples(count), 's16')))
      expect((await inspect(path.join(folder, name))).sound!.seconds).toBeCloseTo(count / 16000, 12)
    }
  })

  it('makes a problem of what cannot be opened', async () => {
    const folder = temporaryFolder()
    mkdirSync(path.join(folder, 'd.wav'))
    const inspect = createFileInspector()
    for (const name of ['missing.wav', 'd.wav']) {
      expect(await inspect(path.join(folder, name))).toMatchObject({
        hash: '',
        sound: null,
        problem: expect.stringMatching(/^The file cannot be opened/) as string,
      })
    }
  })
})
