import { describe, expect, it } from 'vitest'
import { createWriteTurns } from '#main/library/write-turns.ts'

/** A long piece of work, and what ends it. */
function held() {
  let end = () => {}
  const work = () => new Promise<void>((resolve) => (end = resolve))
  return { work, end: () => end() }
}

describe('turns of writing', () => {
  it('come at once where nobody writes', async () => {
    const turns = createWriteTurns()
    let isDone = false
    const answer = turns.take(() => {
      isDone = true
      return 7
    })
    expect([isDone, turns.isTaken]).toEqual([true, false])
    expect(await answer).toBe(7)
  })

  it('come one after the other, in the order in which they were asked for', async () => {
    const turns = createWriteTurns()
    const seen: string[] = []
    const first = held()
    const long = turns.take(first.work).then(() => seen.push('long'))
    const others = ['a', 'b', 'c'].map((name) => turns.take(() => void seen.push(name)))
    await Promise.resolve()
    expect([seen, turns.isTaken]).toEqual([[], true])
    first.end()
    await Promise.all([long, ...others])
    expect(seen).toEqual(['long', 'a', 'b', 'c'])
    expect(turns.isTaken).toBe(false)
  })

  it('go on after what failed, and tell whoever asked for it', async () => {
    const turns = createWriteTurns()
    const failing = turns.take(() => Promise.reject(new Error('disk full')))
    const throwing = turns.take(() => {
      throw new Error('no such clip')
    })
    const fine = turns.take(() => 'written')
    await expect(failing).rejects.toThrow('disk full')
    await expect(throwing).rejects.toThrow('no such clip')
    expect(await fine).toBe('written')
  })

  it('tell when what came before is over', async () => {
    const turns = createWriteTurns()
    const first = held()
    void turns.take(first.work)
    let hasPassed = false
    const passed = turns.passed().then(() => (hasPassed = true))
    await Promise.resolve()
    expect(hasPassed).toBe(false)
    first.end()
    await passed
    await turns.passed()
  })
})
