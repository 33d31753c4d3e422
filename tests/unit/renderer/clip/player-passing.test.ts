import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import { usePlayerStore } from '#renderer/stores/player.ts'
import { provideSession } from '#renderer/stores/session.ts'

let studio: FakeStudio
let asked: string[]

beforeEach(() => {
  setActivePinia(createPinia())
  studio = createFakeStudio(20)
  provideSession({
    client: connect(() => studio.openWire()),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  asked = []
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url)
    return new Promise(() => {}) // nothing is heard here
  })
})
afterEach(() => vi.unstubAllGlobals())

it('fetches of clips that are passed over only the first and the one that is stopped at', async () => {
  const player = usePlayerStore()
  for (const row of studio.rows.slice(0, 6)) void player.load(row)
  expect(player.clip?.id).toBe(6)
  await expect.poll(() => asked).toEqual(['media/clips/1.wav', 'media/clips/6.wav'])
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(asked).toHaveLength(2)
})
