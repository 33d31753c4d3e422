import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { ClipId, ClipRow, Finding } from '#shared/domain/clip.ts'
import type { Opinion, TriageDecision, TriagePlaylist, TriageSource } from '#shared/domain/triage.ts'
import { fetchClipRows } from './fetch-clip-rows.ts'
import { useLabelsStore } from './labels.ts'
import { usePlayerStore } from './player.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { useStudioStore } from './studio.ts'
import { useToastsStore } from './toasts.ts'
import { createTriageOutbox } from './triage-outbox.ts'
import { countDecisions, nextOpen, paceOf } from './triage-progress.ts'

/** What was there before a person answered, and what the answer was. */
export interface GivenAnswer {
  clipId: ClipId
  decision: TriageDecision
  /** The label that the clip carried; undefined for answers of an earlier sitting. */
  labelBefore: string | null | undefined
}

/** The newest of the answers are listed. */
export const ANSWERS_SHOWN = 60
const ROWS_AHEAD = 30
const SOUNDS_AHEAD = 5

/**
 * One playlist that is walked through: heard, answered, stored. The next clip sounds at once; an answer counts as saved
 * when the studio has acknowledged it, and is sent again where the connection broke.
 */
export const useTriageStore = defineStore('triage', () => {
  const settings = useSettingsStore()
  const player = usePlayerStore()
  const studio = useStudioStore()
  const labels = useLabelsStore()
  const toasts = useToastsStore()

  const playlist = shallowRef<TriagePlaylist | null>(null)
  const error = shallowRef<unknown>(null)
  /** Place of the clip that is heard; −1 where none is. */
  const cursor = ref(-1)
  const rows = shallowReactive(new Map<ClipId, ClipRow>())
  const given = shallowReactive(new Map<ClipId, GivenAnswer>())
  const notes = shallowReactive(new Map<ClipId, string>())
  /** Of this sitting, seconds on the page's clock. */
  const answeredAt = shallowRef<readonly number[]>([])
  let heardAt: number | null = null
  const { unsaved, ...outbox } = createTriageOutbox({
    async store(answer) {
      await useSession().client.call('triage.answer', answer)
      // what the rule makes of the answer is known from the studio alone
      if (!labels.isLabelGold) await refreshRows([answer.clipId]).catch(toasts.showError)
    },
    failed: toasts.showError,
    refused({ clipId: id }) {
      given.delete(id)
      void refreshRows([id]).catch(toasts.showError)
    },
  })

  const clipIds = computed<ClipId[]>(() => playlist.value?.clipIds ?? [])
  const clipId = computed(() => clipIds.value[cursor.value] ?? null)
  const row = computed(() => (clipId.value === null ? undefined : rows.get(clipId.value)))
  const counts = computed(() => countDecisions([...given.values()].map((one) => one.decision)))
  const isFinished = computed(() => clipIds.value.length > 0 && given.size === clipIds.value.length)
  const pace = computed(() => paceOf(answeredAt.value, clipIds.value.length - given.size))
  /** Name, label and opinions may be shown: not in blind mode before the answer. */
  const isRevealed = computed(() => !settings.isBlind || (clipId.value !== null && given.has(clipId.value)))
  /** In blind mode a finding is told when each of its clips is answered: its sentence names them all. */
  function isHidden(finding: Pick<Finding, 'clipIds'>): boolean {
    return settings.isBlind && !finding.clipIds.every((id) => given.has(id))
  }
  const opinionsByClip = computed(() => {
    const byClip = new Map<ClipId, Opinion[]>()
    for (const one of playlist.value?.opinions ?? [])
      byClip.set(one.clipId, [...(byClip.get(one.clipId) ?? []), one])
    return byClip
  })

  let asked = 0
  /** Opens a playlist at a clip, or at the first that is not answered. */
  async function open(source: TriageSource, at: ClipId | null): Promise<void> {
    const mine = ++asked
    error.value = null
    try {
      await outbox.send()
      const opened = await useSession().client.call('triage.open', { source, rater: settings.rater })
      if (mine !== asked) return
      take(opened)
      const place = at === null ? -1 : opened.clipIds.indexOf(at)
      await ensureRows(place === -1 ? firstOpen() : place)
      if (mine === asked) await goTo(place === -1 ? firstOpen() : place, false)
      if (mine === asked) await fetchAnswered()
    } catch (caught) {
      if (mine === asked) error.value = caught
    }
  }

  function take(opened: TriagePlaylist): void {
    const isOther = opened.playlistKey !== playlist.value?.playlistKey
    if (isOther) {
      answeredAt.value = []
      rows.clear()
    }
    const before = new Map([...given].map(([id, one]) => [id, one.labelBefore]))
    given.clear()
    notes.clear()
    for (const { clipId: id, decision } of opened.answers)
      given.set(id, { clipId: id, decision, labelBefore: isOther ? undefined : before.get(id) })
    // given while the playlist was on its way
    for (const { clipId: id, decision, playlistKey, rater } of unsaved.value)
      if (playlistKey === opened.playlistKey && rater === settings.rater)
        given.set(id, { clipId: id, decision, labelBefore: before.get(id) })
    for (const { clipId: id, note } of opened.notes) notes.set(id, note)
    cursor.value = -1
    playlist.value = opened
  }

  function firstOpen(): number {
    return Math.max(
      0,
      nextOpen(clipIds.value, (id) => given.has(id), -1),
    )
  }

  async function ensureRows(from: number): Promise<void> {
    const wanted = clipIds.value.slice(Math.max(0, from - 2), from + ROWS_AHEAD).filter((id) => !rows.has(id))
    if (wanted.length > 0) await refreshRows(wanted)
  }

  /** The rows of the newest answers, which stand beside the clip. */
  async function fetchAnswered(): Promise<void> {
    const wanted = [...given.keys()].slice(-ANSWERS_SHOWN).filter((id) => !rows.has(id))
    if (wanted.length > 0) await refreshRows(wanted)
  }

  async function refreshRows(ids: ClipId[]): Promise<void> {
    for (const one of await fetchClipRows(ids)) rows.set(one.id, one)
  }

  /** Follows changes of labels while the screen is open. @returns what stops it */
  function listen(): () => void {
    return useSession().client.on('labels.changed', ({ clipIds: changedIds }) => {
      const waiting = new Set(unsaved.value.map((one) => one.clipId))
      const known = changedIds.filter((id) => rows.has(id) && !waiting.has(id))
      if (known.length > 0) void refreshRows(known).catch(toasts.showError)
    })
  }

  /** Puts the cursor on a place, and plays the clip there. */
  async function goTo(place: number, plays = true): Promise<void> {
    if (place < 0 || place >= clipIds.value.length) return
    cursor.value = place
    heardAt = null
    const id = clipIds.value[place]
    if (!rows.has(id)) await ensureRows(place)
    const here = rows.get(id)
    if (here === undefined || cursor.value !== place) return
    await player.load(here)
    if (plays && clipId.value === id) {
      await player.play()
      heardAt = performance.now()
    }
    lookAhead(place)
  }

  /** Fetches what is likely to come: the rows, and the sound of the next open clips. */
  function lookAhead(place: number): void {
    void ensureRows(place).then(() => {
      let at = place
      for (let count = 0; count < SOUNDS_AHEAD; count++) {
        at = nextOpen(clipIds.value, (id) => given.has(id) || id === clipIds.value[place], at)
        const next = rows.get(clipIds.value[at])
        if (next !== undefined) player.prefetch(next)
      }
    }, toasts.showError)
  }

  /** Answers for the clip at the cursor and goes on: the next clip sounds without waiting for the studio. */
  function answer(decision: TriageDecision): void {
    const id = clipId.value
    const opened = playlist.value
    if (id === null || opened === null) return
    const now = performance.now()
    const seconds = heardAt === null ? null : (now - heardAt) / 1000
    const before = rows.get(id)
    given.delete(id)
    given.set(id, { clipId: id, decision, labelBefore: before?.label ?? null })
    const next = nextOpen(clipIds.value, (other) => given.has(other), cursor.value)
    if (next === -1) player.pause()
    else void goTo(next).catch(toasts.showError)
    if (before !== undefined) rows.set(id, changed(before, decision, labels.isLabelGold))
    answeredAt.value = [...answeredAt.value, now / 1000]
    const { playlistKey } = opened
    outbox.add({ clipId: id, decision, seconds, playlistKey, rater: settings.rater })
  }

  watch(
    () => studio.connection,
    (connection) => {
      if (connection === 'ready') void outbox.send()
    },
  )

  /** Takes the newest answer back, goes to its clip and plays it. */
  async function takeBack(): Promise<void> {
    const opened = playlist.value
    if (opened === null) return
    try {
      await outbox.send()
      const input = { playlistKey: opened.playlistKey, rater: settings.rater }
      const { clipId: id } = await useSession().client.call('triage.takeBack', input)
      if (playlist.value?.playlistKey !== opened.playlistKey) return
      if (id === null) {
        toasts.show('Nothing to take back in this playlist')
        return
      }
      given.delete(id)
      await refreshRows([id])
      await goTo(clipIds.value.indexOf(id))
    } catch (caught) {
      toasts.showError(caught)
    }
  }

  /** Stores a note on the clip at the cursor; an empty one takes it away. @returns false where it was not stored */
  async function note(text: string): Promise<boolean> {
    const id = clipId.value
    const opened = playlist.value
    if (id === null || opened === null) return false
    try {
      const input = { playlistKey: opened.playlistKey, clipId: id, rater: settings.rater, note: text.trim() }
      await useSession().client.call('triage.note', input)
      if (playlist.value?.playlistKey !== opened.playlistKey) return true
      if (input.note === '') notes.delete(id)
      else notes.set(id, input.note)
      return true
    } catch (caught) {
      toasts.showError(caught)
      return false
    }
  }

  /** Another library is open, or no playlist is chosen. */
  function forget(): void {
    asked++
    playlist.value = null
    error.value = null
    cursor.value = -1
    rows.clear()
    given.clear()
    notes.clear()
    answeredAt.value = []
  }

  return {
    playlist,
    error,
    cursor,
    clipIds,
    clipId,
    row,
    rows,
    given,
    notes,
    unsaved,
    counts,
    pace,
    isFinished,
    isRevealed,
    isHidden,
    opinionsByClip,
    open,
    listen,
    goTo,
    answer,
    takeBack,
    note,
    forget,
  }
})

/** The row as it is after an answer. @param isLabelGold the newest label is the gold label */
function changed(row: ClipRow, decision: TriageDecision, isLabelGold: boolean): ClipRow {
  if (decision.type === 'label') return isLabelGold ? { ...row, label: decision.label } : row
  return decision.type === 'exclude' ? { ...row, excluded: true } : row
}
