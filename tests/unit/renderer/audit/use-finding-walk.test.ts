import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { effectScope, nextTick, ref, type EffectScope } from 'vue'
import { createFakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import type { Finding } from '#shared/domain/clip.ts'
import { useAuditStore } from '#renderer/stores/audit.ts'
import { useClipListStore } from '#renderer/stores/clip-list.ts'
import { provideSession, type StudioCalls } from '#renderer/stores/session.ts'
import { groupFindings, type FindingGroup } from '#renderer/views/audit/group-findings.ts'
import { useFindingWalk } from '#renderer/views/audit/use-finding-walk.ts'

let scope: EffectScope
const group = ref<FindingGroup>()
const chosen = ref<Finding>()
/** Questions for clips wait while this is not null. */
let held: (() => void)[] | null = null
let groups: FindingGroup[] = []

async function choose(next: FindingGroup): Promise<void> {
  group.value = next
  chosen.value = next.findings[0]
  await nextTick()
}

beforeEach(async () => {
  setActivePinia(createPinia())
  held = null
  const client = connect(createFakeStudio(400).openWire)
  const call = async (...asked: Parameters<StudioCalls['call']>) => {
    if (asked[0] === 'clips.page' && held !== null)
      await new Promise<void>((resolve) => void held?.push(resolve))
    return client.call(...asked)
  }
  provideSession({
    client: { call: call as StudioCalls['call'], on: client.on },
    host: { canPickFolder: false, pickFolder: async () => null, mediaUrl: (path) => path },
  })
  const store = useAuditStore()
  await store.load()
  groups = groupFindings(store.shown)
  scope = effectScope()
  await choose(groups[0])
})
afterEach(() => scope.stop())

it('lists the clips of a kind, with the cursor on the chosen finding', async () => {
  const list = useClipListStore()
  scope.run(() => useFindingWalk(group, chosen))
  await expect.poll(() => list.cursorId).toBe(groups[0].clipIds[0])
  chosen.value = groups[0].findings[1]
  await expect.poll(() => list.cursorId).toBe(groups[0].findings[1].clipIds[0])
  await choose(groups[1])
  await expect.poll(() => list.cursorId).toBe(groups[1].clipIds[0])
  expect(list.total).toBe(groups[1].clipIds.length)
})

it('stays with a kind that somebody comes back to before the clips of another one are here', async () => {
  const list = useClipListStore()
  scope.run(() => useFindingWalk(group, chosen))
  await expect.poll(() => list.cursorId).toBe(groups[0].clipIds[0])
  held = []
  await choose(groups[1])
  expect(held, 'the clips of the other kind are on their way').toHaveLength(1)
  await choose(groups[0])
  const late = held
  held = null
  for (const answer of late) answer()
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(list.filter.ids).toEqual(groups[0].clipIds)
  expect(list.cursorId).toBe(groups[0].clipIds[0])
})

it('comes back to the clip of a finding that was heard', async () => {
  const list = useClipListStore()
  const { goToHeard } = scope.run(() => useFindingWalk(group, chosen))!
  await expect.poll(() => list.cursorId).toBe(groups[0].clipIds[0])
  const [first, second] = groups[0].findings
  await goToHeard(first.clipIds[0])
  chosen.value = second
  await expect.poll(() => list.cursorId).toBe(second.clipIds[0])
  chosen.value = first
  await expect.poll(() => list.cursorId).toBe(first.clipIds[0])
})
