import type { AuditLevels } from '#main/audit/audit-clip.ts'

const FULL_SCALE = 32768
const CLIPPED = 32767
/** So many 16-bit values can be added up as 32-bit integers. */
const BLOCK_FRAMES = 32768

/**
 * The levels of one channel of 16-bit samples, as measureLevels gives them for the same samples divided by 32768: an
 * index of a corpus spends its time in hashing, not here.
 * @param samples interleaved, [frameCount × channelCount]
 */
export function measureInt16(samples: Int16Array, channelIndex: number, channelCount: number): AuditLevels {
  const count = samples.length
  const frameCount = count / channelCount
  let lowest = 0
  let highest = 0
  let sum = 0
  let evenSquares = 0
  let oddSquares = 0
  let index = channelIndex
  while (index < count) {
    const blockEnd = Math.min(count, index + BLOCK_FRAMES * channelCount)
    let blockSum = 0
    for (; index + channelCount < blockEnd; index += 2 * channelCount) {
      const even = samples[index]
      const odd = samples[index + channelCount]
      blockSum = (blockSum + even + odd) | 0
      evenSquares += even * even
      oddSquares += odd * odd
      if (even > highest) highest = even
      else if (even < lowest) lowest = even
      if (odd > highest) highest = odd
      else if (odd < lowest) lowest = odd
    }
    for (; index < blockEnd; index += channelCount) {
      const value = samples[index]
      blockSum = (blockSum + value) | 0
      evenSquares += value * value
      if (value > highest) highest = value
      else if (value < lowest) lowest = value
    }
    sum += blockSum
  }

  let clippedSamples = 0
  if (highest >= CLIPPED || lowest <= -CLIPPED) {
    for (index = channelIndex; index < count; index += channelCount) {
      if (samples[index] >= CLIPPED || samples[index] <= -CLIPPED) clippedSamples++
    }
  }
  const isSilent = highest === 0 && lowest === 0
  return {
    peak: Math.max(highest, -lowest) / FULL_SCALE,
    rms: frameCount === 0 ? 0 : Math.sqrt((evenSquares + oddSquares) / frameCount) / FULL_SCALE,
    dcOffset: frameCount === 0 ? 0 : sum / frameCount / FULL_SCALE,
    clippedSamples,
    leadingZeroSamples: isSilent ? frameCount : countZeros(samples, channelIndex, channelCount),
    trailingZeroSamples: isSilent
      ? frameCount
      : countZeros(samples, count - channelCount + channelIndex, -channelCount),
    isSilent,
  }
}

function countZeros(samples: Int16Array, from: number, step: number): number {
  let zeroCount = 0
  for (let index = from; samples[index] === 0; index += step) zeroCount++
  return zeroCount
}
