/**
 * How fast is indexing, and how fast is a large library?
 *
 *     node tests/bench/index.ts [FOLDER] [--pairs N] [--clips N]
 *
 * Indexes FOLDER (../shared/corpora unless given) into a fresh library beside `sha256sum` over the same files, in turn,
 * and measures pages, filters, sorts and facets of a generated library.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { ClipFilter, ClipId, ClipSort } from '#shared/domain/clip.ts'
import { createRandom } from '#shared/random.ts'
import { indexFolders } from '#main/library/index-job.ts'
import { openLibrary, type Library } from '#main/library/library.ts'
import { addFoundClips } from '../unit/library/add-found-clips.ts'
import { generatedClips } from './generated-clips.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { pairs: { type: 'string', default: '7' }, clips: { type: 'string', default: '100000' } },
})
const corpora = path.resolve(positionals[0] ?? path.join(import.meta.dirname, '../../../shared/corpora'))
const scratch = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, ${os.availableParallelism()} cores, Node ${process.version}`,
  )
  if (existsSync(corpora)) await benchIndexing(corpora, Number(values.pairs))
  else console.log(`indexing: skipped, there is no folder ${corpora}`)
  benchLibrary(Number(values.clips))
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function benchIndexing(folder: string, pairs: number): Promise<void> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(wav|aiff?|flac|mp3|ogg)$/i.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
  const sums: number[] = []
  const indices: number[] = []
  const again: number[] = []
  for (let pair = 0; pair < pairs; pair++) {
    sums.push(timed(() => sha256sum(files)))
    const library = openLibrary(path.join(scratch, `${pair}.emotone`), { isNew: true })
    indices.push(await timedAsync(() => indexFolders(library, [folder])))
    again.push(await timedAsync(() => indexFolders(library, [folder])))
    library.close()
  }
  const ratio = median(indices.map((index, pair) => index / sums[pair]))
  console.log(
    `${files.length} sound files in ${folder}, medians of ${pairs} pairs (files in the page cache):`,
  )
  console.log(`  sha256sum over the files    ${text(median(sums))}`)
  console.log(
    `  index into a fresh library  ${text(median(indices))}   ratio ${ratio.toFixed(2)} (aim 2 at most)`,
  )
  console.log(`  index again, nothing new    ${text(median(again))}`)
}

/** One process for all files, as a person would call it. */
function sha256sum(files: string[]): void {
  execFileSync('xargs', ['-0', 'sha256sum'], {
    input: files.join('\0'),
    stdio: ['pipe', 'ignore', 'inherit'],
  })
}

function benchLibrary(count: number): void {
  let library = openLibrary(path.join(scratch, 'large.emotone'), { isNew: true })
  const random = createRandom('lengths')
  addFoundClips(library, generatedClips(count), () => 1 + random.next() * 4)
  markSomeFindings(library)
  library.close()
  library = openLibrary(path.join(scratch, 'large.emotone'))
  console.log(`library of ${count} clips, p95 over 40 times each:`)
  const start = performance.now()
  const ids = library.clips.ids({}, { by: 'id', descending: false })
  console.log(`  first look after opening ${(performance.now() - start).toFixed(1)} ms`)
  let turn = 0
  // what is measured has to be made anew: a label has changed since
  const relabel = () => library.labels.set([ids[(turn += 61) % ids.length]], turn % 2 ? 'sad' : 'calm', null)
  const FILTERS: [string, ClipFilter][] = [
    ['all', {}],
    ['one corpus, one label', { corpora: ['CREMA-D'], labels: ['sad'] }],
    ['one speaker', { speakers: ['RAVDESS/07'] }],
    ['a finding', { findings: ['clipped'] }],
    ['two words', { text: 'airplane cold' }],
    ['lengths', { minSeconds: 2, maxSeconds: 2.5, sexes: ['female'] }],
  ]
  const SORTS: ClipSort[] = [
    { by: 'name', descending: false },
    { by: 'seconds', descending: true },
    { by: 'speaker', descending: false },
    { by: 'findings', descending: true },
  ]
  for (const [name, filter] of FILTERS) {
    const facets = p95(() => library.clips.facets(filter), relabel)
    const firsts = SORTS.map(
      (sort) => `${sort.by} ${p95(() => library.clips.page(filter, sort, 0, 100), relabel)}`,
    )
    let offset = 0
    const next = p95(() => library.clips.page(filter, SORTS[0], (offset += 997) % 50_000, 100))
    console.log(
      `  ${name.padEnd(22)} first page by ${firsts.join(', ')}; next pages ${next}; facets ${facets} ms`,
    )
  }
  console.log(
    `  a label, synced to disk ${p95(relabel)} ms; summary ${p95(() => library.summary(), relabel)} ms`,
  )
  library.close()
}

function markSomeFindings(library: Library): void {
  const ids = library.clips.ids({}, { by: 'id', descending: false })
  const every = (step: number, kind: string) => ({
    kind,
    severity: 'note' as const,
    clipIds: ids.filter((_: ClipId, index) => index % step === 0),
    paths: [],
    evidence: kind,
  })
  library.findings.replaceAll([every(50, 'clipped'), every(5, 'perceived-disagrees'), every(1000, 'silent')])
}

/** @param before is done before each time, and not measured */
function p95(work: () => unknown, before?: () => unknown): string {
  const times = Array.from({ length: 40 }, () => {
    before?.()
    return timed(work)
  }).sort((a, b) => a - b)
  return times[37].toFixed(1)
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return performance.now() - start
}

async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function median(numbers: number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function text(milliseconds: number): string {
  return `${milliseconds.toFixed(0).padStart(6)} ms`
}
