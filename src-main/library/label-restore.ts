import type { ClipId } from '#shared/domain/clip.ts'
import type { GoldEffect, LabelChange, LabelDiff, LabelDifference } from '#shared/domain/label-history.ts'
import { StudioError } from '#shared/errors.ts'
import type { Db } from './database.ts'
import type { GoldLabels, GoldSettings } from './gold-labels.ts'
import { createChangeCount } from './label-changes.ts'
import { createLedgers, type Ledger } from './label-ledgers.ts'
import { createRowWords } from './label-row-words.ts'
import { createRowWriter, supposedRows, type RowWriter } from './label-row-writer.ts'
import type { LabelWriter, Together } from './label-writer.ts'
import { partsOf } from './parts.ts'

/** What has to be said for a revision to hold again. */
export interface RestorePlan {
  changes: LabelChange[]
  /** What gold labels would be then. */
  gold(): GoldEffect
  write(changeSetId: number, revision: number): ClipId[]
}

type Difference = Omit<LabelDifference, 'name'>

/** More differences than these are counted, not listed. */
const MOST_DIFFERENCES = 2000

/** Two states of all labels beside each other, and the way back to one. */
export function createLabelRestore(db: Db, writer: LabelWriter, gold: GoldLabels) {
  const ledgers = createLedgers(db)
  const words = createRowWords(gold)
  const rows = createRowWriter(writer, gold)
  const readImports = db.prepare<[], number>("SELECT id FROM change_set WHERE kind = 'import'").pluck()
  const nameOf = db.prepare<[number], string>('SELECT name FROM clip WHERE id = ?').pluck()

  const checked = (revision: number): number => {
    const now = writer.revision()
    if (Number.isInteger(revision) && revision >= 0 && revision <= now) return revision
    throw new StudioError('notFound', `label revision ${revision} must be a whole number from 0 to ${now}.`)
  }

  const settingsAt = (revision: number): GoldSettings => {
    const value = (name: string) =>
      (ledgers.setting.at({ id: 0, change_set_id: 0, revision, name }, revision)?.value as
        string | undefined) ?? null
    return { rule: gold.ruleOf(value('goldRule')), map: gold.mapOf(value('labelMap')) }
  }

  return {
    /**
     * What people said comes back as it was: labels, exclusions, gold rule, label map. What indexing read from a
     * corpus is the corpus's and stays.
     * @returns null where nothing differs
     * @throws StudioError notFound for a revision that never was
     */
    plan(revision: number): RestorePlan | null {
      checked(revision)
      /** Newest rows of the keys that are to say something else. */
      const rowIds = new Map<Ledger, number[]>()
      const counted = createChangeCount()
      const imports = new Set(readImports.all())
      for (const ledger of ledgers.all) {
        for (const { row, before: target } of ledger.touched(revision, writer.revision())) {
          if (imports.has(row.change_set_id)) continue
          if (ledger.isSame(row, target)) continue
          const ids = rowIds.get(ledger)
          if (ids) ids.push(row.id)
          else rowIds.set(ledger, [row.id])
          counted.add(words.change(ledger, row, row, target))
        }
      }
      if (rowIds.size === 0) return null
      const say = (changeSetId: number, atRevision: number, to: RowWriter, together: Together) => {
        for (const [ledger, ids] of rowIds) {
          for (const part of partsOf(ids)) {
            together(() => {
              for (const { row, before } of ledger.touchedBy(part, revision))
                to.write(changeSetId, atRevision, ledger, row, before, false)
            })
          }
        }
      }
      return {
        changes: counted.list(),
        gold: () => gold.suppose(supposedRows((to) => say(0, 0, to, (write) => write()))),
        write(changeSetId, atRevision) {
          say(changeSetId, atRevision, rows, writer.together)
          return rows.finish()
        },
      }
    },
    /** @throws StudioError notFound for a revision that never was */
    diff(fromRevision: number, toRevision: number): LabelDiff {
      const earlier = Math.min(checked(fromRevision), checked(toRevision))
      const later = Math.max(fromRevision, toRevision)
      const found = createFirstDifferences()
      const spokenOf = new Set<ClipId>()
      for (const ledger of ledgers.all) {
        for (const { row, before } of ledger.touched(earlier, later)) {
          if (ledger.name === 'annotation') spokenOf.add(row.clip_id as ClipId)
          const [from, to] = fromRevision < toRevision ? [before, row] : [row, before]
          const change = words.change(ledger, row, from, to)
          if (change.from === change.to) continue
          found.add({ ...change, clipId: (row.clip_id as ClipId | undefined) ?? null })
        }
      }
      for (const one of goldDifferences(fromRevision, toRevision, [...spokenOf])) found.add(one)
      return {
        fromRevision,
        toRevision,
        differences: found.first().map((one) => ({
          ...one,
          name: one.clipId === null ? '' : (nameOf.get(one.clipId) ?? ''),
        })),
        differenceCount: found.count(),
        clipIds: found.clipIds(),
      }
    },
  }

  /** @param spokenOf clips about which something was said in between: while the settings stay, no others differ */
  function goldDifferences(fromRevision: number, toRevision: number, spokenOf: ClipId[]): Difference[] {
    const [settingsBefore, settingsAfter] = [settingsAt(fromRevision), settingsAt(toRevision)]
    const isSameSettings = JSON.stringify(settingsBefore) === JSON.stringify(settingsAfter)
    const clipIds = isSameSettings ? spokenOf : null
    const before = gold.at(fromRevision, settingsBefore, clipIds)
    const after = gold.at(toRevision, settingsAfter, clipIds)
    return [...new Set([...before.keys(), ...after.keys()])].flatMap((clipId) => {
      const [from, to] = [before.get(clipId) ?? null, after.get(clipId) ?? null]
      return from === to ? [] : [{ kind: 'gold label' as const, clipId, track: null, from, to }]
    })
  }
}

/** Keeps the first differences in the order of the clips' ids, and counts all. */
function createFirstDifferences() {
  let kept: Difference[] = []
  let count = 0
  const clipIds = new Set<ClipId>()
  const first = () => kept.sort((a, b) => (a.clipId ?? 0) - (b.clipId ?? 0)).slice(0, MOST_DIFFERENCES)
  return {
    add(one: Difference): void {
      count++
      if (one.clipId !== null) clipIds.add(one.clipId)
      kept.push(one)
      if (kept.length >= 2 * MOST_DIFFERENCES) kept = first()
    },
    first,
    count: () => count,
    /** Ascending. */
    clipIds: () => [...clipIds].sort((a, b) => a - b),
  }
}
