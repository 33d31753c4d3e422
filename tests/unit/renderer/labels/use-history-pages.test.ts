import { expect, it, vi } from 'vitest'
import type { ClipId } from '#shared/domain/clip.ts'
import type { HistoryEntry } from '#shared/domain/label-history.ts'
import { groupHistory } from '#renderer/views/labels/history-lines.ts'
import { useHistoryPages } from '#renderer/views/labels/use-history-pages.ts'
import { historyEntryOf } from '../../../fixtures/history-entry.ts'

const PLAYLIST = { playlistKey: 'sad', source: { type: 'finding' as const, kind: 'silent' } }
/** So many acts on nine clips each, a round of so many answers, then acts on nine clips again; a minute apart. */
function historyOf(before: number, answers: number, after: number): HistoryEntry[] {
  return Array.from({ length: before + answers + after }, (_, index) => {
    const isAnswer = index >= before && index < before + answers
    return historyEntryOf({
      changeSetId: index + 1,
      clips: isAnswer ? 1 : 9,
      clipId: isAnswer ? ((index + 1) as ClipId) : null,
      playlist: isAnswer ? PLAYLIST : null,
      createdAt: new Date(2026, 0, 1, 0, index).toISOString(),
    })
  }).reverse()
}
const pagesOf = (all: HistoryEntry[]) => {
  const read = vi.fn(({ limit, before }: { limit: number; before: number | null }) =>
    Promise.resolve(all.filter((one) => before === null || one.changeSetId < before).slice(0, limit)),
  )
  return { read, pages: useHistoryPages(read, 10) }
}

it('reads a page, and the next where a person asks for it', async () => {
  const all = historyOf(25, 0, 0)
  const { pages, read } = pagesOf(all)
  expect(pages.entries.value).toBeNull()
  await pages.load()
  expect([pages.entries.value, pages.hasMore.value]).toEqual([all.slice(0, 10), true])
  await pages.loadOlder()
  expect(read).toHaveBeenLastCalledWith({ limit: 10, before: all[9].changeSetId })
  await pages.loadOlder()
  expect([pages.entries.value, pages.hasMore.value]).toEqual([all, false])
})

it('reads on to the end of a round that the page would cut', async () => {
  const all = historyOf(30, 23, 5)
  const { pages } = pagesOf(all)
  await pages.load()
  expect([pages.entries.value?.length, pages.hasMore.value]).toEqual([30, true])
  const { lines } = groupHistory(pages.entries.value!, pages.hasMore.value)
  expect(lines[5]).toMatchObject({ entries: { length: 23 }, mayGoOn: false })
})

it('reads all that is shown anew, not more', async () => {
  const all = historyOf(40, 0, 0)
  const { pages } = pagesOf(all)
  await pages.load()
  await pages.loadOlder()
  all[15] = { ...all[15], isUndone: true }
  await pages.load()
  expect(pages.entries.value).toEqual(all.slice(0, 20))
})

it('keeps what was asked for last, and tells of a page that could not be read', async () => {
  const all = historyOf(15, 0, 0)
  const { pages, read } = pagesOf(all)
  let answerLate: () => void = () => {}
  read.mockReturnValueOnce(new Promise((resolve) => (answerLate = () => resolve([]))))
  const late = pages.load()
  await pages.load()
  answerLate()
  await late
  expect(pages.entries.value).toEqual(all.slice(0, 10))
  read.mockRejectedValueOnce(new Error('gone'))
  await pages.loadOlder()
  expect([pages.error.value, pages.entries.value?.length]).toEqual([new Error('gone'), 10])
})
