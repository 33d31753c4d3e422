/**
 * How does a large library behave in the studio's process?
 *
 *     node tests/bench/scale.ts [--clips 100000] [--folder DIR]
 *
 * Makes a library of that many clips (kept in DIR, where one is named) and measures it in a process of its own: opening,
 * every member of the filter under every sort, facets, following pages, ids, labels and memory. Each call goes through
 * the contract, JSON and checks of both sides included. Times are median / 95th percentile / worst, then the 95th
 * percentile of processor time, which other programs on the machine change less.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '#shared/contract/connect.ts'
import { createMemoryWires } from '#shared/contract/memory-wire.ts'
import { serve } from '#shared/contract/serve.ts'
// @ts-expect-error plain JavaScript: it runs before anything is installed
import { leanStart } from '../../bin/setup/lean-memory.mjs'
import { CLIP_SORTS, type ClipFilter, type ClipId, type ClipSort } from '#shared/domain/clip.ts'
import { createNodeTrainerHost } from '#main/hosts/node-trainer-host.ts'
import { createStudio } from '#main/studio/create-studio.ts'
import { makeLargeLibrary } from './large-library.ts'

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '100000' },
    folder: { type: 'string' },
    measure: { type: 'string' },
  },
})
if (values.measure !== undefined) await measure(values.measure)
else await main(Number(values.clips), values.folder)

async function main(clipCount: number, kept: string | undefined): Promise<void> {
  const folder = kept ?? mkdtempSync(path.join(os.tmpdir(), 'emotone-scale-'))
  try {
    const cpu = os.cpus()[0]?.model ?? 'unknown CPU'
    console.log(`${cpu}, ${os.availableParallelism()} cores, Node ${process.version}`)
    if (!existsSync(path.join(folder, 'large.emotone'))) {
      const start = performance.now()
      await makeLargeLibrary(folder, clipCount, Math.min(clipCount, 100_000))
      console.log(`made ${clipCount} clips in ${((performance.now() - start) / 1000).toFixed(0)} s`)
    }
    // as `emotone serve` starts
    const { flags, env } = leanStart(['serve'])
    spawnSync(process.execPath, [...flags, import.meta.filename, '--measure', folder], {
      stdio: 'inherit',
      env: { ...process.env, ...env, EMOTONE_DATA: path.join(folder, 'data') },
    })
  } finally {
    if (kept === undefined) rmSync(folder, { recursive: true, force: true })
  }
}

async function measure(folder: string): Promise<void> {
  const empty = memory()
  const start = performance.now()
  const studio = await createStudio({
    libraryPath: path.join(folder, 'large.emotone'),
    trainerHost: createNodeTrainerHost(),
    version: 'bench',
    log: (line) => console.error(line),
  })
  const [near, far] = createMemoryWires()
  serve(far, studio.handlers, studio.events, { log: (line) => console.error(line) })
  const client = connect(() => Promise.resolve(near))
  const opened = performance.now() - start
  await Promise.all([client.call('studio.snapshot', {}), client.call('runs.list', {})])
  const snapshot = performance.now() - start
  const BY_ID: ClipSort = { by: 'id', descending: false }
  const [{ total }] = await Promise.all([
    client.call('clips.page', { filter: {}, sort: BY_ID, offset: 0, limit: 200 }),
    client.call('clips.facets', { filter: {} }),
  ])
  say('', `${total} clips`)
  say('opened', ms(opened), 'snapshot', ms(snapshot), 'first rows and facets', ms(performance.now() - start))
  say('memory before', empty, 'after opening', memory())

  const ids = await client.call('clips.ids', { filter: {}, sort: BY_ID })
  let turn = 0
  // another one each time, so that a library that is kept is not given the labels that it has
  const LABELS = ['sad', 'calm', 'fear', 'happy', 'boredom']
  const first = Date.now() % LABELS.length
  const nextLabel = () => LABELS[(first + turn++) % LABELS.length]
  // what is measured has to be made anew: a label has been set since
  const relabel = () =>
    client.call('labels.set', { clipIds: [ids[(turn * 61) % ids.length]], label: nextLabel(), note: null })
  const all: Time[] = []
  for (const [name, filter] of filtersOf(ids)) {
    const firsts: Time[] = []
    for (const by of CLIP_SORTS) {
      for (const descending of [false, true]) {
        const times = await timesOf(
          3,
          () => client.call('clips.page', { filter, sort: { by, descending }, offset: 0, limit: 200 }),
          relabel,
        )
        firsts.push(...times)
      }
    }
    all.push(...firsts)
    const facets = await timesOf(20, () => client.call('clips.facets', { filter }), relabel)
    let offset = 0
    const next = await timesOf(20, () =>
      client.call('clips.page', { filter, sort: BY_ID, offset: (offset += 997) % total, limit: 200 }),
    )
    say(name.padEnd(24), 'page', spread(firsts), 'facets', spread(facets), 'next page', spread(next))
  }
  say('any filter and sort', spread(all))
  say('all ids', spread(await timesOf(10, () => client.call('clips.ids', { filter: {}, sort: BY_ID }))))
  say('one label', spread(await timesOf(20, relabel)))
  const many = ids.slice(0, 10_000)
  const label = () => client.call('labels.set', { clipIds: many, label: nextLabel(), note: null })
  say('10,000 labels', spread(await timesOf(5, label)))
  say('summary', spread(await timesOf(10, () => client.call('library.get', {}), relabel)))
  say('memory at the end', memory())
  client.close()
  await studio.close()
}

/** Every member of the filter, alone and with others. */
function filtersOf(ids: ClipId[]): [string, ClipFilter][] {
  return [
    ['no filter', {}],
    ['corpora', { corpora: ['CREMA-D'] }],
    ['speakers', { speakers: ['RAVDESS/07'] }],
    ['sexes', { sexes: ['female'] }],
    ['labels', { labels: ['sad', ''] }],
    ['intensities', { intensities: ['strong'] }],
    ['findings', { findings: ['clipped'] }],
    ['lengths', { minSeconds: 2, maxSeconds: 2.5 }],
    ['text, one word', { text: 'airplane' }],
    ['text, three words', { text: 'airplane cold ravdess' }],
    ['text, nothing found', { text: 'nothing like this' }],
    ['excluded', { excluded: true }],
    ['relabelled', { relabelled: true }],
    ['ids, a thousand', { ids: ids.slice(0, 1000) }],
    ['corpus, label, sex, text', { corpora: ['TESS'], labels: ['sad'], sexes: ['male'], text: 'door' }],
  ]
}

