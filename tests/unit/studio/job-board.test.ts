import { afterEach, expect, it, vi } from 'vitest'
import { createEventBus } from '#shared/contract/event-bus.ts'
import type { Job } from '#shared/domain/library.ts'
import { StudioError } from '#shared/errors.ts'
import { createJobBoard } from '#main/studio/job-board.ts'

afterEach(() => {
  vi.useRealTimers()
})

function makeBoard() {
  const events = createEventBus()
  const seen: Job[] = []
  const logged: string[] = []
  events.listen((event) => seen.push(event.data as Job))
  return { board: createJobBoard(events, (line) => logged.push(line)), seen, logged }
}

it('tells the start and the end of a job, with the message that the work returned', async () => {
  const { board, seen } = makeBoard()
  const job = board.start('index', 'Indexing', async () => '3 clips indexed')
  await board.ended(job.id)
  expect(seen.map((one) => one.state)).toEqual(['running', 'done'])
  expect(board.list()[0]).toMatchObject({ state: 'done', message: '3 clips indexed', title: 'Indexing' })
})

it('keeps the newest progress for who asks, and does not flood the listeners', async () => {
  const { board, seen } = makeBoard()
  const job = board.start('index', 'Indexing', async ({ report }) => {
    for (let doneCount = 1; doneCount <= 1000; doneCount++) report({ doneCount, totalCount: 1000 })
    expect(board.list()[0].doneCount).toBe(1000)
    return ''
  })
  await board.ended(job.id)
  expect(seen.length).toBeLessThan(50)
})

it('tells the last progress of a step also when nothing follows it, once', async () => {
  vi.useFakeTimers()
  const { board, seen } = makeBoard()
  let finish: (message: string) => void = () => {}
  const job = board.start('index', 'Indexing', ({ report }) => {
    for (let doneCount = 1; doneCount <= 9; doneCount++) report({ doneCount, totalCount: 9 })
    return new Promise((resolve) => (finish = resolve))
  })
  expect(seen).toHaveLength(1)
  vi.advanceTimersByTime(1000)
  expect(seen).toHaveLength(2)
  expect(seen[1]).toMatchObject({ state: 'running', doneCount: 9 })
  finish('9 clips indexed')
  await board.ended(job.id)
  vi.advanceTimersByTime(1000)
  expect(seen.map((one) => one.state)).toEqual(['running', 'running', 'done'])
})

it('tells nothing of a job after its end', async () => {
  vi.useFakeTimers()
  const { board, seen } = makeBoard()
  const job = board.start('index', 'Indexing', async ({ report }) => {
    report({ doneCount: 1, totalCount: 9 })
    return '9 clips indexed'
  })
  await board.ended(job.id)
  vi.advanceTimersByTime(1000)
  expect(seen.map((one) => one.state)).toEqual(['running', 'done'])
})

it('tells at once which step has begun, however soon after another', async () => {
  const { board, seen } = makeBoard()
  const job = board.start('audit', 'Audit', async ({ report }) => {
    for (const message of ['hearing', 'looking', 'looking', 'learning'])
      report({ doneCount: 0, totalCount: null, message })
    return ''
  })
  await board.ended(job.id)
  const told = seen.filter((one) => one.state === 'running').map((one) => one.message)
  expect(told).toEqual(['', 'hearing', 'looking', 'learning'])
})

it('ends a failed job with the reason, and logs only what nobody expected', async () => {
  const { board, logged } = makeBoard()
  const expected = board.start('audit', 'Audit', async () => {
    throw new StudioError('unreadable', 'The folder is gone.')
  })
  await expect(board.ended(expected.id)).rejects.toThrow('The folder is gone.')
  expect(board.list()[0]).toMatchObject({ state: 'failed', message: 'The folder is gone.' })
  expect(logged).toEqual([])
  const bug = board.start('audit', 'Audit', async () => {
    throw new TypeError('x is undefined')
  })
  await expect(board.ended(bug.id)).rejects.toThrow('x is undefined')
  expect(logged[0]).toContain('TypeError')
})

it('cancels a job through its signal and says that what was done is kept', async () => {
  const { board } = makeBoard()
  const job = board.start('index', 'Indexing', ({ signal }) => {
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
  })
  board.cancel(job.id)
  await expect(board.ended(job.id)).rejects.toBeDefined()
  expect(board.list()[0]).toMatchObject({ state: 'cancelled', message: 'Cancelled; what was done is kept.' })
})

it('refuses to cancel a job that it does not know', () => {
  const { board } = makeBoard()
  expect(() => board.cancel('nine')).toThrow('There is no job nine.')
})

it('cancels all jobs when it is closed, and waits for them', async () => {
  const { board } = makeBoard()
  let hasEnded = false
  board.start('index', 'Indexing', ({ signal }) => {
    return new Promise((resolve) =>
      signal.addEventListener('abort', () => {
        hasEnded = true
        resolve('stopped')
      }),
    )
  })
  await board.close()
  expect(hasEnded).toBe(true)
})
