import { beforeAll, describe, expect, it } from 'vitest'
import type { EngineName } from '#shared/domain/run.ts'
import { runEagerly } from '#main/training/engines/compiled-step.ts'
import { openEngine } from '#main/training/engines/open-engine.ts'
import { layerSettings } from '#main/training/network/architecture.ts'
import { ENGINES, skippedWith } from '#fixtures/engines.ts'
import { learn, optimizers, stacks, type Outcome } from './offered-stacks.ts'

/** How far a number may be from that of tfjs, whose operations run one by one. */
const TOLERANCE = 1e-5
const cases = Object.keys(stacks).flatMap((stack) =>
  Object.keys(optimizers).map((optimizer) => ({ stack, optimizer })),
)
const keyOf = ({ stack, optimizer }: (typeof cases)[number]) => `${stack} / ${optimizer}`

async function learnAll(name: EngineName, isEager: boolean): Promise<Map<string, Outcome>> {
  const engine = await openEngine(name)
  const outcomes = new Map<string, Outcome>()
  try {
    for (const one of cases) {
      const on = isEager ? { ...engine, compileStep: runEagerly } : engine
      outcomes.set(keyOf(one), await learn(on, stacks[one.stack], optimizers[one.optimizer]))
    }
    return outcomes
  } finally {
    engine.dispose()
  }
}

function expectSame(outcome: Outcome, reference: Outcome): void {
  expect(outcome.predicted).toEqual(reference.predicted)
  outcome.losses.forEach((loss, step) =>
    expect(Math.abs(loss - reference.losses[step])).toBeLessThan(TOLERANCE),
  )
  outcome.vectors.forEach((vector, index) => {
    const differences = vector.map((value, at) => Math.abs(value - reference.vectors[index][at]))
    expect(Math.max(...differences)).toBeLessThan(TOLERANCE)
  })
}

it('tries every layer and activation that an architecture can have', () => {
  const tried = Object.values(stacks).flat()
  const types = layerSettings.options.map((option) => option.shape.type.value)
  expect(new Set(tried.map(({ type }) => type))).toEqual(new Set(types))
  const activations = layerSettings.options.flatMap(({ shape }) =>
    'activation' in shape ? shape.activation.options : [],
  )
  expect(tried.flatMap((layer) => ('activation' in layer ? [layer.activation] : []))).toEqual(
    expect.arrayContaining(activations),
  )
})

const { missing } = ENGINES.find(({ name }) => name === 'tensorflow')!
describe.skipIf(missing !== null)(`a recorded step${skippedWith(missing)}`, () => {
  let recorded: Map<string, Outcome>
  let oneByOne: Map<string, Outcome>
  let reference: Map<string, Outcome>
  beforeAll(async () => {
    recorded = await learnAll('tensorflow', false)
    oneByOne = await learnAll('tensorflow', true)
    reference = await learnAll('wasm', true)
  }, 300_000)

  it.each(cases)(
    'of $stack learns with $optimizer what single operations of TensorFlow and of wasm learn',
    (one) => {
      expectSame(recorded.get(keyOf(one))!, oneByOne.get(keyOf(one))!)
      expectSame(recorded.get(keyOf(one))!, reference.get(keyOf(one))!)
    },
  )
})

const webgpu = ENGINES.find(({ name }) => name === 'webgpu')!
describe.skipIf(webgpu.missing !== null)(`webgpu${skippedWith(webgpu.missing)}`, () => {
  let found: Map<string, Outcome>
  let reference: Map<string, Outcome>
  beforeAll(async () => {
    found = await learnAll('webgpu', false)
    reference = await learnAll('wasm', true)
  }, 600_000)

  it.each(cases)('learns of $stack with $optimizer what wasm learns', (one) => {
    expectSame(found.get(keyOf(one))!, reference.get(keyOf(one))!)
  })
})
