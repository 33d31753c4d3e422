import { shallowRef, type ShallowRef } from 'vue'
import type { ClipId } from '#shared/domain/clip.ts'
import type { TriageDecision } from '#shared/domain/triage.ts'
import { StudioError } from '#shared/errors.ts'

export interface Unsaved {
  clipId: ClipId
  decision: TriageDecision
  /** Between hearing the clip and answering; null where it did not sound. */
  seconds: number | null
  playlistKey: string
  /** Who answered: another may sit here by the time it is sent. */
  rater: string
}

/** Answers on their way to the studio. */
export interface TriageOutbox {
  /** Those that the studio has not acknowledged, in their order. */
  unsaved: ShallowRef<readonly Unsaved[]>
  add(answer: Unsaved): void
  /** Sends what is not saved, one after the other, so that their order stands. Resolves when none is on its way any more. */
  send(): Promise<void>
}

interface OutboxOptions {
  /** Resolves when the answer is stored and what follows from it is known. */
  store(answer: Unsaved): Promise<void>
  failed(error: unknown): void
  /** The studio said no: the answer is let go. What only does not arrive is kept, and sent again. */
  refused(answer: Unsaved): void
}

export function createTriageOutbox({ store, failed, refused }: OutboxOptions): TriageOutbox {
  const unsaved = shallowRef<readonly Unsaved[]>([])
  let sending: Promise<void> | null = null
  const letGo = (answer: Unsaved): void => {
    unsaved.value = unsaved.value.filter((one) => one !== answer)
  }

  function send(): Promise<void> {
    if (unsaved.value.length === 0) return Promise.resolve()
    return (sending ??= sendAll())
  }

  async function sendAll(): Promise<void> {
    try {
      while (unsaved.value.length > 0 && (await isSettled(unsaved.value[0])));
    } finally {
      sending = null
    }
  }

  /** @returns false where the answer has to wait */
  async function isSettled(answer: Unsaved): Promise<boolean> {
    try {
      await store(answer)
      letGo(answer)
    } catch (error) {
      failed(error)
      if (error instanceof StudioError && error.code === 'unavailable') return false
      letGo(answer)
      refused(answer)
    }
    return true
  }

  return {
    unsaved,
    add(answer) {
      unsaved.value = [...unsaved.value, answer]
      void send()
    },
    send,
  }
}
