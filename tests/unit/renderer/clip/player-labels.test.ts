import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import { usePlayerStore } from '#renderer/stores/player.ts'
import { provideSession, useSession } from '#renderer/stores/session.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'

let studio: FakeStudio

beforeEach(async () => {
  setActivePinia(createPinia())
  studio = createFakeStudio(20)
  provideSession({
    client: connect(() => studio.openWire()),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  vi.stubGlobal('fetch', () => new Promise(() => {})) // nothing is heard here
  await useStudioStore().start()
})
afterEach(() => vi.unstubAllGlobals())

it('shows the newest label of the clip that is heard, whoever gave it and whatever list is shown', async () => {
  const player = usePlayerStore()
  player.listen()
  void player.load({ ...studio.rows[4] })
  const clipIds = [studio.rows[4].id]
  await useSession().client.call('labels.set', { clipIds, label: 'calm', note: null, rater: 'Ann' })
  await expect.poll(() => player.clip?.label).toBe('calm')
})
