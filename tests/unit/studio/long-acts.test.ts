import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { expect, it, onTestFinished } from 'vitest'
import { createEventBus } from '#shared/contract/event-bus.ts'
import type { Job } from '#shared/domain/library.ts'
import type { ActCall } from '#main/library/label-desk.ts'
import { openLibrary } from '#main/library/library.ts'
import { actHandlers } from '#main/studio/act-handlers.ts'
import { clipHandlers } from '#main/studio/clip-handlers.ts'
import { createJobBoard } from '#main/studio/job-board.ts'
import { labelHandlers } from '#main/studio/label-handlers.ts'
import { showAmongJobs } from '#main/studio/long-acts.ts'
import type { StudioContext } from '#main/studio/studio-context.ts'
import { triageHandlers } from '#main/studio/triage-handlers.ts'
import { viewHandlers } from '#main/studio/view-handlers.ts'
import type { RunQueue } from '#main/training/queue/run-queue.ts'
import { addFoundClips } from '../library/add-found-clips.ts'
import { BY_ID, temporaryFolder } from '../library/filled-library.ts'
import { HALFWAY_WORKER, halfway } from '../library/halfway.ts'

const MANY = 1500

/** A studio with a library in which every clip has a finding; its first long act stops halfway. */
function studio() {
  const place = path.join(temporaryFolder(), 'large.emotone')
  const library = openLibrary(place, { isNew: true, labelWorker: HALFWAY_WORKER })
  onTestFinished(async () => {
    await library.settled()
    library.close()
  })
  addFoundClips(library, Array.from<object>({ length: MANY }).fill({ label: 'calm' }))
  const ids = library.clips.ids({}, BY_ID)
  const finding = { kind: 'silent', severity: 'error' as const, paths: [], evidence: 'It is silent.' }
  library.findings.replaceAll([{ ...finding, clipIds: ids }])
  const events = createEventBus()
  const jobs = createJobBoard(events, () => {})
  const context = { events, jobs, open: () => ({ library, queue: {} as RunQueue }) } as StudioContext
  const handlers = {
    ...labelHandlers(context),
    ...actHandlers(context),
    ...viewHandlers(context),
    ...triageHandlers(context),
    ...clipHandlers(context),
  }
  return { place, library, ids, events, handlers }
}

it('answers who looks while a long act goes on, and lets who writes wait, in the order of the calls', async () => {
  const { place, ids, events, handlers } = studio()
  const told: string[] = []
  events.listen(({ name }) => told.push(name))
  const answered: string[] = []
  const ask = (name: string, answer: unknown) => Promise.resolve(answer).then(() => answered.push(name))
  const goingOn = halfway(place)
  const by = { note: null, rater: 'Ann' }
  const source = { type: 'clips' as const, filter: {}, sort: BY_ID }
  const playlist = { playlistKey: (await handlers['triage.open']({ source, rater: 'Ann' })).playlistKey }
  const decision = { type: 'label' as const, label: 'happy' }
  const given = { ...playlist, clipId: ids[0], rater: 'Ann', decision, seconds: 1 }
  const writers = [
    ask('many', handlers['labels.set']({ clipIds: ids, label: 'sad', ...by })),
    ask('view', handlers['views.save']({ name: 'mine', filter: {}, sort: BY_ID })),
    ask('answer', handlers['triage.answer'](given)),
    ask('one', handlers['labels.set']({ clipIds: [ids[1]], label: 'fear', ...by })),
    ask('seen', handlers['findings.see']({ findingIds: [1], isSeen: true })),
    ask('note', handlers['triage.note']({ ...playlist, clipId: ids[0], rater: 'Ann', note: 'loud' })),
    ask('undo', handlers['acts.undo']({ rater: 'Ann' })),
  ]
  const goOn = await goingOn
  const page = { filter: { labels: ['calm'] }, sort: BY_ID, offset: 0, limit: 1 }
  await ask('page', handlers['clips.page'](page))
  await ask('facets', handlers['clips.facets']({ filter: {} }))
  await ask('views', handlers['views.list']({}))
  await setImmediate()
  expect([answered, told]).toEqual([['page', 'facets', 'views'], []])
  goOn()
  await Promise.all(writers)
  expect(answered.slice(3)).toEqual(['many', 'view', 'answer', 'one', 'seen', 'note', 'undo'])
  expect(told.filter((name) => name === 'labels.changed')).toHaveLength(3)
  expect(told[0]).toBe('labels.changed')
})

it('shows a long act among the jobs, where it can be cancelled, and a shorter one not', async () => {
  const events = createEventBus()
  const jobs = createJobBoard(events, () => {})
  const seen: Job[] = []
  events.listen(({ data }) => seen.push(data as Job))
  const onLongAct = showAmongJobs(jobs)
  const summary = 'label sad on 5,000 clips'
  const set: ActCall = { name: 'set', args: [[], 'sad', null] }
  await onLongAct(set, 5000, async () => ({ summary }))
  expect(seen).toEqual([])

  expect(await onLongAct(set, 100_000, async () => ({ summary }))).toEqual({ summary })
  expect(seen.map(({ title, state, message }) => [title, state, message])).toEqual([
    ['Labelling 100,000 clips', 'running', ''],
    ['Labelling 100,000 clips', 'done', summary],
  ])

  const stopped = onLongAct(set, 100_000, (signal) => {
    jobs.cancel(seen.at(-1)!.id)
    return signal.aborted ? Promise.reject(new Error('stopped')) : Promise.resolve({ summary })
  })
  await expect(stopped).rejects.toThrow('stopped')
  expect(seen.at(-1)).toMatchObject({ state: 'cancelled' })
})
