/**
 * How fast are gold labels, undo and agreement in a large library?
 *
 *     node tests/bench/labels.ts [--clips N] [--rounds N]
 *
 * Fills a library with generated clips, lets three raters judge half of them, and measures what a person waits for:
 * another gold rule, another label map, undo and restore of a bulk act, the difference of two revisions.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { GOLD_RULE_KINDS, LABEL_MAP_PRESETS } from '#shared/domain/gold-rule.ts'
import { SEED_LABELS } from '#shared/domain/labels.ts'
import { createRandom } from '#shared/random.ts'
import { openLibrary } from '#main/library/library.ts'
import { addFoundClips } from '../unit/library/add-found-clips.ts'
import { generatedClips } from './generated-clips.ts'

const { values } = parseArgs({
  options: { clips: { type: 'string', default: '100000' }, rounds: { type: 'string', default: '3' } },
})
const clipCount = Number(values.clips)
const rounds = Number(values.rounds)
const RATERS = ['Ann', 'Ben', 'Cem']
const BY = { rater: 'Ann', reason: null }
const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}`,
  )
  bench()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function bench(): void {
  const library = openLibrary(path.join(folder, 'large.emotone'), { isNew: true })
  const random = createRandom('labels bench')
  const filled = timed(() => addFoundClips(library, generatedClips(clipCount)))
  const ids = library.clips.ids({}, { by: 'id', descending: false })
  console.log(`${clipCount} clips, written in ${text(filled)}; medians of ${rounds}:`)
  const judged = timed(() => {
    for (const rater of RATERS) {
      const annotations = ids
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
  })
  console.log(`  three raters judge half of them         ${text(judged)}`)
  const start = library.labels.revision()
  const one = ids[Math.floor(ids.length / 2)]
  const everything = { tracks: [], corpora: [] }
  measure('agreement of three raters', () => library.labels.agreement(everything))
  measure('one label', () => library.labels.set([one], 'sad', null, 'Ann'))
  for (const kind of GOLD_RULE_KINDS) {
    const rule = { kind, rater: kind === 'rater' ? 'Ann' : null, otherwise: 'intended' as const }
    measure(
      `gold rule: ${kind}`,
      () => library.labels.setGoldRule(rule, BY),
      () => library.labels.undo(),
    )
  }
  const [, , map] = LABEL_MAP_PRESETS
  measure(
    `label map: ${map.name}`,
    () => library.labels.setLabelMap(map.name, map.entries, BY),
    () => library.labels.undo(),
  )
  measure('what a map would change', () =>
    library.labels.previewGold({ rule: library.labels.gold().rule, entries: map.entries }),
  )
  measure(
    'relabel all clips',
    () => library.labels.set(ids, 'calm', null, 'Dee'),
    () => library.labels.undo(),
  )
  library.labels.set(ids, 'calm', null, 'Dee')
  measure(
    'undo of that',
    () => library.labels.undo(),
    () => library.labels.redo(),
  )
  measure('difference of two revisions', () => library.labels.diff(start, library.labels.revision()))
  measure(
    'restore of a revision',
    () => library.labels.restore(start, BY),
    () => library.labels.undo(),
  )
  library.close()
}

/** @param back runs untimed after each round */
function measure(what: string, work: () => unknown, back: () => unknown = () => undefined): void {
  const times = Array.from({ length: rounds }, () => {
    const time = timed(work)
    back()
    return time
  })
  console.log(
    `  ${what.padEnd(40)}${text(times.sort((a, b) => a.worked - b.worked)[Math.floor(rounds / 2)])}`,
  )
}

/** Time that passed, and time that the processor worked, in milliseconds: on a busy machine they differ. */
interface Time {
  passed: number
  worked: number
}

function timed(work: () => unknown): Time {
  const start = performance.now()
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return { passed: performance.now() - start, worked: (user + system) / 1000 }
}

function text({ passed, worked }: Time): string {
  const [all, cpu] = [passed, worked].map((time) => `${time.toFixed(time < 10 ? 1 : 0)} ms`.padStart(10))
  return `${all}, processor ${cpu}`
}
