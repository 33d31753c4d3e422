import { afterEach, describe, expect, it, vi } from 'vitest'
import { connect, type ConnectionState, type StudioClient } from '#shared/contract/connect.ts'
import type { CallName } from '#shared/contract/contract.ts'
import { createEventBus } from '#shared/contract/event-bus.ts'
import { MAX_CALL_LENGTH, type Handlers } from '#shared/contract/serve.ts'
import type { Wire } from '#shared/contract/wire.ts'
import { StudioError } from '#shared/errors.ts'
import { fakeHandlers } from './fake-handlers.ts'
import { openElectronPlace } from './wires/electron-place.ts'
import { openMemoryPlace } from './wires/memory-place.ts'
import { openWebSocketPlace } from './wires/websocket-place.ts'

const PLACES = {
  memory: openMemoryPlace,
  WebSocket: openWebSocketPlace,
  'Electron IPC': openElectronPlace,
}

const cleanups: (() => void | Promise<void>)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

describe.each(Object.entries(PLACES))('the wire over %s', (_name, openPlace) => {
  async function setUp(known: Partial<Handlers> = {}) {
    const events = createEventBus()
    const logged: string[] = []
    const log = (line: string) => void logged.push(line)
    const place = await openPlace({ handlers: fakeHandlers(known), events, log })
    cleanups.push(() => place.close())
    const join = (states: ConnectionState[] = []) => {
      const onState = (state: ConnectionState) => void states.push(state)
      const client = connect(place.openWire, { onState, wait: () => Promise.resolve() })
      cleanups.push(() => client.close())
      return client
    }
    const joinRaw = async () => {
      const wire = await place.openWire()
      cleanups.push(() => wire.close())
      return wire
    }
    return { events, logged, place, join, joinRaw }
  }

  it('brings the input to the handler and its output back', async () => {
    const list = vi.fn(() => ({ path: '/a', parent: '/', folders: [] }))
    const { join } = await setUp({ 'folders.list': list })
    const answer = await join().call('folders.list', { path: '/a' })
    expect(list).toHaveBeenCalledWith({ path: '/a' })
    expect(answer).toEqual({ path: '/a', parent: '/', folders: [] })
  })

  it('answers calls in the order in which they are done', async () => {
    let finish = () => {}
    const slow = new Promise<void>((resolve) => (finish = resolve))
    const { join } = await setUp({
      'jobs.list': () => slow.then(() => []),
      'runs.list': () => [],
    })
    const client = join()
    const order: string[] = []
    const first = client.call('jobs.list', {}).then(() => order.push('jobs.list'))
    await client.call('runs.list', {}).then(() => order.push('runs.list'))
    finish()
    await first
    expect(order).toEqual(['runs.list', 'jobs.list'])
  })

  it('carries a StudioError with its code and message', async () => {
    const { join, logged } = await setUp({
      'library.get': () => {
        throw new StudioError('conflict', 'No library is open.')
      },
    })
    const failure = await failureOf(join().call('library.get', {}))
    expect(failure).toBeInstanceOf(StudioError)
    expect(failure).toMatchObject({ code: 'conflict', message: 'No library is open.' })
    expect(logged).toEqual([])
  })

  it('tells a client nothing about a bug, and the log everything', async () => {
    const { join, logged } = await setUp({
      'library.get': () => {
        throw new TypeError('secret path /home/lab')
      },
    })
    const failure = await failureOf(join().call('library.get', {}))
    expect(failure).toMatchObject({ code: 'internal' })
    expect(failure.message).not.toContain('secret')
    expect(logged.join()).toContain('TypeError: secret path /home/lab')
  })

  it('refuses a handler’s output that breaks the contract', async () => {
    const { join, logged } = await setUp({ 'library.recent': () => [{ path: 1, name: 'x' }] as never })
    expect(await failureOf(join().call('library.recent', {}))).toMatchObject({ code: 'internal' })
    expect(logged).toHaveLength(1)
  })

  it('treats an output that is no JSON as a bug', async () => {
    const { join, logged } = await setUp({
      'library.recent': () => [{ path: 'x', name: 1n }] as never,
    })
    expect(await failureOf(join().call('library.recent', {}))).toMatchObject({ code: 'internal' })
    expect(logged).toHaveLength(1)
  })

  it.each(['clips.fly', 'constructor', '__proto__', 'toString', ''])('knows no call %j', async (name) => {
    const { join } = await setUp()
    const failure = await failureOf(join().call(name as CallName, {} as never))
    expect(failure).toMatchObject({ code: 'invalid', message: `there is no call ${name}` })
  })

  it.each([
    ['an unknown key', { path: null, depth: 2 }, /depth/],
    ['a key that is missing', {}, /path/],
    ['a value of another type', { path: 7 }, /path/],
    ['no object', null, /object/],
  ])('refuses an input with %s before the handler sees it', async (_what, input, reason) => {
    const list = vi.fn()
    const { join } = await setUp({ 'folders.list': list })
    const failure = await failureOf(join().call('folders.list', input as never))
    expect(failure).toMatchObject({ code: 'invalid', message: expect.stringMatching(reason) })
    expect(list).not.toHaveBeenCalled()
  })

  it('carries an answer of megabytes', async () => {
    const name = 'x'.repeat(2_000_000)
    const { join } = await setUp({ 'library.recent': () => [{ path: 'ä😀', name }] })
    expect(await join().call('library.recent', {})).toEqual([{ path: 'ä😀', name }])
  })

  it('tells every client what happened, until it stops listening', async () => {
    const { join, events } = await setUp({ 'jobs.list': () => [] })
    const heard: string[] = []
    const clients = [join(), join()]
    const offs = clients.map((client, index) =>
      client.on('clips.changed', ({ total }) => heard.push(`${index}: ${total}`)),
    )
    await Promise.all(clients.map(settle))
    events.emit('clips.changed', { total: 7 })
    await Promise.all(clients.map(settle))
    expect(heard.sort()).toEqual(['0: 7', '1: 7'])
    offs[0]?.()
    events.emit('clips.changed', { total: 8 })
    await Promise.all(clients.map(settle))
    expect(heard.sort()).toEqual(['0: 7', '1: 7', '1: 8'])
  })

  it('gives no client the answer of another', async () => {
    const { join } = await setUp({
      'folders.list': ({ path }) => ({ path: path ?? '', parent: null, folders: [] }),
    })
    const answers = await Promise.all(
      ['/a', '/b', '/c'].map(async (path) => (await join().call('folders.list', { path })).path),
    )
    expect(answers).toEqual(['/a', '/b', '/c'])
  })

  it.each([
    ['text that is no JSON', 'hello'],
    ['a frame of another kind', '{"kind":"event","name":"jobs.changed","data":{}}'],
    ['a call without an id', '{"kind":"call","name":"jobs.list","input":{}}'],
    ['a call with more in it', '{"kind":"call","id":1,"name":"jobs.list","input":{},"as":"root"}'],
    ['a call that is too long', `"${' '.repeat(MAX_CALL_LENGTH)}"`],
  ])('closes on %s', async (_what, text) => {
    const { joinRaw, logged } = await setUp()
    const wire = await joinRaw()
    wire.send(text)
    await closed(wire)
    expect(logged).toEqual([expect.stringMatching(/^wire closed: /)])
  })

  it('rejects what is pending when it breaks, connects again, and hears events again', async () => {
    const { join, place, events } = await setUp({
      'jobs.list': () => new Promise(() => {}),
      'runs.list': () => [],
    })
    const states: ConnectionState[] = []
    const client = join(states)
    const heard: number[] = []
    client.on('clips.changed', ({ total }) => heard.push(total))
    await client.call('runs.list', {})
    const pending = failureOf(client.call('jobs.list', {}))
    place.breakWires()
    expect(await pending).toMatchObject({ code: 'unavailable' })
    await expect.poll(() => client.state).toBe('connected')
    expect(await client.call('runs.list', {})).toEqual([])
    events.emit('clips.changed', { total: 3 })
    await client.call('runs.list', {})
    expect(heard).toEqual([3])
    expect(states).toEqual(['connected', 'reconnecting', 'connected'])
  })

  it('answers nothing after it was closed', async () => {
    const { join } = await setUp({ 'jobs.list': () => [], 'runs.list': () => new Promise(() => {}) })
    const client = join()
    await settle(client)
    const pending = failureOf(client.call('runs.list', {}))
    client.close()
    expect(await pending).toMatchObject({ code: 'unavailable' })
    expect(await failureOf(client.call('jobs.list', {}))).toMatchObject({ code: 'unavailable' })
    expect(client.state).toBe('closed')
  })
})

/** Whatever was sent before this call has arrived when its answer has. */
async function settle(client: StudioClient) {
  await client.call('jobs.list', {})
}

async function failureOf(promise: Promise<unknown>): Promise<Error> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('it did not fail')
}

function closed(wire: Wire): Promise<void> {
  return new Promise((resolve) => wire.onClose(resolve))
}
