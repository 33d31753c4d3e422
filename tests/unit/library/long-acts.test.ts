import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { OnLongAct } from '#main/library/label-desks.ts'
import { openLibrary } from '#main/library/library.ts'
import { addFoundClips } from './add-found-clips.ts'
import { killed, startChild } from './child.ts'
import { BY_ID, temporaryFolder } from './filled-library.ts'
import { HALFWAY_WORKER, halfway } from './halfway.ts'

/** More than a desk in the studio's thread takes. */
const MANY = 1500
const ANN = { rater: 'Ann', reason: null }

function largeLibrary(options: { onLongAct?: OnLongAct; labelWorker?: URL } = {}) {
  const place = path.join(temporaryFolder(), 'large.emotone')
  const library = openLibrary(place, { isNew: true, ...options })
  onTestFinished(async () => {
    await library.settled()
    library.close()
  })
  addFoundClips(
    library,
    Array.from({ length: MANY }, () => ({ label: 'calm' })),
  )
  const labelled = (label: string) => library.clips.ids({ labels: [label] }, BY_ID).length
  return { place, library, ids: library.clips.ids({}, BY_ID), labelled }
}

describe('an act on many clips', () => {
  it('leaves the studio free to answer, as things were before, until it is done', async () => {
    const { place, library, ids, labelled } = largeLibrary({ labelWorker: HALFWAY_WORKER })
    const before = library.labels.revision()
    const goingOn = halfway(place)
    let isDone = false
    const act = library.desks.run('set', ids, 'sad', null, 'Ann').finally(() => (isDone = true))
    const goOn = await goingOn
    for (let answered = 0; answered < 20; answered++) {
      expect(library.clips.page({ labels: ['calm'] }, BY_ID, 0, 10)).toMatchObject({ total: MANY })
      expect(library.clips.detail(ids[answered]).row.label).toBe('calm')
      await setImmediate()
    }
    expect([isDone, library.labels.revision()]).toEqual([false, before])
    goOn()
    const { labelRevision, clipIds, summary } = await act
    expect([labelRevision, clipIds, summary]).toEqual([before + 1, ids, `label sad on ${MANY} clips`])
    expect([labelled('calm'), labelled('sad'), library.clips.facets({}).labels]).toEqual([
      0,
      MANY,
      [{ value: 'sad', count: MANY }],
    ])
  })

  it('lets later acts and all other writing wait for their turn, in their order', async () => {
    const { place, library, ids, labelled } = largeLibrary({ labelWorker: HALFWAY_WORKER })
    const goingOn = halfway(place)
    const done: string[] = []
    const acts = [
      library.desks.run('set', ids, 'sad', null, 'Ann').then(() => done.push('many')),
      library.desks.run('set', [ids[3]], 'happy', null, 'Ann').then(() => done.push('one')),
      library.desks.run('exclude', ids, true, ANN).then(() => done.push('exclude')),
      library.writing(() => library.views.save('mine', {}, BY_ID)).then(() => done.push('view')),
      library.desks.run('undo', 'Ann').then(() => done.push('undo')),
    ]
    const goOn = await goingOn
    await setImmediate()
    expect([done, library.labels.history(1)[0].kind]).toEqual([[], 'import'])
    goOn()
    await Promise.all(acts)
    expect(done).toEqual(['many', 'one', 'exclude', 'view', 'undo'])
    expect(library.labels.history(4).map(({ kind, clips }) => [kind, clips])).toEqual([
      ['undo', MANY],
      ['exclude', MANY],
      ['label', 1],
      ['label', MANY],
    ])
    expect([labelled('happy'), labelled('sad')]).toEqual([1, MANY - 1])
    expect(library.clips.page({ excluded: true }, BY_ID, 0, 1).total).toBe(0)
  })

  it('is not there when it was stopped in the middle, and the next one is', async () => {
    const stop = new AbortController()
    const told: [string, number][] = []
    const { place, library, ids, labelled } = largeLibrary({
      labelWorker: HALFWAY_WORKER,
      onLongAct(call, size, work) {
        told.push([call.name, size])
        return work(stop.signal)
      },
    })
    const before = library.labels.revision()
    const goingOn = halfway(place)
    const act = library.desks.run('set', ids, 'sad', null, 'Ann')
    const goOn = await goingOn
    stop.abort()
    goOn()
    await expect(act).rejects.toMatchObject({ code: 'cancelled' })
    expect([told, library.labels.revision(), labelled('calm')]).toEqual([[['set', MANY]], before, MANY])
    expect((await library.desks.run('set', [ids[0]], 'sad', null, 'Ann')).labelRevision).toBe(before + 1)
  })

  it.each([
    ['halfway', 'calm'],
    ['done', 'sad'],
  ])('of a process that is killed when it is %s, leaves all clips %s', async (moment, label) => {
    const { place, library } = largeLibrary()
    const before = library.labels.revision()
    library.close()
    const { child, line } = startChild(new URL('./act-halfway.child.ts', import.meta.url), place, moment)
    expect(await line()).toBe(moment === 'halfway' ? 'halfway' : String(before + 1))
    await killed(child)
    const again = openLibrary(place)
    onTestFinished(() => again.close())
    expect(again.clips.facets({}).labels).toEqual([{ value: label, count: MANY }])
    expect(again.labels.revision()).toBe(moment === 'halfway' ? before : before + 1)
    expect(again.labels.set([1 as never], 'happy', null).labelRevision).toBe(again.labels.revision())
  })

  it('says the same as one that was done in the studio’s own thread', async () => {
    const { library, ids, labelled } = largeLibrary()
    const start = library.labels.revision()
    const rule = { kind: 'intended' as const, rater: null, otherwise: 'unlabelled' as const }
    await library.desks.run('set', ids, 'sad', null, 'Ann')
    await library.desks.run('exclude', ids.slice(0, 1200), true, ANN)
    expect(library.clips.ids({ excluded: true }, BY_ID)).toEqual(ids.slice(0, 1200))
    await library.desks.run('setGoldRule', rule, ANN)
    expect([labelled('calm'), library.labels.gold().rule]).toEqual([MANY, rule])
    expect(await library.desks.run('undoAct', 'Ann')).toMatchObject({
      summary: 'undo: gold rule: intended',
    })
    expect(labelled('sad')).toBe(MANY)
    expect((await library.desks.run('diff', start, library.labels.revision())).clipIds).toEqual(ids)
    await library.desks.run('restore', start, ANN)
    expect([labelled('calm'), library.clips.ids({ excluded: true }, BY_ID)]).toEqual([MANY, []])
    const [told] = await library.desks.run('history', 1)
    expect(told).toEqual(library.labels.history(1)[0])
  })

  it('is refused as it is there: by code and message', async () => {
    const { library, ids } = largeLibrary()
    await expect(library.desks.run('set', [...ids, 99_999 as never], 'sad', null)).rejects.toMatchObject({
      code: 'notFound',
      message: 'There is no clip 99999.',
    })
  })

  it('brings an import of many labels in as one act, from a file that is read beside the studio', async () => {
    const { library, ids, labelled } = largeLibrary()
    const lines = ids.map(
      (_, index) => `clip-${String(index).padStart(3, '0')}.wav,happy,a note that makes it long`,
    )
    const text = `path,label,note\n${lines.join('\n')}\n`
    const source = { name: 'labels.csv', files: [{ name: 'labels.csv', bytes: Buffer.from(text) }] }
    const options = { rater: 'cleo', tracks: null, newLabels: false, overNewer: false, asGold: false }
    const seen = await library.desks.run('previewImport', source, options)
    expect(seen.totals).toMatchObject({ new: MANY })
    const planned = await library.desks.run('planImport', source, options, seen)
    const { clipIds, summary } = await library.desks.run('writeImport', planned, ANN)
    expect([clipIds.length, summary]).toEqual([MANY, `labels read from labels.csv on ${MANY} clips`])
    expect(labelled('happy')).toBe(MANY)
  })
})
