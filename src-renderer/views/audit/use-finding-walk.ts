import { watch, type Ref } from 'vue'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { shownClipIds } from '#shared/domain/finding-order.ts'
import { useAuditStore } from '../../stores/audit.ts'
import { useClipListStore } from '../../stores/clip-list.ts'
import { GIVEN_ORDER } from '../../stores/clip-query.ts'
import { useToastsStore } from '../../stores/toasts.ts'
import type { FindingGroup } from './group-findings.ts'

/**
 * What keys and player walk along are the clips of the findings of a kind, in the order in which they are shown; the
 * cursor goes to the chosen finding: to its clip that was heard last, else to its first.
 */
export function useFindingWalk(
  group: Ref<FindingGroup | undefined>,
  chosen: Ref<Finding | undefined>,
): {
  /** A clip of a card is heard: the cursor goes there, and comes back there with its finding. */
  goToHeard: (clipId: ClipId) => Promise<void>
} {
  const store = useAuditStore()
  const list = useClipListStore()
  const toasts = useToastsStore()
  let heardId: ClipId | null = null
  /** The list of clips is that of this kind: before that a place in it would be one of another list. */
  let isListed = false

  watch(
    () => group.value?.clipIds,
    async (clipIds) => {
      isListed = false
      if (clipIds === undefined || clipIds.length === 0) return
      const isLeft = () => clipIds !== group.value?.clipIds
      await store.fetchRows(clipIds).catch(toasts.showError)
      if (isLeft()) return
      await list.show({ ids: clipIds }, GIVEN_ORDER)
      if (isLeft()) return
      isListed = true
      await goToChosen()
    },
    { immediate: true },
  )
  watch(() => chosen.value?.id, goToChosen)

  async function goToChosen(): Promise<void> {
    const clipIds = chosen.value ? shownClipIds(chosen.value) : []
    const wanted = clipIds.find((id) => id === heardId) ?? clipIds[0]
    if (wanted !== undefined && isListed) await list.moveToClip(wanted)
  }

  async function goToHeard(clipId: ClipId): Promise<void> {
    heardId = clipId
    await list.moveToClip(clipId)
  }

  return { goToHeard }
}
