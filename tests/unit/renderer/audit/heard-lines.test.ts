import { expect, it } from 'vitest'
import { makeFakeClips } from '#fixtures/fake-clips.ts'
import type { Finding } from '#shared/domain/clip.ts'
import { shownClipIds } from '#shared/domain/finding-order.ts'
import { heardLines } from '#renderer/views/audit/heard-lines.ts'

const rows = makeFakeClips(3).map((row) => ({ ...row, intended: 'happy', perceived: 'neutral' }))
const [first, second, third] = rows.map((row) => row.id)
const finding: Finding = {
  id: 1,
  kind: 'perceived-disagrees',
  severity: 'note',
  clipIds: [first, second, third],
  paths: [],
  evidence: '',
  details: {
    heard: [
      { clipId: third, meant: 'happy', heard: 'sad', share: 0.75, votes: 'sad 6, happy 2' },
      { clipId: second, meant: 'happy', heard: 'fear', share: 0.5, votes: 'fear 4, happy 3, sad 1' },
    ],
  },
  isSeen: false,
}

it('lists what was meant and heard in each clip, the clearest votes first, and who is left out', () => {
  const lines = heardLines(finding, rows, { leftOut: [second] })
  expect(
    lines.map(({ row, meant, heard, share, isLeftOut }) => [row.id, meant, heard, share, isLeftOut]),
  ).toEqual([
    [third, 'happy', 'sad', 0.75, false],
    [second, 'happy', 'fear', 0.5, true],
    [first, 'happy', 'neutral', null, false],
  ])
  expect(shownClipIds(finding), 'the order of the lines').toEqual([third, second, first])
})
