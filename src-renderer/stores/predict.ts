import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { ClipFilter, ClipId, ClipRow, ClipSort } from '#shared/domain/clip.ts'
import type { RunId } from '#shared/domain/run.ts'
import { DEFAULT_SORT } from './clip-query.ts'
import { useSession } from './session.ts'

/** Most clips that `predict.clips` takes at once. */
export const MAX_PREDICTED_CLIPS = 1000

/** What a model says about one clip or file. */
export interface PredictedLine {
  /** Null for a file that is no clip of the library. */
  clipId: ClipId | null
  name: string
  /** The clip's gold label; null where there is none. */
  goldLabel: string | null
  label: string | null
  probabilities: Record<string, number>
  /** Why there is no prediction; null when there is one. */
  problem: string | null
}

/** What is to be predicted: sound files by their paths on the studio's machine, clips, or those that a filter lets through. */
export type PredictOrder =
  { files: string[] } | { clipIds: ClipId[] } | { filter: ClipFilter; sort: ClipSort }

/** What a trained model says about clips of the library or sound files. */
export const usePredictStore = defineStore('predict', () => {
  const lines = shallowRef<PredictedLine[]>([])
  const error = shallowRef<unknown>(null)
  const isBusy = ref(false)
  let last: { runId: RunId; order: PredictOrder } | null = null
  let asked = 0

  /** Asks the model of a run; of clips the first MAX_PREDICTED_CLIPS are predicted. */
  async function predict(runId: RunId, order: PredictOrder): Promise<void> {
    const mine = ++asked
    last = { runId, order }
    isBusy.value = true
    error.value = null
    try {
      const answer =
        'files' in order ? await linesOfFiles(runId, order.files) : await linesOfClips(runId, order)
      if (mine === asked) lines.value = answer
    } catch (failure) {
      if (mine === asked) error.value = failure
    } finally {
      if (mine === asked) isBusy.value = false
    }
  }

  /** The same once more. */
  async function predictAgain(): Promise<void> {
    if (last !== null) await predict(last.runId, last.order)
  }

  return { lines, error, isBusy, predict, predictAgain }
})

async function linesOfClips(
  runId: RunId,
  order: Exclude<PredictOrder, { files: string[] }>,
): Promise<PredictedLine[]> {
  const { client } = useSession()
  const all = 'clipIds' in order ? order.clipIds : await client.call('clips.ids', order)
  const ids = all.slice(0, MAX_PREDICTED_CLIPS)
  const [answers, page] = await Promise.all([
    client.call('predict.clips', { runId, clipIds: ids }),
    client.call('clips.page', { filter: { ids }, sort: DEFAULT_SORT, offset: 0, limit: ids.length }),
  ])
  const rows = new Map<ClipId, ClipRow>(page.rows.map((row) => [row.id, row]))
  return answers.map(({ clipId, label, probabilities }) => ({
    clipId,
    name: rows.get(clipId)?.name ?? `clip ${clipId}`,
    goldLabel: rows.get(clipId)?.label ?? null,
    label,
    probabilities,
    problem: null,
  }))
}

async function linesOfFiles(runId: RunId, files: string[]): Promise<PredictedLine[]> {
  const answers = await useSession().client.call('predict.files', { runId, files })
  return answers.map(({ file, label, probabilities, problem }) => ({
    clipId: null,
    name: file,
    goldLabel: null,
    label,
    probabilities,
    problem,
  }))
}
