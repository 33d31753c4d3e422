import { expect, it } from 'vitest'
import { connect } from '#shared/contract/connect.ts'
import { createEventBus } from '#shared/contract/event-bus.ts'
import { createMemoryWires } from '#shared/contract/memory-wire.ts'
import { serve } from '#shared/contract/serve.ts'
import { createWire, type Wire } from '#shared/contract/wire.ts'
import { fakeHandlers } from './fake-handlers.ts'

function openServed(): Wire {
  const [near, far] = createMemoryWires()
  serve(far, fakeHandlers({ 'jobs.list': () => [] }), createEventBus(), { log: () => {} })
  return near
}

it('waits twice as long after each failure, and no longer than eight seconds', async () => {
  const waits: number[] = []
  await new Promise<void>((resolve) => {
    const client = connect(() => Promise.reject(new Error('nobody there')), {
      wait(milliseconds) {
        waits.push(milliseconds)
        if (waits.length === 8) {
          client.close()
          resolve()
        }
        return Promise.resolve()
      },
    })
  })
  expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 8000, 8000])
})

it('keeps calls that were made before the first connection', async () => {
  let open: (wire: Wire) => void = () => {}
  const client = connect(() => new Promise<Wire>((resolve) => (open = resolve)))
  const answer = client.call('jobs.list', {})
  expect(client.state).toBe('connecting')
  open(openServed())
  expect(await answer).toEqual([])
  client.close()
})

it('rejects calls that were made before a first connection that fails', async () => {
  const client = connect(
    () => {
      throw new Error('nobody there')
    },
    { wait: () => new Promise(() => {}) },
  )
  await expect(client.call('jobs.list', {})).rejects.toMatchObject({ code: 'unavailable' })
  expect(client.state).toBe('reconnecting')
  await expect(client.call('jobs.list', {})).rejects.toMatchObject({ code: 'unavailable' })
  client.close()
})

it('closes a wire that opens too late', async () => {
  let open: (wire: Wire) => void = () => {}
  const client = connect(() => new Promise<Wire>((resolve) => (open = resolve)))
  client.close()
  const closed = new Promise<void>((resolve) => {
    open(createWire({ send: () => {}, close: resolve }).wire)
  })
  await closed
  expect(client.state).toBe('closed')
})

it('closes a wire whose other side speaks another contract', async () => {
  const { wire, deliver } = createWire({ send: () => {}, close: () => {} })
  const wires = [wire, openServed()]
  const client = connect(() => Promise.resolve(wires.shift() as Wire), { wait: () => Promise.resolve() })
  const early = client.call('jobs.list', {})
  deliver('HTTP/1.1 200 OK')
  await expect(early).rejects.toMatchObject({ code: 'unavailable' })
  client.close()
})

it('a wire holds what arrives before the first listener, and tells late listeners that it is closed', () => {
  const { wire, deliver, ended } = createWire({ send: () => {}, close: () => {} })
  const heard: string[] = []
  deliver('first')
  deliver('second')
  const off = wire.onMessage((text) => heard.push(text))
  deliver('third')
  off()
  ended()
  ended()
  deliver('fourth')
  wire.onClose(() => heard.push('closed'))
  expect(heard).toEqual(['first', 'second', 'third', 'closed'])
})
