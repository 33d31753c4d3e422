import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fakeRun } from '#fixtures/fake-run.ts'
import type { ImportedModel } from '#shared/domain/model.ts'
import type { RunId } from '#shared/domain/run.ts'
import { useModelsStore } from '#renderer/stores/models.ts'
import { provideSession } from '#renderer/stores/session.ts'
import { choosePredictor, predictorsOf } from '#renderer/views/predict/predictors.ts'

const model = (id: string): ImportedModel => ({
  modelId: id as RunId,
  name: 'theirs',
  labels: ['angry', 'sad'],
  featureSet: 'mfcc58-x1',
  parameterCount: 12_345,
  importedAt: '2026-01-05T10:00:00.000Z',
  remarks: [],
})

describe('models from elsewhere', () => {
  const asked: unknown[] = []
  const listeners = new Map<string, (data: unknown) => void>()
  beforeEach(() => {
    asked.length = 0
    setActivePinia(createPinia())
    const client = {
      call(name: string, input: unknown) {
        asked.push([name, input])
        return Promise.resolve(name === 'models.list' ? [model('imported-1')] : model('imported-2'))
      },
      on(name: string, listener: (data: unknown) => void) {
        listeners.set(name, listener)
        return () => {}
      },
    }
    const host = {
      canPickFolder: false,
      pickFolder: () => Promise.resolve(null),
      mediaUrl: (path: string) => `http://studio/${path}`,
    }
    provideSession({ client, host } as unknown as Parameters<typeof provideSession>[0])
  })
  afterEach(() => vi.unstubAllGlobals())

  it('are listed, and kept up by events', async () => {
    const store = useModelsStore()
    await store.start()
    await store.start()
    expect(store.models).toEqual([model('imported-1')])
    listeners.get('models.changed')?.([])
    expect(store.models).toEqual([])
  })

  it('are imported with the labels that were typed, or those of the file where none were', async () => {
    const store = useModelsStore()
    await store.importFile(' /a.keras ', ' angry, sad ,')
    await store.importFile('/a.keras', ' ')
    expect(asked).toEqual([
      ['models.import', { file: '/a.keras', labels: ['angry', 'sad'] }],
      ['models.import', { file: '/a.keras', labels: null }],
    ])
  })

  it('leave by their address; what the studio says against it is told', async () => {
    const store = useModelsStore()
    vi.stubGlobal('fetch', (url: string) =>
      Promise.resolve(
        url === 'http://studio/media/models/mixed-1.keras'
          ? new Response('bytes')
          : new Response('There is no run mixed-2.', { status: 404 }),
      ),
    )
    expect(await (await store.kerasFile('mixed-1' as RunId)).text()).toBe('bytes')
    await expect(store.kerasFile('mixed-2' as RunId)).rejects.toThrow('There is no run mixed-2.')
  })
})

describe('what can be asked to predict', () => {
  const predictors = predictorsOf([fakeRun('mixed-1')], [model('imported-1')])

  it('are runs, then imported models, with what is known of each', () => {
    expect(predictors.map((one) => one.id)).toEqual(['mixed-1', 'imported-1'])
    expect(predictors[0].known).toBe('Test UAR 62.0 %, angry, happy, neutral, sad.')
    expect(predictors[1].known).toContain('12,345 parameters, angry, sad. How well it hears')
  })

  it('is the one in the address, else the first, else none', () => {
    expect(choosePredictor(predictors, 'imported-1')?.title).toContain('theirs')
    expect(choosePredictor(predictors, 'gone')?.id).toBe('mixed-1')
    expect(choosePredictor([], undefined)).toBeNull()
  })
})
