import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { Comparison, Prediction, RunId } from '#shared/domain/run.ts'
import { runNames } from './run-names.ts'
import { useSession } from './session.ts'

/** A cell of one run's confusion matrix. */
export interface OpenCell {
  runId: RunId
  truth: string
  predicted: string
  /** Null: all test speakers. */
  sex: 'female' | 'male' | null
}

/** Two or more runs beside each other, and the clips of the cell that is open. */
export const useCompareStore = defineStore('compare', () => {
  const comparison = shallowRef<Comparison | null>(null)
  const error = shallowRef<unknown>(null)
  const isLoading = ref(false)
  const openCell = ref<OpenCell | null>(null)
  const cellClips = shallowRef<Prediction[]>([])
  const cellError = shallowRef<unknown>(null)
  const isCellLoading = ref(false)

  /** Names that keep the compared runs apart, in their order. */
  const names = computed(() => runNames(comparison.value?.runs.map((run) => run.info) ?? []))

  // answers may overtake each other; only the newest question counts
  let asked = 0
  let cellAsked = 0

  /** Compares runs; no runs empties the screen. */
  async function compare(runIds: RunId[]): Promise<void> {
    const mine = ++asked
    closeCell()
    error.value = null
    if (runIds.length === 0) {
      comparison.value = null
      isLoading.value = false
      return
    }
    isLoading.value = true
    try {
      const answer = await useSession().client.call('compare.runs', { runIds })
      if (mine === asked) comparison.value = answer
    } catch (failure) {
      if (mine === asked) {
        error.value = failure
        comparison.value = null
      }
    } finally {
      if (mine === asked) isLoading.value = false
    }
  }

  /** Lists the test clips of a cell, the surest mistakes first. */
  async function open(cell: OpenCell): Promise<void> {
    const mine = ++cellAsked
    openCell.value = cell
    cellClips.value = []
    cellError.value = null
    isCellLoading.value = true
    try {
      const rows = await useSession().client.call('runs.predictions', { ...cell, split: 'test' })
      if (mine === cellAsked) cellClips.value = surestFirst(rows)
    } catch (failure) {
      if (mine === cellAsked) {
        cellError.value = failure
        cellClips.value = []
      }
    } finally {
      if (mine === cellAsked) isCellLoading.value = false
    }
  }

  function closeCell(): void {
    cellAsked++
    openCell.value = null
    cellClips.value = []
    cellError.value = null
    isCellLoading.value = false
  }

  return {
    comparison,
    error,
    isLoading,
    openCell,
    cellClips,
    cellError,
    isCellLoading,
    names,
    compare,
    open,
    closeCell,
  }
})

/** Predictions with the highest probability of their predicted label first. */
export function surestFirst(predictions: readonly Prediction[]): Prediction[] {
  const top = (prediction: Prediction): number => Math.max(...prediction.probabilities)
  return [...predictions].sort((first, second) => top(second) - top(first))
}
