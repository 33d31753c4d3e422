/**
 * How fast are gold labels, undo and agreement in a large library, and how long does nobody else get an answer meanwhile?
 *
 *     node tests/bench/labels.ts [--clips N] [--rounds N]
 *
 * Fills a library with generated clips, lets three raters judge half of them, and measures what a person waits for, through
 * the contract with its JSON and checks: a relabel, another gold rule, another label map, undo and restore of a bulk act,
 * the difference of two revisions. "pause" is the longest time for which the event loop did not turn; page and studio share
 * it here.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { connect } from '#shared/contract/connect.ts'
import { createMemoryWires } from '#shared/contract/memory-wire.ts'
import { serve } from '#shared/contract/serve.ts'
import type { ClipSort } from '#shared/domain/clip.ts'
import { GOLD_RULE_KINDS, LABEL_MAP_PRESETS } from '#shared/domain/gold-rule.ts'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { createRandom } from '#shared/random.ts'
import { createNodeTrainerHost } from '#main/hosts/node-trainer-host.ts'
import { openLibrary } from '#main/library/library.ts'
import { createStudio } from '#main/studio/create-studio.ts'
import { addFoundClips } from '../unit/library/add-found-clips.ts'
import { generatedClips } from './generated-clips.ts'
import { watched, type Watched } from './watched.ts'

const { values } = parseArgs({
  options: {
    clips: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    /** For itself: makes the library there. */
    fill: { type: 'string' },
  },
})
const clipCount = Number(values.clips)
const rounds = Number(values.rounds)
const RATERS = ['Ann', 'Ben', 'Cem']
const BY = { rater: 'Ann', note: null }
const BY_ID: ClipSort = { by: 'id', descending: false }
if (values.fill !== undefined) {
  fill(values.fill)
  process.exit()
}
const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
process.env.EMOTONE_DATA = path.join(folder, 'data')
try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}`,
  )
  const place = path.join(folder, 'large.emotone')
  // a process of its own, so that its memory is not counted
  spawnSync(process.execPath, [import.meta.filename, '--fill', place, '--clips', values.clips])
  await bench(place)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function fill(place: string): void {
  const library = openLibrary(place, { isNew: true })
  const random = createRandom('labels bench')
  addFoundClips(library, generatedClips(clipCount))
  for (const rater of RATERS) {
    const annotations = library.clips
      .ids({}, BY_ID)
      .filter(() => random.next() < 0.5)
      .map((clipId) => ({
        clipId,
        track: rater,
        label: SEED_LABELS[random.integer(SEED_LABELS.length)],
        confidence: null,
        note: null,
      }))
    library.labels.annotate(annotations, 'generated labels on', { rater, reason: null })
  }
  library.close()
}

async function bench(libraryPath: string): Promise<void> {
  const log = (line: string) => console.error(line)
  const studio = await createStudio({
    libraryPath,
    trainerHost: createNodeTrainerHost(),
    version: 'bench',
    log,
  })
  const [near, far] = createMemoryWires()
  serve(far, studio.handlers, studio.events, { log })
  const { call, close } = connect(() => Promise.resolve(near))
  const ids = await call('clips.ids', { filter: {}, sort: BY_ID })
  const start = (await call('library.get', {})).labelRevision
  const one = ids[Math.floor(ids.length / 2)]
  const undo = () => call('labels.undo', { rater: 'Ann' })
  const set = (clipIds: typeof ids, label: string, rater: string) =>
    call('labels.set', { clipIds, label, note: null, rater })
  console.log(`${clipCount} clips; medians of ${rounds}:`)
  await measure('one label', () => set([one], 'sad', 'Ann'))
  await measure('agreement of three raters', () => call('labels.agreement', { tracks: [], corpora: [] }))
  for (const kind of GOLD_RULE_KINDS) {
    const rule = { kind, rater: kind === 'rater' ? 'Ann' : null, otherwise: 'intended' as const }
    if (kind !== 'newest')
      await measure(`gold rule: ${kind}`, () => call('labels.setGoldRule', { rule, ...BY }), undo)
  }
  const [, , map] = LABEL_MAP_PRESETS
  const asked = { name: map.name, entries: map.entries }
  await measure(`label map: ${map.name}`, () => call('labels.setLabelMap', { ...asked, ...BY }), undo)
  const { rule } = await call('labels.gold', {})
  await measure('rule, map and labels of corpora', () => call('labels.gold', {}))
  await measure('what a map would change', () => call('labels.previewGold', { rule, entries: map.entries }))
  await measure('what a label would change', () =>
    call('labels.previewSet', { clipIds: ids, label: 'calm', rater: 'Dee' }),
  )
  await call('labels.setGoldRule', { rule: { ...rule, kind: 'soft' }, ...BY })
  await measure('what it would change, rule soft', () =>
    call('labels.previewSet', { clipIds: ids, label: 'calm', rater: 'Dee' }),
  )
  await undo()
  await measure('relabel all clips', () => set(ids, 'calm', 'Dee'), undo)
  await measure(
    'exclude all clips',
    () => call('labels.exclude', { clipIds: ids, excluded: true, ...BY }),
    undo,
  )
  const { changeSetId } = await set(ids, 'calm', 'Dee')
  await measure('what undo of that would change', () =>
    call('labels.previewUndo', { changeSetIds: [changeSetId!] }),
  )
  await measure('undo of that', undo, () => call('labels.redo', { rater: 'Ann' }))
  const now = (await call('library.get', {})).labelRevision
  await measure('difference of two revisions', () =>
    call('labels.diff', { fromRevision: start, toRevision: now }),
  )
  await measure('what a restore would change', () => call('labels.previewRestore', { labelRevision: start }))
  await measure('restore of a revision', () => call('labels.restore', { labelRevision: start, ...BY }), undo)
  await measure('history', () => call('labels.history', { limit: 200 }))
  await measure('first page and facets after an act', () =>
    Promise.all([
      call('clips.page', { filter: {}, sort: BY_ID, offset: 0, limit: 200 }),
      call('clips.facets', { filter: {} }),
    ]),
  )
  console.log(`  memory at most ${Math.round(process.resourceUsage().maxRSS / 1024)} MB`)
  close()
  await studio.close()
}

/** @param back runs unwatched after each round */
async function measure(
  what: string,
  work: () => Promise<unknown>,
  back: () => unknown = () => undefined,
): Promise<void> {
  const times: Watched[] = []
  for (let round = 0; round < rounds; round++) {
    times.push(await watched(work))
    await back()
  }
  const median = (of: keyof Watched) => times.map((time) => time[of]).sort((a, b) => a - b)[rounds >> 1]
  const [passed, worked, here, pause] = (['passed', 'worked', 'workedHere', 'pause'] as const).map((of) =>
    `${median(of).toFixed(median(of) < 10 ? 1 : 0)} ms`.padStart(8),
  )
  console.log(
    `  ${what.padEnd(38)}${passed}, processor ${worked}, of it here ${here}, longest pause ${pause}`,
  )
}
