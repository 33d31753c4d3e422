import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { connect } from '#shared/contract/connect.ts'
import { provideSession } from '#renderer/stores/session.ts'
import { useViewsStore } from '#renderer/stores/views.ts'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'

let studio: FakeStudio

beforeEach(() => {
  studio = createFakeStudio(10)
  const client = connect(() => studio.openWire())
  provideSession({
    client,
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  setActivePinia(createPinia())
})

it('lists what is saved here or in another window, under the address that opens it', async () => {
  const views = useViewsStore()
  await views.load()
  await views.save('Sad', { labels: ['sad'] }, { by: 'name', descending: false })
  expect(views.views.map((view) => view.name)).toEqual(['Sad'])
  expect(views.addressOf(views.views[0])).toEqual({
    path: '/library',
    query: { label: ['sad'], sort: 'name' },
  })
  await views.rename(views.views[0].id, 'Sad ones')
  expect(views.views[0].name).toBe('Sad ones')
  await views.remove(views.views[0].id)
  expect(views.views).toEqual([])
})
