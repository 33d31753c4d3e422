import { describe, expect, it } from 'vitest'
import { decodeSound, readSoundHeader } from '#main/audio/decode.ts'
import { aiffFile, packSamples } from '#fixtures/sound-files.ts'

const INT16 = [0, 16384, -16384, -32768]
const AS_FLOAT = [0, 0.5, -0.5, -1]

describe('AIFF', () => {
  it('reads big-endian samples and the 80-bit rate', async () => {
    const file = aiffFile(packSamples(INT16, 's16', true), { frameCount: 4, sampleRateHz: 24414 })
    const sound = await decodeSound(file, 'a.aiff')
    expect([...sound.channels[0]]).toEqual(AS_FLOAT)
    expect(sound).toMatchObject({
      container: 'AIFF',
      encoding: 'PCM 16 bit',
      sampleRateHz: 24414,
      bits: 16,
      faults: [],
    })
  })

  it('is read under the name .wav, and the name is a fault', async () => {
    const file = aiffFile(packSamples(INT16, 's16', true), { frameCount: 4 })
    const fault = { kind: 'container-mismatch', evidence: 'The name promises WAVE, the content is AIFF.' }
    expect((await decodeSound(file, 'a.WAV')).faults).toEqual([fault])
    expect(readSoundHeader(file, 'a.wav', file.length)).toMatchObject({
      container: 'AIFF',
      dataOffset: 54,
      faults: [fault],
    })
  })

  it('reads the AIFF-C encodings', async () => {
    const cases: [string, Uint8Array, number, number[]][] = [
      ['NONE', packSamples(INT16, 's16', true), 16, AS_FLOAT],
      ['sowt', packSamples(INT16, 's16'), 16, AS_FLOAT],
      ['in24', packSamples([4194304, -8388608], 's24', true), 24, [0.5, -1]],
      ['raw ', packSamples([128, 192], 'u8'), 8, [0, 0.5]],
      ['fl32', packSamples([0.25, -1], 'f32', true), 32, [0.25, -1]],
      ['FL64', packSamples([0.25, -1], 'f64', true), 64, [0.25, -1]],
      ['ulaw', Uint8Array.of(0xff), 8, [0]],
      ['alaw', Uint8Array.of(0xd5), 8, [8 / 32768]],
    ]
    for (const [compression, data, bits, expected] of cases) {
      const file = aiffFile(data, { frameCount: expected.length, bits, compression })
      expect([...(await decodeSound(file, 'a.aifc')).channels[0]]).toEqual(expected)
    }
  })

  it('reads signed 8 bit', async () => {
    const file = aiffFile(packSamples([64, -128], 's8'), { frameCount: 2, bits: 8 })
    expect([...(await decodeSound(file, 'a.aif')).channels[0]]).toEqual([0.5, -1])
  })

  it('says when the header counts more samples than the file holds', async () => {
    const sound = await decodeSound(aiffFile(packSamples(INT16, 's16', true), { frameCount: 9 }), 'a.aiff')
    expect(sound.frameCount).toBe(4)
    expect(sound.faults).toEqual([
      { kind: 'truncated', evidence: 'The header says 9 samples a channel, the file holds 4.' },
    ])
  })

  it('names an encoding that it cannot read', async () => {
    const file = aiffFile(new Uint8Array(8), { frameCount: 4, compression: 'ima4' })
    await expect(decodeSound(file, 'a.aifc')).rejects.toMatchObject({ code: 'unreadable', message: /"ima4"/ })
  })
})
