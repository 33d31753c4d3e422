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

/** What a trained model says about clips of the library or sound files. */
export const usePredictStore = defineStore('predict', () => {
  const lines = shallowRef<PredictedLine[]>([])
  const error = shallowRef<unknown>(null)
  const isBusy = ref(false)
  let asked = 0

  async function attempt(predict: () => Promise<PredictedLine[]>): Promise<void> {
    const mine = ++asked
    isBusy.value = true
    error.value = null
    try {
      const answer = await predict()
      if (mine === asked) lines.value = answer
    } catch (failure) {
      if (mine === asked) error.value = failure
    } finally {
      if (mine === asked) isBusy.value = false
    }
  }

  /** Predicts clips by id; the first MAX_PREDICTED_CLIPS of them. */
  function predictClips(runId: RunId, clipIds: readonly ClipId[]): Promise<void> {
    return attempt(async () => {
      const { client } = useSession()
      const ids = clipIds.slice(0, MAX_PREDICTED_CLIPS)
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
    })
  }

  /** Predicts the clips that a filter lets through; the first MAX_PREDICTED_CLIPS of them. */
  async function predictFilter(runId: RunId, filter: ClipFilter, sort: ClipSort): Promise<void> {
    let clipIds: ClipId[] = []
    await attempt(async () => {
      clipIds = await useSession().client.call('clips.ids', { filter, sort })
      return lines.value
    })
    if (error.value === null) await predictClips(runId, clipIds)
  }

  /** Predicts sound files by their paths on the studio's machine. */
  function predictFiles(runId: RunId, files: string[]): Promise<void> {
    return attempt(async () => {
      const answers = await useSession().client.call('predict.files', { runId, files })
      return answers.map(({ file, label, probabilities, problem }) => ({
        clipId: null,
        name: file,
        goldLabel: null,
        label,
        probabilities,
        problem,
      }))
    })
  }

  return { lines, error, isBusy, predictClips, predictFilter, predictFiles }
})
