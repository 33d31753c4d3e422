import type { ClipFilter, ClipRow } from '#shared/domain/clip.ts'
import { useSession } from './session.ts'

const MOST_CLIPS = 1000

/** Clips of the same speaker that are labelled neutral: the same sentence first. */
export async function findNeutral(row: ClipRow): Promise<ClipRow[]> {
  if (row.speakerId === null) return []
  const rows = await fetchRows({ speakers: [row.speakerId], labels: ['neutral'] })
  const others = rows.filter((other) => other.id !== row.id)
  const sameText = others.filter((other) => row.text !== null && other.text === row.text)
  return [...sameText, ...others.filter((other) => !sameText.includes(other))]
}

/** The same speaker and sentence with other labels, one clip for each label. */
export async function findSameSentence(row: ClipRow): Promise<ClipRow[]> {
  if (row.speakerId === null || row.text === null) return []
  const rows = await fetchRows({ speakers: [row.speakerId], text: row.text.slice(0, 200) })
  const byLabel = new Map<string, ClipRow>()
  for (const other of rows) {
    if (other.text !== row.text || other.label === null || other.label === row.label) continue
    if (!byLabel.has(other.label)) byLabel.set(other.label, other)
  }
  return [...byLabel.values()]
}

async function fetchRows(filter: ClipFilter): Promise<ClipRow[]> {
  const sort = { by: 'label', descending: false } as const
  const { rows } = await useSession().client.call('clips.page', {
    filter,
    sort,
    offset: 0,
    limit: MOST_CLIPS,
  })
  return rows
}
