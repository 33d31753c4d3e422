/**
 * How much memory does the studio take for acts on all clips of a large library, and how long does nobody else get an answer?
 *
 *     node bin/emotone.mjs build && node tests/bench/memory.ts [--clips 100000] [--rounds 3] [--folder DIR] [--idle 75] [--audit | --index]
 *
 * Serves a generated library (DIR may hold one) as `emotone serve` does and acts on all of its clips over a WebSocket, as a
 * window does: a relabel and its undo with what they show before, a restored revision, another gold rule, exports, an import.
 * Memory is that of the studio's process. "Pause" is the longest wait of a second client that asks for something small all
 * the time. `--audit` measures an audit of all clips instead, whose sounds were measured before, and
 * `--index` indexing short recordings into a new library, again where nothing is new, and their first audit. Each round is a process of its own on a copy of the library; times and pauses are medians, memory is the most.
 */
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { connect, type StudioClient } from '#shared/contract/connect.ts'
import { createSocketWire } from '#shared/contract/socket-wire.ts'
import type { Wire } from '#shared/contract/wire.ts'
import type { CallInput } from '#shared/contract/contract.ts'
import { labelFormat } from '#shared/domain/exchange.ts'
import { startServe, type Scratch } from '../app/emotone.ts'
import { makeUpMeasures } from './made-up-measures.ts'
import { openLibrary } from '#main/library/library.ts'
import { writeLargeCorpus } from './large-corpus.ts'
import { makeLargeLibrary } from './large-library.ts'
import { forgetMost, memoryBelow } from './process-memory.ts'

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    folder: { type: 'string' },
    /** Seconds: the thread of long acts ends when it has had nothing to do for a minute, and V8 keeps its pages for some more. */
    idle: { type: 'string', default: '75' },
    audit: { type: 'boolean', default: false },
    index: { type: 'boolean', default: false },
  },
})
const folder = values.folder ?? mkdtempSync(path.join(os.tmpdir(), 'emotone-memory-'))
const env = { ...process.env, EMOTONE_DATA: path.join(folder, 'data') }
const scratch: Scratch = { folder, at: (...names) => path.join(folder, ...names), env, remove: () => {} }
const BY = { rater: 'Dee', note: null }
/** As a window sends them. */
const PART_BYTES = 2 * 1024 * 1024

interface Taken {
  passed: number
  pause: number
  most: number
}
const taken = new Map<string, Taken[]>()

