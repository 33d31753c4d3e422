import { describeGoldRule, describeLabelMap } from '#shared/domain/gold-rule.ts'
import type { LabelChange } from '#shared/domain/label-history.ts'
import type { GoldLabels } from './gold-labels.ts'
import type { Ledger, LedgerRow } from './label-ledgers.ts'

/** Tells rows of the ledgers as a person reads them. */
export function createRowWords(gold: GoldLabels) {
  const say = (ledger: Ledger, key: LedgerRow, row: LedgerRow | undefined): string | null => {
    if (ledger.name === 'annotation') return (row?.label as string | null | undefined) ?? null
    if (ledger.name === 'exclusion') return row?.is_excluded === 1 ? 'excluded' : 'included'
    const value = (row?.value as string | null | undefined) ?? null
    return key.name === 'goldRule'
      ? describeGoldRule(gold.ruleOf(value))
      : describeLabelMap(gold.mapOf(value))
  }
  return {
    /** @param key a row about the same: it says which clip, track or setting */
    change(
      ledger: Ledger,
      key: LedgerRow,
      from: LedgerRow | undefined,
      to: LedgerRow | undefined,
    ): Omit<LabelChange, 'clips'> {
      const track = (key.track as string | undefined) ?? null
      return { kind: kindOf(ledger, key), track, from: say(ledger, key, from), to: say(ledger, key, to) }
    },
  }
}

function kindOf(ledger: Ledger, key: LedgerRow): LabelChange['kind'] {
  if (ledger.name === 'annotation') return 'label'
  if (ledger.name === 'exclusion') return 'training'
  return key.name === 'goldRule' ? 'gold rule' : 'label map'
}
