import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { fakePredictions, fakeRun } from '#fixtures/fake-run.ts'
import { createFakeRuns, type FakeRuns } from '#fixtures/fake-runs.ts'
import type { CallName } from '#shared/contract/contract.ts'
import type { RunId } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { surestFirst, useCompareStore } from '#renderer/stores/compare.ts'
import { usePredictStore } from '#renderer/stores/predict.ts'
import { provideSession } from '#renderer/stores/session.ts'

const MIXED = 'mixed-1' as RunId
const FEMALE = 'female-1' as RunId
const CELL = { runId: MIXED, truth: 'sad', predicted: 'neutral', sex: null }

function provide(client: Pick<FakeRuns, 'call' | 'on'>): void {
  const host = {
    canPickFolder: false,
    pickFolder: () => Promise.resolve(null),
    mediaUrl: (path: string) => path,
  }
  provideSession({ client, host } as Parameters<typeof provideSession>[0])
}

describe('the comparison', () => {
  let fake: FakeRuns
  let store: ReturnType<typeof useCompareStore>
  beforeEach(() => {
    setActivePinia(createPinia())
    fake = createFakeRuns([fakeRun(MIXED), fakeRun(FEMALE, { population: 'female' })])
    provide(fake)
    store = useCompareStore()
  })

  it('has the runs in the order asked for, with names that keep them apart', async () => {
    await store.compare([FEMALE, MIXED])
    expect(store.names).toEqual(['female', 'mixed'])
    expect(store.comparison?.differences.map((difference) => difference.name)).toEqual(['population'])
  })

  it('lists the clips of a cell, the surest first', async () => {
    await store.compare([MIXED, FEMALE])
    await store.open(CELL)
    const tops = store.cellClips.map((clip) => Math.max(...clip.probabilities))
    expect(tops).toHaveLength(12)
    expect(tops).toEqual([...tops].sort((first, second) => second - first))
    store.closeCell()
    expect(store.openCell).toBeNull()
    expect(store.cellClips).toEqual([])
  })

  it('keeps only the answer to the newest question', async () => {
    const answers: (() => void)[] = []
    provide({
      ...fake,
      call: (async (name: CallName, input: never) => {
        const answer = await fake.call(name, input)
        await new Promise<void>((resolve) => answers.push(resolve))
        return answer
      }) as FakeRuns['call'],
    })
    const slow = store.compare([MIXED])
    const quick = store.compare([FEMALE])
    await expect.poll(() => answers.length).toBe(2)
    answers[1]()
    await quick
    answers[0]()
    await slow
    expect(store.names).toEqual(['female'])
    expect(store.isLoading).toBe(false)
  })

  it('says what failed and shows nothing old', async () => {
    await store.compare([MIXED])
    await store.compare(['gone-1' as RunId])
    expect(store.error).toBeInstanceOf(StudioError)
    expect(store.comparison).toBeNull()
    await store.compare([])
    expect(store.error).toBeNull()
  })

  it('does not change the predictions it sorts', () => {
    const predictions = fakePredictions('sad', 'neutral', 5)
    const before = [...predictions]
    surestFirst(predictions)
    expect(predictions).toEqual(before)
  })
})

describe('predictions', () => {
  beforeEach(() => setActivePinia(createPinia()))

  it('of files keep their problems beside them', async () => {
    provide(createFakeRuns([fakeRun(MIXED)]))
    const store = usePredictStore()
    await store.predict(MIXED, { files: ['/a.wav', '/b.txt'] })
    expect(store.lines.map(({ name, label, problem }) => [name, label, problem])).toEqual([
      ['/a.wav', 'happy', null],
      ['/b.txt', null, 'no sound that can be read'],
    ])
  })

  it('that fail leave the earlier ones and say why', async () => {
    const fake = createFakeRuns([fakeRun(MIXED)])
    provide(fake)
    const store = usePredictStore()
    await store.predict(MIXED, { files: ['/a.wav'] })
    await store.predict(MIXED, { filter: {}, sort: { by: 'id', descending: false } })
    expect(store.error).toMatchObject({ code: 'unavailable' })
    expect(store.isBusy).toBe(false)
    expect(store.lines).toHaveLength(1)
  })

  it('that failed can be asked for once more as they were', async () => {
    const fake = createFakeRuns([fakeRun(MIXED)])
    let isDown = true
    provide({
      ...fake,
      call: ((...asked: Parameters<FakeRuns['call']>) =>
        isDown
          ? Promise.reject(new StudioError('unavailable', 'gone'))
          : fake.call(...asked)) as FakeRuns['call'],
    })
    const store = usePredictStore()
    await store.predictAgain()
    expect(store.error, 'nothing was asked for yet').toBeNull()
    await store.predict(MIXED, { files: ['/a.wav'] })
    expect(store.error).toMatchObject({ code: 'unavailable' })
    isDown = false
    await store.predictAgain()
    expect([store.error, store.lines.map((line) => line.name)]).toEqual([null, ['/a.wav']])
  })
})
