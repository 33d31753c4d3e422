import { createPinia, setActivePinia } from 'pinia'
import { beforeEach, expect, it } from 'vitest'
import { createFakeStudio, type FakeStudio } from '#fixtures/fake-studio.ts'
import type { ClipRow } from '#shared/domain/clip.ts'
import { connect } from '#shared/contract/connect.ts'
import { findNeutral, findSameSentence } from '#renderer/stores/audition.ts'
import { provideSession } from '#renderer/stores/session.ts'

let studio: FakeStudio

beforeEach(() => {
  setActivePinia(createPinia())
  studio = createFakeStudio(4000)
  provideSession({
    client: connect(() => studio.openWire()),
    host: { canPickFolder: false, pickFolder: () => Promise.resolve(null), mediaUrl: (path) => path },
  })
})

it('finds the speaker’s neutral clips, the same sentence first', async () => {
  const hasTwin = (one: ClipRow): boolean =>
    studio.rows.some(
      (other) => other.speakerId === one.speakerId && other.text === one.text && other.label === 'neutral',
    )
  const row = studio.rows.find((one) => one.label === 'angry' && hasTwin(one)) ?? studio.rows[0]
  const found = await findNeutral(row)
  expect(found.length).toBeGreaterThan(1)
  expect(found.every(({ speakerId, label }) => speakerId === row.speakerId && label === 'neutral')).toBe(true)
  expect(found[0].text).toBe(row.text)
  const firstOther = found.findIndex(({ text }) => text !== row.text)
  expect(found.slice(firstOther).every(({ text }) => text !== row.text)).toBe(true)
})

it('finds the same sentence once for each other label', async () => {
  const row = studio.rows.find(({ label }) => label === 'angry') ?? studio.rows[0]
  const found = await findSameSentence(row)
  expect(found.length).toBeGreaterThan(1)
  expect(new Set(found.map(({ label }) => label)).size).toBe(found.length)
  expect(found.every(({ speakerId, text }) => speakerId === row.speakerId && text === row.text)).toBe(true)
  expect(found.map(({ label }) => label)).not.toContain('angry')
})

it('finds nothing where the speaker is not known', async () => {
  expect(await findNeutral({ ...studio.rows[0], speakerId: null })).toEqual([])
  expect(await findSameSentence({ ...studio.rows[0], text: null })).toEqual([])
})