async function timesOf(
  count: number,
  work: () => Promise<unknown>,
  before?: () => Promise<unknown>,
): Promise<Time[]> {
  const times: Time[] = []
  for (let index = 0; index < count; index++) {
    await before?.()
    const start = performance.now()
    const processor = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(processor)
    times.push({ wall: performance.now() - start, processor: (user + system) / 1000 })
  }
  return times
}

/** In milliseconds. */
interface Time {
  wall: number
  processor: number
}

function spread(times: Time[]): string {
  const at = (kind: keyof Time, share: number) => {
    const sorted = times.map((time) => time[kind]).sort((x, y) => x - y)
    return sorted[Math.ceil(share * sorted.length) - 1].toFixed(1)
  }
  return `${at('wall', 0.5)} / ${at('wall', 0.95)} / ${at('wall', 1)} (${at('processor', 0.95)}) ms`
}

function ms(milliseconds: number): string {
  return `${milliseconds.toFixed(0)} ms`
}

/** Of this process now, and its highest yet; the page cache of the database is in it, that of the system is not. */
function memory(): string {
  const status = readFileSync('/proc/self/status', 'utf8')
  const megabytes = (name: string) =>
    Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(status)?.[1]) / 1024)
  return `${megabytes('VmRSS')} MB (most ${megabytes('VmHWM')})`
}

function say(...words: string[]): void {
  console.log(words.join('  '))
}