try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}`,
  )
  const place = scratch.at(values.index ? 'empty.emotone' : 'large.emotone')
  const corpus = scratch.at('corpus')
  if (values.index && !existsSync(corpus)) writeLargeCorpus(corpus, Number(values.clips))
  if (!existsSync(place))
    if (values.index) openLibrary(place, { isNew: true }).close()
    else await makeLargeLibrary(folder, Number(values.clips), 0)
  console.log(`${values.clips} clips, ${values.rounds} rounds:`)
  for (let round = 0; round < Number(values.rounds); round++) {
    const copy = scratch.at('served.emotone')
    cpSync(place, copy, { recursive: true })
    if (values.audit) makeUpMeasures(copy)
    try {
      await serveAndMeasure(copy)
    } finally {
      rmSync(copy, { recursive: true })
    }
  }
  for (const [what, rounds] of taken) {
    const [passed, pause] = (['passed', 'pause'] as const).map((of) =>
      rounds
        .map((one) => one[of])
        .sort((a, b) => a - b)
        [rounds.length >> 1].toFixed(0)
        .padStart(6),
    )
    const most = Math.max(...rounds.map((one) => one.most))
    console.log(`  ${what.padEnd(34)}${passed} ms, longest pause${pause} ms, memory at most ${most} MB`)
  }
} finally {
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true })
}

/** Carries out work under a name. */
type Measure = <Result>(what: string, work: () => Promise<Result>) => Promise<Result>

async function serveAndMeasure(library: string): Promise<void> {
  const server = await startServe(scratch, '--library', library)
  const { origin } = new URL(server.url)
  const { headers } = await fetch(server.url, { redirect: 'manual' })
  const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const address = `${origin.replace('http', 'ws')}/wire`
  const pinging = new Worker(new URL('./pinging.worker.ts', import.meta.url), {
    workerData: { address, headers: { cookie, origin } },
  })
  const told = () => new Promise<number>((resolve) => pinging.once('message', resolve))
  const longestPause = () => {
    pinging.postMessage('longest')
    return told()
  }
  await told()
  const client = connect(() => openWire(address, { cookie, origin }))
  try {
    const act = values.index ? indexAll : values.audit ? auditAll : actOnAll
    await act(client, async (what, work) => {
      forgetMost(memoryBelow(server.pid))
      await longestPause()
      const start = performance.now()
      const result = await work()
      const passed = performance.now() - start
      const one = { passed, pause: await longestPause(), most: memoryBelow(server.pid).most }
      taken.set(what, [...(taken.get(what) ?? []), one])
      return result
    })
  } finally {
    client.close()
    await pinging.terminate()
    await server.stop()
  }
}

function jobEnded(on: StudioClient['on'], jobId: string): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    const off = on('jobs.changed', (job) => {
      if (job.id !== jobId || job.state === 'running') return
      off()
      if (job.state === 'done') resolve()
      else reject(new Error(job.message))
    })
  })
}

async function indexAll({ call, on }: StudioClient, measure: Measure): Promise<void> {
  await measure('nothing, for a second', () => sleep(1000))
  const added = () => call('library.addFolders', { folders: [scratch.at('corpus')] })
  await measure('index all recordings', async () => jobEnded(on, (await added()).jobId))
  await measure('and again', async () => jobEnded(on, (await call('library.reindex', {})).jobId))
  await measure('audit, hearing all first', async () => jobEnded(on, (await call('audit.start', {})).id))
}

async function auditAll({ call, on }: StudioClient, measure: Measure): Promise<void> {
  await measure('nothing, for a second', () => sleep(1000))
  await measure('audit of all clips', async () => jobEnded(on, (await call('audit.start', {})).id))
  await sleep(1000 * Number(values.idle))
  await measure('idle, after it', () => sleep(1000))
}

async function actOnAll({ call, on }: StudioClient, measure: Measure): Promise<void> {
  const exported = async (order: CallInput<'exchange.export'>): Promise<string> => {
    const { jobId, path: place } = await call('exchange.export', order)
    await jobEnded(on, jobId)
    return place
  }

  const clipIds = await measure('ids of all clips', () =>
    call('clips.ids', { filter: {}, sort: { by: 'id', descending: false } }),
  )
  await measure('nothing, for a second', () => sleep(1000))
  const { labelRevision: start } = await call('library.get', {})
  await measure('what a relabel would change', () =>
    call('labels.previewSet', { clipIds, label: 'calm', rater: 'Dee' }),
  )
  const relabel = await measure('relabel', () => call('labels.set', { clipIds, label: 'calm', ...BY }))
  const changeSetIds = [relabel.changeSetId!]
  await measure('what its undo would change', () => call('labels.previewUndo', { changeSetIds }))
  await measure('its undo', () => call('labels.undoChangeSets', { changeSetIds, conflicts: 'keep', ...BY }))
  const { labelRevision } = relabel
  await measure('restore the revision after it', () => call('labels.restore', { labelRevision, ...BY }))
  await measure('difference of two revisions', () =>
    call('labels.diff', { fromRevision: start, toRevision: labelRevision }),
  )
  const rule = { kind: 'intended' as const, rater: null, otherwise: 'unlabelled' as const }
  await measure('what a gold rule would change', () => call('labels.previewGold', { rule, entries: [] }))
  await measure('another gold rule', () => call('labels.setGoldRule', { rule, ...BY }))
  await measure('exclude', () => call('labels.exclude', { clipIds, excluded: true, ...BY }))
  await measure('undo of that', () => call('acts.undo', { rater: 'Dee' }))
  for (const format of labelFormat.options) {
    const tracks = format === 'audacity' ? ['gold'] : null
    await measure(`export all labels, ${format}`, () => exported({ format, filter: {}, tracks }))
  }
  const file = readFileSync(await exported({ format: 'csv', filter: {}, tracks: ['Dee'] }))
  const uploadId = await measure('send a CSV file of them', () => send(call, file))
  const source = { uploadId }
  const options = { rater: 'Eve', tracks: null, newLabels: true, overNewer: false, asGold: false }
  const { fileHash, planHash } = await measure('what its import would change', () =>
    call('exchange.preview', { source, options }),
  )
  const seen = { fileHash, planHash }
  const imported = await measure('its import', () =>
    call('exchange.apply', { source, options, seen, rater: 'Eve', reason: null }),
  )
  if (imported.clipIds.length !== clipIds.length)
    throw new Error(`${imported.clipIds.length} clips were labelled, not ${clipIds.length}`)
  await measure('undo of the import', () => call('acts.undo', { rater: 'Eve' }))
  await sleep(1000 * Number(values.idle))
  await measure('idle, after the thread’s end', () => sleep(1000))
}

async function send(call: StudioClient['call'], file: Buffer): Promise<string> {
  let uploadId: string | null = null
  for (let from = 0; from < file.length; from += PART_BYTES) {
    const base64 = file.subarray(from, from + PART_BYTES).toString('base64')
    ;({ uploadId } = await call('exchange.send', { uploadId, name: 'labels.csv', base64 }))
  }
  return uploadId!
}

async function openWire(address: string, headers: Record<string, string>): Promise<Wire> {
  const socket = new WebSocket(address, { headers })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return createSocketWire(socket)
}
