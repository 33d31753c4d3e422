import { beforeEach, describe, expect, it, vi } from 'vitest'
import { createApp, effectScope, type EffectScope } from 'vue'
import { createMemoryHistory, createRouter, type Router } from 'vue-router'
import { useAddressNote } from '#renderer/use-address-note.ts'

const screen = { render: () => null }
let router: Router
let scope: EffectScope
let clip: string
let note: () => void
/** Ends the loading of the screen that comes slowly. */
let load: () => void

beforeEach(async () => {
  clip = '1'
  router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/here', component: screen },
      { path: '/there', component: () => new Promise((resolve) => (load = () => resolve(screen))) },
    ],
  })
  await router.push('/here?clip=1')
  const app = createApp(screen)
  app.use(router)
  scope = effectScope()
  note = app.runWithContext(() => scope.run(() => useAddressNote(queryNow)))!
})

function queryNow() {
  const { path, query } = router.currentRoute.value
  return path !== '/here' || query.clip === clip ? null : { clip }
}
const address = () => router.currentRoute.value.fullPath
const soon = () => new Promise((resolve) => setTimeout(resolve, 400))

describe('a note in the address', () => {
  it('says what holds when it is written, and many are written as few', async () => {
    const written = vi.spyOn(router, 'replace')
    for (let next = 2; next <= 40; next++) {
      clip = String(next)
      note()
    }
    await expect.poll(() => address()).toBe('/here?clip=40')
    expect(written).toHaveBeenCalledTimes(1)
  })

  it('does not hold back a person who is leaving for a screen that is still loading', async () => {
    const leaving = router.push('/there')
    clip = '2'
    note()
    await soon()
    expect(address()).toBe('/here?clip=1')
    load()
    await leaving
    expect(address()).toBe('/there')
    await soon()
    expect(address()).toBe('/there')
  })

  it('is written after a navigation that stayed here, or failed', async () => {
    clip = '2'
    await router.push('/here?clip=7')
    await expect.poll(() => address()).toBe('/here?clip=2')
    router.beforeEach((to) => to.path !== '/there')
    clip = '3'
    await router.push('/there')
    await expect.poll(() => address()).toBe('/here?clip=3')
  })

  it('is not written once the screen is gone', async () => {
    clip = '2'
    note()
    scope.stop()
    await soon()
    expect(address()).toBe('/here?clip=1')
  })
})
