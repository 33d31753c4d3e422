import { describe, expect, it } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import { StudioError } from '#shared/errors.ts'
import { createTriageOutbox, type Unsaved } from '#renderer/stores/triage-outbox.ts'

const answer = (clipId: number): Unsaved => ({
  clipId: clipId as ClipId,
  decision: { type: 'skip' },
  seconds: null,
  playlistKey: 'p',
  rater: 'Ann',
})

/** @param failures what storing an answer fails with, by clip */
function outboxOf(failures = new Map<number, Error>()) {
  const said: string[] = []
  const outbox = createTriageOutbox({
    async store({ clipId }) {
      await Promise.resolve()
      const failure = failures.get(clipId)
      if (failure) throw failure
      said.push(`stored ${clipId}`)
    },
    failed: (error) => said.push((error as Error).message),
    refused: ({ clipId }) => said.push(`refused ${clipId}`),
  })
  return { ...outbox, said, waiting: () => outbox.unsaved.value.map((one) => one.clipId) }
}

describe('answers on their way', () => {
  it('are stored one after the other, also those that come in between', async () => {
    const { add, said, waiting } = outboxOf()
    add(answer(1))
    add(answer(2))
    expect(waiting()).toEqual([1, 2])
    await expect.poll(waiting).toEqual([])
    expect(said).toEqual(['stored 1', 'stored 2'])
  })

  it('are waited for as a whole: what comes after them, such as taking one back, finds all of them stored', async () => {
    const { add, send, said } = outboxOf()
    for (const clip of [1, 2, 3]) add(answer(clip))
    await send()
    expect(said).toEqual(['stored 1', 'stored 2', 'stored 3'])
  })

  it('wait in their order where the studio is gone, and are sent when they are to', async () => {
    const failures = new Map([[1, new StudioError('unavailable', 'gone')]])
    const { add, send, said, waiting } = outboxOf(failures)
    add(answer(1))
    add(answer(2))
    await expect.poll(() => said).toEqual(['gone'])
    expect(waiting()).toEqual([1, 2])
    failures.clear()
    await send()
    expect(said).toEqual(['gone', 'stored 1', 'stored 2'])
    expect(waiting()).toEqual([])
  })

  it('that are refused are let go, and keep no other from being stored', async () => {
    const { add, said, waiting } = outboxOf(new Map([[1, new StudioError('notFound', 'no clip 1')]]))
    add(answer(1))
    add(answer(2))
    await expect.poll(waiting).toEqual([])
    expect(said).toEqual(['no clip 1', 'refused 1', 'stored 2'])
  })
})
