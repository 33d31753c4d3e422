/** Value of a function at a place; writes its slope there, [size]. */
export type ValueAndSlope = (place: Float64Array, slope: Float64Array) => number

export interface MinimiseSettings {
  mostIterations: number
  /** Ends where no slope is steeper, relative to the size of the value. */
  tolerance?: number
}

/** Steps that are remembered for the curvature. */
const MEMORY = 10
/** Armijo: share of the promised fall that a step must bring. */
const LEAST_FALL = 1e-4
const MOST_HALVINGS = 40

/**
 * The lowest place of a smooth convex function, by L-BFGS with two-loop recursion (Nocedal and Wright, Numerical
 * Optimization, algorithm 7.4) and halving of the step until the value falls enough.
 * @param start is not changed
 */
export function minimise(
  valueAndSlope: ValueAndSlope,
  start: Float64Array,
  { mostIterations, tolerance = 1e-6 }: MinimiseSettings,
): Float64Array {
  let place = start.slice()
  let slope = new Float64Array(place.length)
  let value = valueAndSlope(place, slope)
  const steps: Float64Array[] = []
  const turns: Float64Array[] = []
  for (let iteration = 0; iteration < mostIterations; iteration++) {
    if (steepest(slope) <= tolerance * Math.max(1, Math.abs(value))) break
    const direction = directionOf(slope, steps, turns)
    const promised = dot(direction, slope)
    let length = steps.length === 0 ? Math.min(1, 1 / steepest(slope)) : 1
    let next = place
    let nextSlope = slope
    let nextValue = value
    let halvings = 0
    for (; halvings < MOST_HALVINGS; halvings++, length /= 2) {
      next = place.map((at, index) => at + length * direction[index])
      nextSlope = new Float64Array(place.length)
      nextValue = valueAndSlope(next, nextSlope)
      if (nextValue <= value + LEAST_FALL * length * promised) break
    }
    if (halvings === MOST_HALVINGS) break
    const step = next.map((at, index) => at - place[index])
    const turn = nextSlope.map((at, index) => at - slope[index])
    if (dot(step, turn) > 0) {
      steps.push(step)
      turns.push(turn)
      if (steps.length > MEMORY) {
        steps.shift()
        turns.shift()
      }
    }
    place = next
    slope = nextSlope
    value = nextValue
  }
  return place
}

function directionOf(
  slope: Float64Array,
  steps: readonly Float64Array[],
  turns: readonly Float64Array[],
): Float64Array {
  const direction = slope.map((value) => -value)
  const shares = new Array<number>(steps.length)
  for (let index = steps.length - 1; index >= 0; index--) {
    shares[index] = dot(steps[index], direction) / dot(steps[index], turns[index])
    addTo(direction, turns[index], -shares[index])
  }
  const last = steps.length - 1
  if (last >= 0) {
    const scale = dot(steps[last], turns[last]) / dot(turns[last], turns[last])
    for (let index = 0; index < direction.length; index++) direction[index] *= scale
  }
  for (let index = 0; index < steps.length; index++) {
    const share = dot(turns[index], direction) / dot(steps[index], turns[index])
    addTo(direction, steps[index], shares[index] - share)
  }
  return direction
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0
  for (let index = 0; index < one.length; index++) sum += one[index] * other[index]
  return sum
}

function addTo(target: Float64Array, values: Float64Array, factor: number): void {
  for (let index = 0; index < target.length; index++) target[index] += factor * values[index]
}

function steepest(slope: Float64Array): number {
  let most = 0
  for (let index = 0; index < slope.length; index++) most = Math.max(most, Math.abs(slope[index]))
  return most
}
