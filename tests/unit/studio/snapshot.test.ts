import { expect, it } from 'vitest'
import { libraryHandlers } from '#main/studio/library-handlers.ts'
import type { StudioContext } from '#main/studio/studio-context.ts'

it('tells of the library and the jobs as they are when the answer leaves, however long the engines take', async () => {
  let clips = 0
  const jobs: string[] = []
  const library = { info: () => ({ clips }) }
  let tellEngines: (engines: string[]) => void = () => {}
  const context = {
    version: '1',
    openOrNull: () => ({ library }),
    engines: () => new Promise((resolve) => (tellEngines = resolve)),
    jobs: { list: () => [...jobs] },
  } as unknown as StudioContext

  const coming = libraryHandlers(context)['studio.snapshot']({})
  clips = 360
  jobs.push('indexing')
  tellEngines(['wasm'])
  expect(await coming).toEqual({
    version: '1',
    library: { clips: 360 },
    engines: ['wasm'],
    jobs: ['indexing'],
  })
})
