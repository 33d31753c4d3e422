import { computed, shallowRef, watch, type Ref } from 'vue'
import type { ClipRow } from '#shared/domain/clip.ts'
import { useKeys } from '../../keys/use-keys.ts'
import { findNeutral, findSameSentence } from '../../stores/audition.ts'
import { usePlayerStore } from '../../stores/player.ts'
import { useToastsStore } from '../../stores/toasts.ts'

const MOST_IN_TURN = 8

/** A clip that belongs beside others: where it begins on their common time axis. */
export interface BesideClip {
  row: ClipRow
  startSeconds: number
}

export interface Audition {
  playNeutral: () => void
  playSentence: () => void
  /** Between the clip and the one that was heard beside it, at the same position. */
  playOther: () => void
}

/**
 * Hears other clips beside one, by keys too: the speaker's neutral, the same sentence in other emotions, and A/B with
 * whichever was heard last.
 * @param beside clips that belong together, such as those of a finding: A/B goes round them, at the same place of the
 * same sound
 */
export function useAudition(row: Ref<ClipRow | undefined>, beside?: Ref<readonly BesideClip[]>): Audition {
  const player = usePlayerStore()
  const toasts = useToastsStore()
  /** What was heard last beside this clip. */
  const other = shallowRef<ClipRow | null>(null)
  const found = shallowRef<ClipRow[]>([])
  const heardOther = computed(() => found.value.find((one) => one.id === player.clip?.id) ?? null)

  watch(
    () => row.value?.id,
    () => {
      other.value = null
      found.value = []
    },
  )
  watch(heardOther, (heard) => {
    if (heard !== null) other.value = heard
  })

  async function hear(
    find: (row: ClipRow) => Promise<ClipRow[]>,
    most: number,
    nothing: string,
  ): Promise<void> {
    const here = row.value
    if (here === undefined) return
    try {
      const rows = (await find(here)).slice(0, most)
      if (row.value?.id !== here.id) return
      if (rows.length === 0) {
        toasts.show(nothing)
        return
      }
      found.value = rows
      await player.playInTurn(rows)
    } catch (caught) {
      toasts.showError(caught)
    }
  }

  /** @returns false where the clip that is heard is not one of several that belong together */
  async function goRound(): Promise<boolean> {
    const group = beside?.value ?? []
    const at = group.findIndex((one) => one.row.id === (player.clip?.id ?? row.value?.id))
    if (at === -1 || group.length < 2) return false
    const [from, to] = [group[at], group[(at + 1) % group.length]]
    const seconds = player.isPlaying ? player.positionSeconds + from.startSeconds - to.startSeconds : 0
    await player.playAt(to.row, seconds < to.row.seconds ? Math.max(0, seconds) : 0)
    player.prefetch(group[(at + 2) % group.length].row)
    return true
  }

  async function switchClips(): Promise<void> {
    const here = row.value
    if (here === undefined) return
    try {
      if (await goRound()) return
      const isHere = player.clip?.id === here.id
      const second = other.value ?? (await findNeutral(here))[0]
      if (second === undefined) {
        toasts.show('There is no other clip to compare with: this speaker has no neutral')
        return
      }
      other.value = second
      found.value = [second]
      const target = isHere ? second : here
      const place = player.isPlaying ? player.positionSeconds : 0
      await player.playAt(target, place < target.seconds ? place : 0)
    } catch (caught) {
      toasts.showError(caught)
    }
  }

  const audition: Audition = {
    playNeutral: () => void hear(findNeutral, 1, 'This speaker has no other clip labelled neutral'),
    playSentence: () =>
      void hear(findSameSentence, MOST_IN_TURN, 'This speaker says this sentence with no other label'),
    playOther: () => void switchClips(),
  }
  useKeys({
    'audition.neutral': audition.playNeutral,
    'audition.sentence': audition.playSentence,
    'audition.other': audition.playOther,
  })
  return audition
}
