import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeSound, encodeWav, monoOf, readSoundHeader, sliceSeconds } from '#main/audio/decode.ts'
import { chunkFile, formatChunk, packSamples, wavFile, type PcmOptions } from '#fixtures/sound-files.ts'

const INT16 = [0, 16384, -16384, 32767, -32768]
const AS_FLOAT = [0, 0.5, -0.5, 32767 / 32768, -1]
const data16 = packSamples(INT16, 's16')

const samplesOf = async (file: Uint8Array, name = 'a.wav') => [...(await decodeSound(file, name)).channels[0]]

describe('WAV encodings', () => {
  const cases: [string, string, number[], PcmOptions, number[], string][] = [
    ['8 bit unsigned', 'u8', [128, 192, 64, 255, 0], { bits: 8 }, [0, 0.5, -0.5, 127 / 128, -1], 'PCM 8 bit'],
    ['16 bit', 's16', INT16, { bits: 16 }, AS_FLOAT, 'PCM 16 bit'],
    ['24 bit', 's24', [0, 4194304, -4194304, -8388608], { bits: 24 }, [0, 0.5, -0.5, -1], 'PCM 24 bit'],
    ['32 bit', 's32', [0, 1073741824, -2147483648], { bits: 32 }, [0, 0.5, -1], 'PCM 32 bit'],
    ['32 bit float', 'f32', [0, 0.25, -1.5], { bits: 32, tag: 3 }, [0, 0.25, -1.5], 'float 32 bit'],
    ['64 bit float', 'f64', [0, 0.25, -1], { bits: 64, tag: 3 }, [0, 0.25, -1], 'float 64 bit'],
    [
      'A-law',
      'u8',
      [0xd5, 0x55, 0xaa, 0x2a],
      { bits: 8, tag: 6 },
      [8, -8, 32256, -32256].map((x) => x / 32768),
      'A-law',
    ],
    [
      'mu-law',
      'u8',
      [0xff, 0x7f, 0x80, 0x00],
      { bits: 8, tag: 7 },
      [0, 0, 32124, -32124].map((x) => x / 32768),
      'mu-law',
    ],
  ]
  for (const [title, kind, values, options, expected, encoding] of cases) {
    it(`reads ${title}, plain and extensible`, async () => {
      for (const isExtensible of [false, true]) {
        const sound = await decodeSound(
          wavFile(packSamples(values, kind), { ...options, isExtensible }),
          'a.wav',
        )
        sound.channels[0].forEach((value, index) => expect(value).toBeCloseTo(expected[index], 7))
        expect(sound).toMatchObject({ encoding, container: 'WAVE', sampleRateHz: 16000, faults: [] })
      }
    })
  }

  it('separates interleaved channels', async () => {
    const sound = await decodeSound(wavFile(packSamples([1, 2, 3, 4], 's16'), { channelCount: 2 }), 'a.wav')
    expect(sound.frameCount).toBe(2)
    expect(sound.channels.map((channel) => [...channel].map((x) => x * 32768))).toEqual([
      [1, 3],
      [2, 4],
    ])
  })

  it('reads big-endian RIFX', async () => {
    const file = chunkFile('RIFX', 'WAVE', [
      ['fmt ', formatChunk({}, true)],
      ['data', packSamples(INT16, 's16', true)],
    ])
    expect(await samplesOf(file)).toEqual(AS_FLOAT)
  })

  it('names an encoding that it cannot read', async () => {
    await expect(decodeSound(wavFile(data16, { tag: 0x11 }), 'a.wav')).rejects.toMatchObject({
      code: 'unreadable',
      message: 'The WAV encoding IMA ADPCM (0x0011) cannot be read; PCM, float, A-law and mu-law can.',
    })
  })

  it('reads samples that start at an odd byte of the buffer', async () => {
    const shifted = new Uint8Array(100)
    const file = wavFile(data16)
    shifted.set(file, 1)
    expect(await samplesOf(shifted.subarray(1, 1 + file.length))).toEqual(AS_FLOAT)
  })
})

