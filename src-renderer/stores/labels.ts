import { computed, ref } from 'vue'
import { defineStore } from 'pinia'
import type { CallOutput } from '#shared/contract/contract.ts'
import type { ClipId, ClipRow } from '#shared/domain/clip.ts'
import { STUDIO_LABELS } from '#shared/domain/labels.ts'
import { capitalise, plural } from '../format.ts'
import { useClipListStore } from './clip-list.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { useStudioStore } from './studio.ts'
import { useToastsStore } from './toasts.ts'

/** Keys 1–9 and 0. */
export const LABEL_KEY_COUNT = 10

/** A person's decisions: labels, exclusion, undo and redo. Shown at once, taken back where the studio refuses. */
export const useLabelsStore = defineStore('labels', () => {
  const list = useClipListStore()
  const toasts = useToastsStore()
  const settings = useSettingsStore()
  const studio = useStudioStore()
  const isWriting = ref(false)

  /** Labels in the order of the keys 1–9, 0, then those without a key. */
  const ordered = computed<string[]>(() => {
    const known = studio.library?.labels.length ? studio.library.labels : [...STUDIO_LABELS]
    const preferred = (settings.labelKeys ?? []).filter((label) => known.includes(label))
    const standard = STUDIO_LABELS.filter((label) => known.includes(label))
    return [...new Set([...preferred, ...standard, ...known])]
  })

  /** Under other rules, or a map, only the studio can say what becomes of the gold label. */
  const isLabelGold = computed(
    () => studio.library?.goldRule.kind === 'newest' && studio.library.labelMap.version === 0,
  )

  /** Gives a label, or takes the rater's label back with null. @returns false where the studio refused. */
  function set(clipIds: ClipId[], label: string | null, note: string | null = null): Promise<boolean> {
    const what = label === null ? 'Label taken back' : `Labelled ${label}`
    return write(clipIds, label !== null && isLabelGold.value ? { label } : {}, what, () =>
      useSession().client.call('labels.set', { clipIds, label, note, rater: settings.rater }),
    )
  }

  function setExcluded(clipIds: ClipId[], excluded: boolean, note: string | null = null): Promise<boolean> {
    const what = excluded ? 'Excluded from training' : 'Included in training again'
    return write(clipIds, { excluded }, what, () =>
      useSession().client.call('labels.exclude', { clipIds, excluded, note, rater: settings.rater }),
    )
  }

  async function write(
    clipIds: ClipId[],
    change: Partial<Pick<ClipRow, 'label' | 'excluded'>>,
    what: string,
    call: () => Promise<CallOutput<'labels.set'>>,
  ): Promise<boolean> {
    if (clipIds.length === 0) return false
    const takeBack = list.patch(clipIds, change)
    isWriting.value = true
    try {
      await call()
      toasts.show(`${what}: ${plural(clipIds.length, 'clip')}`, {
        act: { title: 'Undo', run: () => void undo() },
      })
      return true
    } catch (error) {
      takeBack()
      toasts.showError(error)
      return false
    } finally {
      isWriting.value = false
    }
  }

  /** Takes the newest act back, on labels or on findings. */
  function undo(): Promise<void> {
    return step('acts.undo', 'Nothing to undo')
  }

  function redo(): Promise<void> {
    return step('acts.redo', 'Nothing to redo')
  }

  async function step(name: 'acts.undo' | 'acts.redo', nothing: string): Promise<void> {
    try {
      const { about, summary } = await useSession().client.call(name, { rater: settings.rater })
      toasts.show(about === null ? nothing : capitalise(summary))
    } catch (error) {
      toasts.showError(error)
    }
  }

  return { ordered, isLabelGold, isWriting, set, setExcluded, undo, redo }
})
