import type { Ref } from 'vue'
import { useClipListStore } from '../../stores/clip-list.ts'
import { useLabelsStore } from '../../stores/labels.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useStudioStore } from '../../stores/studio.ts'
import { useToastsStore } from '../../stores/toasts.ts'

/**
 * Labels given to what is chosen in the current list, and the way on from there.
 * @param ownLabel what the rater has said of the clip at the cursor: given once more, it is taken back
 */
export function useGiving(ownLabel: Ref<string | null>) {
  const list = useClipListStore()
  const labels = useLabelsStore()
  const settings = useSettingsStore()
  const studio = useStudioStore()
  const toasts = useToastsStore()

  /** Goes on at once; without a connection, or where the studio refuses, the cursor is where the label is missing. */
  async function give(label: string | null): Promise<void> {
    const targets = list.targetIds
    if (targets.length === 0) return
    const isSame = targets.length === 1 && label !== null && label === ownLabel.value
    const from = list.cursor
    const goesOn = settings.autoAdvance && targets.length === 1 && !isSame
    const isDone = labels.set(targets, isSame ? null : label)
    if (goesOn && studio.connection === 'ready') await list.moveBy(1)
    // of several that failed in a row the first is gone back to
    if (!(await isDone) && goesOn && list.cursor > from) await list.moveToClip(targets[0])
  }

  /** The label of a key 1–9, 0. A key that labels nothing says so: a person who listens does not look. */
  function giveByKey(digitIndex: number): void {
    const label = labels.ordered[digitIndex]
    if (list.cursorRow === undefined) toasts.show(whyNoClip())
    else if (label === undefined) toasts.show(`No label is on the key ${(digitIndex + 1) % 10}`)
    else void give(label)
  }

  function whyNoClip(): string {
    return list.isComing
      ? 'Nothing was labelled: the clips are still on their way'
      : 'Nothing was labelled: no clip is chosen'
  }

  return { give, giveByKey }
}