describe('WAV chunks', () => {
  it('takes chunks in any order, with odd sizes and pad bytes', async () => {
    const file = chunkFile('RIFF', 'WAVE', [
      ['LIST', new Uint8Array(5)],
      ['data', data16],
      ['bext', new Uint8Array(7)],
      ['fmt ', formatChunk()],
    ])
    expect(await samplesOf(file)).toEqual(AS_FLOAT)
  })

  it('takes an odd chunk whose pad byte was forgotten', async () => {
    const padded = chunkFile('RIFF', 'WAVE', [
      ['note', new Uint8Array(5).fill(65)],
      ['fmt ', formatChunk()],
      ['data', data16],
    ])
    const file = new Uint8Array(padded.length - 1)
    file.set(padded.subarray(0, 25))
    file.set(padded.subarray(26), 25)
    expect(await samplesOf(file)).toEqual(AS_FLOAT)
  })

  for (const size of [0, 0xffffffff]) {
    it(`reads to the end when the data size is ${size}, and says so`, async () => {
      const file = wavFile(data16)
      new DataView(file.buffer).setUint32(40, size, true)
      const sound = await decodeSound(file, 'a.wav')
      expect([...sound.channels[0]]).toEqual(AS_FLOAT)
      expect(sound.faults.map((fault) => fault.kind)).toEqual(['size-mismatch'])
    })
  }

  it('reads what is there when the data size is beyond the end, and says so', async () => {
    const file = wavFile(data16)
    new DataView(file.buffer).setUint32(40, 1000, true)
    const sound = await decodeSound(file, 'a.wav')
    expect([...sound.channels[0]]).toEqual(AS_FLOAT)
    expect(sound.faults).toEqual([
      { kind: 'truncated', evidence: 'The data chunk says 1000 bytes, the file ends after 10 of them.' },
    ])
  })

  it('ignores a wrong size of the whole and a half frame at the end', async () => {
    const file = wavFile(new Uint8Array([...data16, 7]))
    new DataView(file.buffer).setUint32(4, 3, true)
    expect(await samplesOf(file)).toEqual(AS_FLOAT)
  })

  it('refuses files without format, without data, without samples, without bytes', async () => {
    const reasons: [Uint8Array, RegExp][] = [
      [chunkFile('RIFF', 'WAVE', [['data', data16]]), /no fmt chunk/],
      [chunkFile('RIFF', 'WAVE', [['fmt ', formatChunk()]]), /no data chunk/],
      [wavFile(new Uint8Array(0)), /no samples/],
      [new Uint8Array(0), /empty \(0 bytes\)/],
      [new TextEncoder().encode('<!DOCTYPE html><html>'), /no WAV, AIFF, FLAC, MP3 or OGG/],
      [wavFile(data16, { sampleRateHz: 0 }), /sample rate of 0 Hz/],
      [wavFile(data16, { channelCount: 0 }), /0 channels/],
      [wavFile(data16, { bits: 0 }), /0 bits/],
      [wavFile(data16).subarray(0, 20), /fmt chunk/],
    ]
    for (const [file, reason] of reasons) {
      await expect(decodeSound(file, 'a.wav')).rejects.toMatchObject({ code: 'unreadable', message: reason })
    }
  })

  it('reads samples that are no numbers as 0, and says so', async () => {
    const sound = await decodeSound(
      wavFile(packSamples([0.5, NaN, Infinity], 'f32'), { bits: 32, tag: 3 }),
      'a.wav',
    )
    expect([...sound.channels[0]]).toEqual([0.5, 0, 0])
    expect(sound.faults.map((fault) => fault.kind)).toEqual(['not-finite'])
  })
})

describe('readSoundHeader', () => {
  it('tells length and place of the samples from the first bytes and the size', () => {
    const file = wavFile(data16, { sampleRateHz: 48000 })
    expect(readSoundHeader(file.subarray(0, 44), 'a.wav', file.length)).toEqual({
      sampleRateHz: 48000,
      channelCount: 1,
      bits: 16,
      frameCount: 5,
      container: 'WAVE',
      encoding: 'PCM 16 bit',
      dataOffset: 44,
      faults: [],
    })
  })

  it('gives null when the format lies beyond the bytes it was given', () => {
    const file = chunkFile('RIFF', 'WAVE', [
      ['data', data16],
      ['fmt ', formatChunk()],
    ])
    expect(readSoundHeader(file.subarray(0, 24), 'a.wav', file.length)).toBeNull()
  })

  it('gives null for a compressed file', () => {
    expect(readSoundHeader(new TextEncoder().encode('fLaC....'), 'a.flac', 8)).toBeNull()
  })
})

describe('monoOf and sliceSeconds', () => {
  const sound = { channels: [Float32Array.of(1, 0, 0.5), Float32Array.of(0, 0, 0.25)], frameCount: 3 }

  it('averages the channels', () => {
    expect([...monoOf(sound)]).toEqual([0.5, 0, 0.375])
    expect(sound.channels[0][0]).toBe(1)
  })

  it('rounds bounds down and cuts them to what there is', async () => {
    const decoded = await decodeSound(wavFile(data16, { sampleRateHz: 10 }), 'a.wav')
    expect(sliceSeconds(decoded, 0.19, 0.39).frameCount).toBe(2)
    expect([...sliceSeconds(decoded, 0.19, 0.39).channels[0]]).toEqual(AS_FLOAT.slice(1, 3))
    expect(sliceSeconds(decoded, 0.3, 99).frameCount).toBe(2)
    expect(sliceSeconds(decoded, 99, 100).frameCount).toBe(0)
    expect(sliceSeconds(decoded, null, null)).toBe(decoded)
  })
})

describe('encodeWav', () => {
  const channelsOf = (bits: 16 | 'float32') =>
    fc
      .tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 50 }))
      .chain(([channelCount, frameCount]) =>
        fc.array(
          fc.array(
            bits === 16
              ? fc.integer({ min: -32768, max: 32767 })
              : fc.float({ noNaN: true, noDefaultInfinity: true }),
            {
              minLength: frameCount,
              maxLength: frameCount,
            },
          ),
          { minLength: channelCount, maxLength: channelCount },
        ),
      )

  it('writes what decoding gives back, bit by bit', async () => {
    for (const bits of [16, 'float32'] as const) {
      await fc.assert(
        fc.asyncProperty(channelsOf(bits), async (rows) => {
          const channels = rows.map((row) =>
            Float32Array.from(row, (value) => (bits === 16 ? value / 32768 : value)),
          )
          const sound = await decodeSound(encodeWav(channels, 22050, { bits }), 'a.wav')
          expect(sound.channels).toEqual(channels)
          expect(sound).toMatchObject({ sampleRateHz: 22050, faults: [] })
        }),
        { numRuns: 50 },
      )
    }
  })

  it('clips what 16 bit cannot hold', async () => {
    expect(await samplesOf(encodeWav(Float32Array.of(1.5, -1.5), 8000, { bits: 16 }))).toEqual([
      32767 / 32768,
      -1,
    ])
  })
})
