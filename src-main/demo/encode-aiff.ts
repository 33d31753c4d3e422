/**
 * Mono samples as an AIFF file of 16 bits (Apple, Audio Interchange File Format 1.3).
 * @param samples −1…1
 * @param sampleRateHz an integer below 65,536
 */
export function encodeAiff(samples: Float32Array, sampleRateHz: number): Buffer {
  const dataBytes = samples.length * 2
  const file = Buffer.alloc(54 + dataBytes)
  file.write('FORM', 0, 'latin1')
  file.writeUInt32BE(46 + dataBytes, 4)
  file.write('AIFFCOMM', 8, 'latin1')
  file.writeUInt32BE(18, 16)
  file.writeUInt16BE(1, 20)
  file.writeUInt32BE(samples.length, 22)
  file.writeUInt16BE(16, 26)
  // 80-bit float: exponent biased by 16383, then the mantissa with its leading one
  const exponent = Math.floor(Math.log2(sampleRateHz))
  file.writeUInt16BE(16383 + exponent, 28)
  file.writeUInt32BE(sampleRateHz * 2 ** (31 - exponent), 30)
  file.write('SSND', 38, 'latin1')
  file.writeUInt32BE(8 + dataBytes, 42)
  samples.forEach((sample, index) => {
    const level = Math.round(Math.min(1, Math.max(-1, sample)) * 32767)
    file.writeInt16BE(level, 54 + index * 2)
  })
  return file
}
