import type { ClipRow, Finding } from '#shared/domain/clip.ts'
import { shownClipIds } from '#shared/domain/finding-order.ts'
import type { Proposal } from '#shared/domain/proposed-acts.ts'

/** One clip that listeners heard otherwise than it was meant. */
export interface HeardLine {
  row: ClipRow
  meant: string | null
  heard: string | null
  /** Share of the votes; null where they are not counted. */
  share: number | null
  /** The votes in words; empty where nothing more is known. */
  votes: string
  isLeftOut: boolean
}

/** A line for each clip as they are shown; findings of older audits know no votes. */
export function heardLines(
  finding: Finding,
  rows: readonly ClipRow[],
  { leftOut = [] }: Pick<Proposal, 'leftOut'>,
): HeardLine[] {
  const told = new Map(finding.details.heard?.map((one) => [one.clipId, one]))
  const rowOf = new Map(rows.map((row) => [row.id, row]))
  return shownClipIds(finding)
    .flatMap((id) => rowOf.get(id) ?? [])
    .map((row) => {
      const { meant = row.intended, heard = row.perceived, share = null, votes = '' } = told.get(row.id) ?? {}
      return { row, meant, heard, share, votes, isLeftOut: leftOut.includes(row.id) }
    })
}
