import { describe, expect, it, vi } from 'vitest'
import { FakeChild } from '#fixtures/fake-electron.ts'
import { createEventBus } from '#shared/contract/event-bus.ts'
import type { LibraryInfo } from '#shared/domain/library.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import { StudioError } from '#shared/errors.ts'
import { runService } from '#main/hosts/electron/run-service.ts'
import type { FromService, ToService } from '#main/hosts/electron/service-messages.ts'
import type { Studio } from '#main/studio/studio.ts'
import type { TrainerHost } from '#main/training/trainer-host.ts'

function setUp(overrides: Partial<Studio> & { fails?: Error; opensDemo?: boolean } = {}) {
  const { fails, opensDemo = false, ...parts } = overrides
  const child = new FakeChild()
  const said: FromService[] = []
  const logged: string[] = []
  const given: { trainerHost?: TrainerHost } = {}
  const studio: Studio = {
    handlers: {} as Handlers,
    events: createEventBus(),
    handleMedia: ({ url }) => Promise.resolve(new Response(`sound of ${url}`, { status: 203 })),
    close: vi.fn(() => Promise.resolve()),
    ...parts,
  }
  child.on('message', (message: FromService) => said.push(message))
  const exited = new Promise<number>((resolve) => {
    void runService(child.parentPort, {
      createStudio(trainerHost) {
        given.trainerHost = trainerHost
        return fails ? Promise.reject(fails) : Promise.resolve(studio)
      },
      opensDemo,
      log: (line) => logged.push(line),
      exit: resolve,
    })
  })
  const next = () => new Promise<FromService>((resolve) => child.once('message', resolve))
  const tell = (message: ToService) => child.postMessage(message)
  return { child, said, logged, given, studio, exited, next, tell }
}

describe('the studio’s own process', () => {
  it('answers requests for media, whatever their scheme', async () => {
    const { tell, next } = setUp()
    tell({ type: 'media', id: 3, url: 'studio://app/media/clips/1.wav?part=2' })
    const message = await next()
    expect(message).toMatchObject({ type: 'mediaAnswered', id: 3, answer: { status: 203 } })
    const { body } = (message as Extract<FromService, { type: 'mediaAnswered' }>).answer
    expect(new TextDecoder().decode(body)).toBe('sound of http://studio/media/clips/1.wav?part=2')
  })

  it('answers a request whose handler fails, and logs why', async () => {
    const { tell, next, logged } = setUp({ handleMedia: () => Promise.reject(new Error('a bug')) })
    tell({ type: 'media', id: 3, url: 'studio://app/media/clips/1.wav' })
    expect(await next()).toMatchObject({ id: 3, answer: { status: 500 } })
    expect(logged).toEqual(['studio://app/media/clips/1.wav failed: a bug'])
  })

  it('closes the studio before it ends', async () => {
    const { tell, exited, studio } = setUp()
    tell({ type: 'close' })
    expect(await exited).toBe(0)
    expect(studio.close).toHaveBeenCalledTimes(1)
  })

  it('says what a person must know when the studio cannot start', async () => {
    const { next, exited } = setUp({ fails: new StudioError('busy', 'The library is held by process 7.') })
    expect(await next()).toEqual({ type: 'failed', message: 'The library is held by process 7.' })
    expect(await exited).toBe(1)
  })

  it('ends without a word for people when a bug keeps the studio from starting', async () => {
    const { said, exited, logged } = setUp({ fails: new TypeError('a bug') })
    expect(await exited).toBe(1)
    expect(said).toEqual([])
    expect(logged.join()).toContain('TypeError: a bug')
  })

  it('opens the demo library where none was named, and says which library is open', async () => {
    const events = createEventBus()
    const openDemo = vi.fn(() => {
      const info = { path: '/demo.emotone' } as LibraryInfo
      events.emit('library.changed', info)
      return info
    })
    const handlers = { 'library.openDemo': openDemo } as unknown as Handlers
    const { next } = setUp({ opensDemo: true, handlers, events })
    expect(await next()).toEqual({ type: 'opened', libraryPath: '/demo.emotone' })
    expect(openDemo).toHaveBeenCalledTimes(1)
  })

  it('asks main to fork trainers, and hears them', async () => {
    const { given, next, tell } = setUp()
    const asked = next()
    const trainer = given.trainerHost?.fork()
    expect(await asked).toEqual({ type: 'forkTrainer', trainerId: 0 })
    const ordered = next()
    trainer?.post({ type: 'cancel' })
    expect(await ordered).toEqual({ type: 'orderTrainer', trainerId: 0, order: { type: 'cancel' } })
    const reported = new Promise((resolve) => trainer?.onReport(resolve))
    tell({ type: 'trainerReported', trainerId: 0, report: { type: 'cancelled' } })
    expect(await reported).toEqual({ type: 'cancelled' })
    const refused = new Promise((resolve) => trainer?.onReport(resolve))
    tell({ type: 'trainerReported', trainerId: 0, report: { type: 'sang' } as never })
    expect(await refused).toMatchObject({ type: 'failed', code: 'internal' })
    const ended = new Promise((resolve) => trainer?.onExit((code, signal) => resolve([code, signal])))
    tell({ type: 'trainerEnded', trainerId: 0, code: 137 })
    expect(await ended).toEqual([137, null])
  })
})
