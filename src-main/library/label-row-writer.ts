import type { ClipId } from '#shared/domain/clip.ts'
import type { GoldLabels, Supposed } from './gold-labels.ts'
import { EMPTY_SETTINGS, statementOf, type Ledger, type LedgerRow } from './label-ledgers.ts'
import type { GoldSettingName, LabelWriter, NewAnnotation } from './label-writer.ts'

/** Writes what rows of the ledgers say once more, for undo, redo and restore. */
export function createRowWriter(
  writer: Pick<LabelWriter, 'annotate' | 'exclude' | 'setGold'>,
  gold: Pick<GoldLabels, 'refreshAll'>,
) {
  let touched = new Set<ClipId>()
  let hasNewSettings = false
  return {
    /**
     * @param key a row about the same clip, track or setting
     * @param target what is to hold; undefined: nothing said
     */
    write(
      changeSetId: number,
      revision: number,
      ledger: Ledger,
      key: LedgerRow,
      target: LedgerRow | undefined,
      isReplayed: boolean,
    ): void {
      if (ledger.name === 'annotation') {
        const clipId = key.clip_id as ClipId
        const votes = target?.votes as string | null | undefined
        writer.annotate(changeSetId, revision, {
          clipId,
          track: key.track as string,
          label: (target?.label as string | null | undefined) ?? null,
          confidence: (target?.confidence as number | null | undefined) ?? null,
          note: (target?.note as string | null | undefined) ?? null,
          votes: votes ? (JSON.parse(votes) as Record<string, number>) : null,
          statedId: target ? statementOf(target) : null,
          isReplayed,
        })
        touched.add(clipId)
      } else if (ledger.name === 'exclusion') {
        const clipId = key.clip_id as ClipId
        writer.exclude(changeSetId, revision, clipId, target?.is_excluded === 1, isReplayed)
        touched.add(clipId)
      } else {
        const name = key.name as GoldSettingName
        const value = (target?.value as string | undefined) ?? EMPTY_SETTINGS[name]
        writer.setGold(changeSetId, revision, name, value, isReplayed)
        hasNewSettings = true
      }
    },
    /** Brings gold labels into line. @returns the clips that were written about, or got another gold label */
    finish(): ClipId[] {
      if (hasNewSettings) for (const id of gold.refreshAll()) touched.add(id)
      const clipIds = [...touched]
      touched = new Set()
      hasNewSettings = false
      return clipIds
    },
  }
}

export type RowWriter = ReturnType<typeof createRowWriter>

/** What an act would write of such rows, in place of writing it. */
export function supposedRows(write: (rows: RowWriter) => void): Supposed {
  const annotations: NewAnnotation[] = []
  const settings: Supposed['settings'] = {}
  const gather = {
    annotate: (_changeSetId: number, _revision: number, annotation: NewAnnotation) =>
      void annotations.push(annotation),
    exclude: () => {},
    setGold: (_changeSetId: number, _revision: number, name: GoldSettingName, value: string) =>
      void (settings[name] = value),
  }
  const rows = createRowWriter(gather, { refreshAll: () => [] })
  write(rows)
  return { annotations, clipIds: new Set(rows.finish()), settings }
}
