import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import { connect } from '#shared/contract/connect.ts'
import type { Wire } from '#shared/contract/wire.ts'
import { StudioError } from '#shared/errors.ts'
import { DEFAULT_SORT } from '#renderer/stores/clip-query.ts'
import { useClipListStore } from '#renderer/stores/clip-list.ts'
import { provideSession } from '#renderer/stores/session.ts'
import { useStudioStore } from '#renderer/stores/studio.ts'
import { useToastsStore } from '#renderer/stores/toasts.ts'
import { useGiving } from '#renderer/views/clip/use-giving.ts'

let studio: FakeStudio
let wire: Wire | null

beforeEach(async () => {
  setActivePinia(createPinia())
  studio = createFakeStudio(200)
  wire = null
  const openWire = async () => {
    if (wire !== null) throw new Error('the studio has ended')
    return (wire = await studio.openWire())
  }
  provideSession({
    client: connect(openWire, { onState: (state) => useStudioStore().noteConnection(state) }),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
  await useStudioStore().start()
  const list = useClipListStore()
  await list.show({}, DEFAULT_SORT)
  await list.moveTo(3)
})

const lastWords = () => useToastsStore().toasts.at(-1)?.text

describe('a label that is given', () => {
  it('goes on to the next clip', async () => {
    await useGiving(ref(null)).give('calm')
    expect(studio.rows[3].label).toBe('calm')
    expect(useClipListStore().cursor).toBe(4)
  })

  it('stays on its clip while the studio does not answer, and says that nothing was saved', async () => {
    const list = useClipListStore()
    const before = list.cursorRow?.label
    wire?.close()
    await expect.poll(() => useStudioStore().connection).toBe('lost')
    await useGiving(ref(null)).give('calm')
    expect(list.cursor).toBe(3)
    expect(list.cursorRow?.label).toBe(before)
    expect(lastWords()).toMatch(/does not answer: nothing was saved/)
  })

  it('goes back to the first of the clips whose labels the studio refused', async () => {
    studio.refusal = new StudioError('busy', 'another studio holds this library')
    const list = useClipListStore()
    const { give } = useGiving(ref(null))
    await Promise.all([give('calm'), list.moveTo(4).then(() => give('sad'))])
    expect(studio.answered.filter((name) => name === 'labels.set')).toHaveLength(2)
    expect(useClipListStore().cursor).toBe(3)
  })
})

describe('a key that labels nothing', () => {
  it('says so where no clip is chosen', async () => {
    await useClipListStore().show({ corpora: ['nowhere'] }, DEFAULT_SORT)
    useGiving(ref(null)).giveByKey(0)
    expect(lastWords()).toBe('Nothing was labelled: no clip is chosen')
  })

  it('says so where the clips are still on their way', async () => {
    const list = useClipListStore()
    await list.show({ corpora: ['nowhere'] }, DEFAULT_SORT)
    const coming = list.show({}, DEFAULT_SORT)
    useGiving(ref(null)).giveByKey(8)
    await coming
    expect(lastWords()).toBe('Nothing was labelled: the clips are still on their way')
    expect(studio.answered).not.toContain('labels.set')
  })

  it('says so where no label is on it', () => {
    useGiving(ref(null)).giveByKey(9)
    expect(lastWords()).toBe('No label is on the key 0')
  })
})
