/**
 * Wrong labels among the first: Emotone's ranking beside cleanlab's on the same out-of-fold probabilities.
 *
 *     node tests/bench/label-errors.ts [--seeds N]
 *
 * 5 % of the labels are changed by chance, in synthesised voices (demo corpora of several seeds taken together) and, where
 * they are at hand, in CREMA-D of ../shared/corpora. Python with cleanlab is what EMOTONE_BENCH_PYTHON names.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { createRandom } from '#shared/random.ts'
import { featuredClips, type FeaturedClip } from '#main/audit/feature-table.ts'
import { suspectLabels, type SuspectedLabels } from '#main/audit/suspected-labels.ts'
import { makeDemoCorpus } from '#main/demo/make-demo-corpus.ts'
import { HAS_SHARED_CORPORA, SHARED_CORPORA } from '../fixtures/corpora.ts'
import { measuredClipsOfFolder } from '../fixtures/measure-clips.ts'

const WRONG_SHARE = 0.05
const DEPTHS = [20, 100, 500]
const { values } = parseArgs({ options: { seeds: { type: 'string', default: '5' } } })
const seedCount = Number(values.seeds)
const python = process.env.EMOTONE_BENCH_PYTHON
const hasCleanlab = python !== undefined && spawnSync(python, ['-c', 'import cleanlab']).status === 0
if (!hasCleanlab) {
  console.log('cleanlab is skipped: set EMOTONE_BENCH_PYTHON to a Python that has it (pip install cleanlab).')
}

await bench('synthesised voices', await demoClips(10))
if (HAS_SHARED_CORPORA) {
  const clips = await measuredClipsOfFolder(SHARED_CORPORA)
  await bench('CREMA-D, 12 speakers', featuredClips(clips.filter((clip) => clip.corpus === 'CREMA-D')))
} else console.log('CREMA-D is skipped: there is no ../shared/corpora.')

/** Voices of several seeds, 10 speakers and 360 clips each. */
async function demoClips(corpusCount: number): Promise<FeaturedClip[]> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
  try {
    const clips: FeaturedClip[] = []
    for (let seed = 1; seed <= corpusCount; seed++) {
      const folder = path.join(scratch, String(seed))
      await makeDemoCorpus(folder, { seed })
      const own = featuredClips(await measuredClipsOfFolder(folder))
      clips.push(...own.map((clip) => ({ ...clip, speakerId: `${clip.speakerId} ${seed}` })))
    }
    return clips
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function bench(name: string, clips: FeaturedClip[]): Promise<void> {
  const ours: number[][] = []
  const theirs: number[][] = []
  const listed: number[] = []
  const seconds: number[] = []
  let wrongCount = 0
  for (let seed = 1; seed <= seedCount; seed++) {
    const planted = plant(clips, seed)
    wrongCount = planted.wrong.size
    const start = performance.now()
    const suspected = suspectLabels(planted.clips)
    if (!suspected) throw new Error(`${name} has too few speakers or labels`)
    seconds.push((performance.now() - start) / 1000)
    const isWrong = suspected.clips.map((clip) => planted.wrong.has(clip.clipHash))
    ours.push(DEPTHS.map((depth) => precision(suspected.doubts.ranking, isWrong, depth)))
    if (suspected.worthCheckingCount > 0)
      listed.push(precision(suspected.doubts.ranking, isWrong, suspected.worthCheckingCount))
    if (hasCleanlab) {
      for (const [index, ranking] of cleanlabRankings(python, suspected).entries())
        theirs[index * seedCount + seed - 1] = DEPTHS.map((depth) => precision(ranking, isWrong, depth))
    }
  }
  console.log(
    `${name}: ${clips.length} clips, ${wrongCount} wrong, ${seedCount} seeds, ${mean(seconds).toFixed(1)} s for five models`,
  )
  const depths = DEPTHS.map((depth) => `first ${depth}`).join(', ')
  console.log(
    `  precision at the ${depths}; at most ${DEPTHS.map((depth) => Math.min(1, wrongCount / depth).toFixed(2)).join(', ')}`,
  )
  console.log(`  Emotone                      ${meansOf(ours)}`)
  if (hasCleanlab) {
    console.log(`  cleanlab self-confidence     ${meansOf(theirs.slice(0, seedCount))}`)
    console.log(`  cleanlab normalized margin   ${meansOf(theirs.slice(seedCount))}`)
  }
  console.log(
    listed.length === 0
      ? '  Emotone lists none as worth checking'
      : `  precision of those that Emotone lists as worth checking ${mean(listed).toFixed(2)}`,
  )
}

function plant(clips: FeaturedClip[], seed: number): { clips: FeaturedClip[]; wrong: Set<string> } {
  const random = createRandom(`plant ${seed}`)
  const labels = [...new Set(clips.flatMap((clip) => clip.label ?? []))].sort()
  const chosen = random
    .shuffle(clips.map((clip) => clip.clipHash))
    .slice(0, Math.round(clips.length * WRONG_SHARE))
  const wrong = new Set(chosen)
  return {
    wrong,
    clips: clips.map((clip) => {
      if (!wrong.has(clip.clipHash)) return clip
      const others = labels.filter((label) => label !== clip.label)
      return { ...clip, label: others[random.integer(others.length)] }
    }),
  }
}

/** Orders of the rows by cleanlab's label quality: self-confidence, then normalized margin. */
function cleanlabRankings(command: string, { probabilities, given, labels }: SuspectedLabels): number[][] {
  const script = `
import json, sys
import numpy as np
from cleanlab.rank import get_label_quality_scores
data = json.load(sys.stdin)
p = np.array(data['probabilities']).reshape(-1, data['classCount'])
p = p / p.sum(axis=1, keepdims=True)
g = np.array(data['given'])
print(json.dumps([np.argsort(get_label_quality_scores(g, p, method=m), kind='stable').tolist() for m in ('self_confidence', 'normalized_margin')]))
`
  const input = JSON.stringify({
    probabilities: [...probabilities],
    given: [...given],
    classCount: labels.length,
  })
  const { status, stdout, stderr } = spawnSync(command, ['-c', script], {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  })
  if (status !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

function precision(ranking: readonly number[], isWrong: readonly boolean[], depth: number): number {
  return ranking.slice(0, depth).filter((row) => isWrong[row]).length / depth
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function meansOf(rows: readonly (readonly number[])[]): string {
  return DEPTHS.map((_, index) => mean(rows.map((row) => row[index])).toFixed(3)).join('  ')
}
