import { describe, expect, it, vi } from 'vitest'
import { createFakePorts, FakeChild, type FakePort } from '#fixtures/fake-electron.ts'
import type { TrainerOrder } from '#shared/contract/trainer-messages.ts'
import { keepStudio } from '#main/hosts/electron/studio-keeper.ts'
import { startStudioProcess, type StudioEnd } from '#main/hosts/electron/studio-process.ts'

function setUp() {
  const child = new FakeChild()
  const trainers: FakeChild<TrainerOrder>[] = []
  const onEnd = vi.fn()
  const onOpened = vi.fn()
  const studio = startStudioProcess<FakePort>({
    fork: () => child,
    forkTrainer() {
      const trainer = new FakeChild<TrainerOrder>()
      trainers.push(trainer)
      return trainer
    },
    onOpened,
    onEnd,
  })
  return { child, trainers, onEnd, onOpened, studio }
}

describe('the studio process, seen from main', () => {
  it('gets the ports of pages', () => {
    const { child, studio } = setUp()
    const post = vi.spyOn(child, 'postMessage')
    const [port] = createFakePorts()
    studio.connect(port)
    expect(post).toHaveBeenCalledWith({ type: 'connect' }, [port])
  })

  it('answers each request for media, in any order', async () => {
    const { child, studio } = setUp()
    const first = studio.fetchMedia('studio://app/media/clips/1.wav')
    const second = studio.fetchMedia('studio://app/media/clips/2.wav')
    const answer = (status: number) => ({ status, headers: [], body: new Uint8Array() })
    child.emit('message', { type: 'mediaAnswered', id: 1, answer: answer(404) })
    child.emit('message', { type: 'mediaAnswered', id: 0, answer: answer(200) })
    expect((await first).status).toBe(200)
    expect((await second).status).toBe(404)
  })

  it('leaves no request for media unanswered when it ends', async () => {
    const { child, studio } = setUp()
    const asked = studio.fetchMedia('studio://app/media/clips/1.wav')
    child.exit(139)
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
    await expect(studio.fetchMedia('studio://app/media/x')).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('says with which code and for what reason it ended', () => {
    const { child, onEnd } = setUp()
    child.emit('message', { type: 'failed', message: 'The library is held by process 7.' })
    child.exit(1)
    expect(onEnd).toHaveBeenCalledWith({ code: 1, reason: 'The library is held by process 7.' })
  })

  it('is asked to close, waited for, and not taken for a crash', async () => {
    const { child, onEnd, studio } = setUp()
    const closing = studio.close()
    expect(child.posted).toEqual([{ type: 'close' }])
    child.exit(0)
    await closing
    expect(onEnd).not.toHaveBeenCalled()
  })

  it('says which library it has open', () => {
    const { child, onOpened } = setUp()
    child.emit('message', { type: 'opened', libraryPath: '/voices.emotone' })
    expect(onOpened).toHaveBeenCalledWith('/voices.emotone')
  })

  it('steers trainers that main forks for it', () => {
    const { child, trainers } = setUp()
    child.emit('message', { type: 'forkTrainer', trainerId: 5 })
    child.emit('message', { type: 'orderTrainer', trainerId: 5, order: { type: 'cancel' } })
    expect(trainers).toHaveLength(1)
    expect(trainers[0]?.posted).toEqual([{ type: 'cancel' }])
    trainers[0]?.emit('message', { type: 'logged', line: 'hello' })
    trainers[0]?.exit(0)
    child.emit('message', { type: 'orderTrainer', trainerId: 5, order: { type: 'cancel' } })
    expect(child.posted).toEqual([
      { type: 'trainerReported', trainerId: 5, report: { type: 'logged', line: 'hello' } },
      { type: 'trainerEnded', trainerId: 5, code: 0 },
    ])
  })

  it('puts what a trainer writes to stderr into the log of its run, line by line', () => {
    const { child, trainers } = setUp()
    child.emit('message', { type: 'forkTrainer', trainerId: 5 })
    const stderr = trainers[0]?.stderr
    for (const chunk of ['out of ', 'memory\n\nab', 'orted\r\nlast words']) {
      stderr?.emit('data', Buffer.from(chunk))
    }
    stderr?.emit('end')
    expect(child.posted).toEqual(
      ['out of memory', 'aborted', 'last words'].map((line) => ({
        type: 'trainerReported',
        trainerId: 5,
        report: { type: 'logged', line },
      })),
    )
  })

  it.each([
    [
      'is killed on demand',
      (child: FakeChild) => child.emit('message', { type: 'killTrainer', trainerId: 5 }),
    ],
    ['does not outlive the studio', (child: FakeChild) => child.exit(1)],
  ])('a trainer %s', (_what, act) => {
    const { child, trainers } = setUp()
    const kill = vi.spyOn(process, 'kill').mockReturnValue(true)
    child.emit('message', { type: 'forkTrainer', trainerId: 5 })
    Object.assign(trainers[0] ?? {}, { pid: 12345 })
    act(child)
    expect(kill).toHaveBeenCalledWith(12345, 'SIGKILL')
    kill.mockRestore()
  })
})

describe('the keeper of the studio', () => {
  const crash: StudioEnd = { code: 139, reason: null }

  function keep() {
    const ends: ((end: StudioEnd) => void)[] = []
    const onRestarted = vi.fn()
    const onGivenUp = vi.fn()
    const connected: number[] = []
    const studio = keepStudio<string>({
      start(onEnd) {
        const number = ends.push(onEnd)
        return {
          connect: () => connected.push(number),
          fetchMedia: () => Promise.reject(new Error('not asked')),
          close: () => Promise.resolve(),
        }
      },
      onRestarted,
      onGivenUp,
    })
    return { ends, onRestarted, onGivenUp, connected, studio }
  }

  it('starts it again after a crash, once', () => {
    const { ends, onRestarted, onGivenUp, connected, studio } = keep()
    ends[0]?.(crash)
    expect(onRestarted).toHaveBeenCalledWith(crash)
    studio.connect('port')
    expect(connected).toEqual([2])
    ends[1]?.(crash)
    expect(ends).toHaveLength(2)
    expect(onGivenUp).toHaveBeenCalledWith(crash)
  })

  it('does not try again what the studio said it cannot do', () => {
    const { ends, onGivenUp, onRestarted } = keep()
    ends[0]?.({ code: 1, reason: 'The library is held by process 7.' })
    expect(onGivenUp).toHaveBeenCalledTimes(1)
    expect(onRestarted).not.toHaveBeenCalled()
    expect(ends).toHaveLength(1)
  })
})
