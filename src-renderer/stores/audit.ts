import { computed, ref, shallowReactive, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { EventData } from '#shared/contract/contract.ts'
import type { AuditState } from '#shared/domain/audit-state.ts'
import type { ClipId, ClipRow, Finding } from '#shared/domain/clip.ts'
import {
  combineActs,
  isSettled,
  proposeActs,
  type ProposedAct,
  type Proposal,
} from '#shared/domain/proposed-acts.ts'
import { plural } from '../format.ts'
import { fetchClipRows } from './fetch-clip-rows.ts'
import { useLabelsStore } from './labels.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { useToastsStore } from './toasts.ts'

/** Findings, the clips they speak of, and what can be done about them. */
export const useAuditStore = defineStore('audit', () => {
  const labels = useLabelsStore()
  const settings = useSettingsStore()
  const toasts = useToastsStore()
  /** Null until they are here. */
  const findings = shallowRef<Finding[] | null>(null)
  /** Whether the audit has run; null until it is known. */
  const state = shallowRef<AuditState | null>(null)
  const error = shallowRef<unknown>(null)
  const showsSeen = ref(false)
  const rows = shallowReactive(new Map<ClipId, ClipRow>())
  const isWriting = ref(false)

  const shown = computed(() => (findings.value ?? []).filter((one) => showsSeen.value || !one.isSeen))
  const seenCount = computed(() => (findings.value ?? []).filter((one) => one.isSeen).length)

  let asked = 0
  async function load(): Promise<void> {
    const mine = ++asked
    error.value = null
    try {
      const { client } = useSession()
      const [found, known] = await Promise.all([
        client.call('findings.list', { kinds: null }),
        client.call('audit.state', {}),
      ])
      if (mine !== asked) return
      findings.value = found
      state.value = known
    } catch (caught) {
      if (mine === asked) error.value = caught
    }
  }

  /** Fetches the clips of findings, those that are here already too when `isAnew`. */
  async function fetchRows(clipIds: readonly ClipId[], isAnew = false): Promise<void> {
    const wanted = isAnew ? [...clipIds] : clipIds.filter((id) => !rows.has(id))
    for (const row of await fetchClipRows(wanted)) rows.set(row.id, row)
  }

  /** Follows changes of labels and of what was seen while the screen is open. @returns what stops it */
  function listen(): () => void {
    const { client } = useSession()
    const stops = [
      client.on('labels.changed', ({ clipIds }) => {
        const known = clipIds.filter((id) => rows.has(id))
        if (known.length > 0) void fetchRows(known, true).catch(toasts.showError)
      }),
      client.on('findings.seen', noteSeen),
    ]
    return () => stops.forEach((stop) => stop())
  }

  function noteSeen({ findingIds, isSeen }: EventData<'findings.seen'>): void {
    const ids = new Set(findingIds)
    findings.value = (findings.value ?? []).map((one) => (ids.has(one.id) ? { ...one, isSeen } : one))
  }

  /** Clips of a finding in its order; those that are gone are left out. */
  function clipsOf(finding: Finding): ClipRow[] {
    return finding.clipIds.flatMap((id) => rows.get(id) ?? [])
  }

  /** In blind mode no act is proposed whose title says labels. */
  function proposalFor(finding: Finding): Proposal {
    const proposal = proposeActs(finding, clipsOf(finding))
    if (!settings.isBlind || !proposal.acts.some((act) => act.tellsLabel)) return proposal
    return { advice: 'Blind mode hides what is proposed: hear it and give a label.', acts: [] }
  }

  function isSettledNow(finding: Finding): boolean {
    const clips = clipsOf(finding)
    return isSettled(proposeActs(finding, clips), clips)
  }

  /** What one press for all of these does. */
  function combined(some: readonly Finding[]) {
    return combineActs(some.map((one) => ({ proposal: proposalFor(one), clips: clipsOf(one) })))
  }

  /** Carries acts out, one change set each; the toast's undo takes all of them back. */
  async function carryOut(acts: readonly ProposedAct[]): Promise<void> {
    isWriting.value = true
    let doneCount = 0
    try {
      for (const act of acts) {
        const isDone =
          act.type === 'exclude'
            ? await labels.setExcluded(act.clipIds, true, act.reason)
            : await labels.set(act.clipIds, act.label, act.reason)
        if (!isDone) break
        doneCount++
      }
    } finally {
      isWriting.value = false
    }
    if (doneCount < 2) return
    toasts.show(`${plural(doneCount, 'act')} carried out`, {
      act: { title: 'Undo all', run: () => void undoTimes(doneCount) },
    })
  }

  async function undoTimes(count: number): Promise<void> {
    for (let step = 0; step < count; step++) await labels.undo()
  }

  /** Remembers over all audits that findings are no faults, or takes that back. */
  async function see(some: readonly Finding[], isSeen: boolean): Promise<void> {
    const ids = new Set(some.map((one) => one.id))
    try {
      await useSession().client.call('findings.see', { findingIds: [...ids], isSeen })
      noteSeen({ findingIds: [...ids], isSeen })
      const what = isSeen ? 'seen and hidden' : 'open again'
      toasts.show(`${plural(some.length, 'finding')} ${what}`, {
        act: { title: 'Undo', run: () => void labels.undo() },
      })
    } catch (caught) {
      toasts.showError(caught)
    }
  }

  return {
    findings,
    state,
    error,
    showsSeen,
    shown,
    seenCount,
    rows,
    isWriting,
    load,
    listen,
    fetchRows,
    clipsOf,
    proposalFor,
    isSettledNow,
    combined,
    carryOut,
    see,
  }
})
