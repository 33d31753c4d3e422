import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decodeSound, readSoundHeader } from '#main/audio/decode.ts'
import { StudioError } from '#shared/errors.ts'
import { aiffFile, packSamples, wavFile } from '#fixtures/sound-files.ts'
import { flacFile } from '#fixtures/flac-file.ts'
import { MP3_TONE, OPUS_TONE, VORBIS_TONE } from '#fixtures/compressed-tones.ts'

const samples = packSamples([1, -2, 300, -400, 5000, -6000], 's16')
const FILES: [string, Uint8Array][] = [
  ['WAV', wavFile(samples)],
  ['extensible WAV', wavFile(samples, { isExtensible: true })],
  ['AIFF', aiffFile(packSamples([1, 2, 3], 's16', true), { frameCount: 3 })],
  [
    'FLAC',
    flacFile(
      Int16Array.from({ length: 400 }, (_, n) => n * 50),
      16000,
    ),
  ],
  ['MP3', MP3_TONE],
  ['Vorbis', VORBIS_TONE],
  ['Opus', OPUS_TONE],
]

async function staysCalm(bytes: Uint8Array): Promise<void> {
  for (const attempt of [
    () => decodeSound(bytes, 'a.wav'),
    async () => readSoundHeader(bytes.subarray(0, 64), 'a.wav', bytes.length),
  ]) {
    try {
      await attempt()
    } catch (error) {
      expect(error).toBeInstanceOf(StudioError)
      expect(error).toMatchObject({ code: 'unreadable' })
    }
  }
}

describe('hostile bytes', () => {
  // The FLAC decoder also writes its errors there.
  beforeEach(() => void vi.spyOn(console, 'error').mockImplementation(() => {}))
  afterEach(() => void vi.restoreAllMocks())

  it('are refused with a reason when they are any bytes at all', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), staysCalm), { numRuns: 300 })
  })

  for (const [kind, file] of FILES) {
    const runCount = kind.endsWith('WAV') || kind === 'AIFF' ? 500 : 25

    it(`are refused or read when they are a ${kind} file with bytes changed`, async () => {
      const change = fc.tuple(fc.nat(Math.min(file.length, 600) - 1), fc.nat(255))
      await fc.assert(
        fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 6 }), async (changes) => {
          const changed = file.slice()
          for (const [at, value] of changes) changed[at] = value
          await staysCalm(changed)
        }),
        { numRuns: runCount },
      )
    })

    it(`are refused or read when they are a ${kind} file cut short`, async () => {
      await fc.assert(
        fc.asyncProperty(fc.nat(file.length - 1), (length) => staysCalm(file.slice(0, length))),
        { numRuns: Math.min(runCount, 100) },
      )
    })
  }
})
