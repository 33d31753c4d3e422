/** One second of a tone, 16 bit, 16 kHz. */
export function toneWav(hz = 200): Buffer {
  const rate = 16_000
  const wav = Buffer.alloc(44 + 2 * rate)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(36 + 2 * rate, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(rate, 24)
  wav.writeUInt32LE(2 * rate, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(2 * rate, 40)
  for (let index = 0; index < rate; index++) {
    wav.writeInt16LE(Math.round(9000 * Math.sin((2 * Math.PI * hz * index) / rate)), 44 + 2 * index)
  }
  return wav
}
