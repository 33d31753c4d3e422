export interface PitchPathSettings {
  binCount: number
  binsPerSemitone: number
  hopSeconds: number
}

/** Octaves a second that a voice moves at most. */
const FASTEST_OCTAVES_PER_SECOND = 35.92
const SWITCH_PROBABILITY = 0.01
const LOG_STAY = Math.log(1 - SWITCH_PROBABILITY)
const LOG_SWITCH = Math.log(SWITCH_PROBABILITY)
/** Stands for a probability of 0. */
const LOG_NOTHING = Math.log(Number.MIN_VALUE)

/**
 * The likeliest path through pitch bins, voiced and unvoiced (Viterbi), as the hidden Markov model of librosa.pyin:
 * pitch moves by a triangular distribution, voicing stays with 99 %.
 * @param observed [frameCount × binCount] probability of each bin @param voiced [frameCount] their sums
 * @returns [frameCount] the bin; −1 where the frame is unvoiced
 */
export function decodePitch(
  observed: Float64Array,
  voiced: Float64Array,
  { binCount, binsPerSemitone, hopSeconds }: PitchPathSettings,
): Int32Array {
  const frameCount = voiced.length
  const stateCount = 2 * binCount
  const half = (Math.round(FASTEST_OCTAVES_PER_SECOND * 12 * hopSeconds) * binsPerSemitone) >> 1
  const logSteps = Float64Array.from({ length: half + 1 }, (_, step) => Math.log(1 - step / (half + 1)))
  const logRowSums = logSumsOfRows(binCount, half)
  let scores = new Float64Array(stateCount).fill(-Math.log(stateCount))
  let next = new Float64Array(stateCount)
  const from = new Uint16Array(frameCount * stateCount)
  addObserved(scores, observed, voiced, 0, binCount)

  const best = new Float64Array(binCount)
  const bestState = new Uint16Array(binCount)
  for (let frame = 1; frame < frameCount; frame++) {
    for (const target of [0, 1]) {
      // the better of both voicings first: how far the pitch moves does not depend on it
      for (let bin = 0; bin < binCount; bin++) {
        const whenVoiced = scores[bin] + (target === 0 ? LOG_STAY : LOG_SWITCH)
        const whenUnvoiced = scores[binCount + bin] + (target === 0 ? LOG_SWITCH : LOG_STAY)
        best[bin] = Math.max(whenVoiced, whenUnvoiced) - logRowSums[bin]
        bestState[bin] = whenVoiced >= whenUnvoiced ? bin : binCount + bin
      }
      const base = frame * stateCount + target * binCount
      for (let bin = 0; bin < binCount; bin++) {
        let most = -Infinity
        let mostAt = bin
        const last = Math.min(binCount - 1, bin + half)
        for (let source = Math.max(0, bin - half); source <= last; source++) {
          const score = best[source] + logSteps[source < bin ? bin - source : source - bin]
          if (score > most) {
            most = score
            mostAt = source
          }
        }
        next[target * binCount + bin] = most
        from[base + bin] = bestState[mostAt]
      }
    }
    ;[scores, next] = [next, scores]
    addObserved(scores, observed, voiced, frame, binCount)
  }
  return walkBack(scores, from, frameCount, binCount)
}

/** Log of the sum of each row of the transitions, cut off at the ends. [binCount] */
function logSumsOfRows(binCount: number, half: number): Float64Array {
  return Float64Array.from({ length: binCount }, (_, bin) => {
    let sum = 0
    for (let target = Math.max(0, bin - half); target <= Math.min(binCount - 1, bin + half); target++)
      sum += 1 - Math.abs(target - bin) / (half + 1)
    return Math.log(sum)
  })
}

function addObserved(
  scores: Float64Array,
  observed: Float64Array,
  voiced: Float64Array,
  frame: number,
  binCount: number,
): void {
  const unvoiced = (1 - voiced[frame]) / binCount
  const logUnvoiced = unvoiced > 0 ? Math.log(unvoiced) : LOG_NOTHING
  for (let bin = 0; bin < binCount; bin++) {
    const probability = observed[frame * binCount + bin]
    scores[bin] += probability > 0 ? Math.log(probability) : LOG_NOTHING
    scores[binCount + bin] += logUnvoiced
  }
}

function walkBack(scores: Float64Array, from: Uint16Array, frameCount: number, binCount: number): Int32Array {
  const path = new Int32Array(frameCount)
  let state = 0
  for (let at = 1; at < scores.length; at++) if (scores[at] > scores[state]) state = at
  for (let frame = frameCount - 1; frame >= 0; frame--) {
    path[frame] = state < binCount ? state : -1
    state = from[frame * 2 * binCount + state]
  }
  return path
}
