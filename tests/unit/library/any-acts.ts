import * as fc from 'fast-check'
import type { ClipId } from '#shared/domain/clip.ts'
import type { GoldRule } from '#shared/domain/gold-rule.ts'
import { StudioError } from '#shared/errors.ts'
import type { Library } from '#main/library/library.ts'

const BY = { rater: 'Ann', reason: null }
const LABELS = ['sad', 'fear', 'calm', null]
const RULES: GoldRule[] = [
  { kind: 'newest', rater: null, otherwise: 'intended' },
  { kind: 'majority', rater: null, otherwise: 'unlabelled' },
  { kind: 'rater', rater: 'Ann', otherwise: 'intended' },
  { kind: 'votes', rater: null, otherwise: 'intended' },
  { kind: 'intended', rater: null, otherwise: 'unlabelled' },
  { kind: 'perceived', rater: null, otherwise: 'intended' },
  { kind: 'soft', rater: null, otherwise: 'unlabelled' },
]
const clip = fc.nat({ max: 2 })
const rater = fc.constantFrom('Ann', 'Ben', 'Cem')
/** What a person may do with the labels of three clips. */
export const anyAct = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('set'),
      clips: fc.uniqueArray(clip, { minLength: 1 }),
      label: fc.constantFrom(...LABELS),
      rater,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('exclude'),
      clips: fc.uniqueArray(clip, { minLength: 1 }),
      excluded: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('rule'), rule: fc.constantFrom(...RULES) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('map'), to: fc.constantFrom('sad', null, 'calm') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('undo') }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('redo') }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('undoAny'),
      back: fc.nat({ max: 12 }),
      conflicts: fc.constantFrom('keep', 'override'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('undoMany'),
      backs: fc.uniqueArray(fc.nat({ max: 8 }), { minLength: 2, maxLength: 4 }),
      conflicts: fc.constantFrom('keep', 'override'),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restore'), back: fc.nat({ max: 8 }) }) },
) as fc.Arbitrary<AnyAct>

export type AnyAct =
  | { do: 'set'; clips: number[]; label: string | null; rater: string }
  | { do: 'exclude'; clips: number[]; excluded: boolean }
  | { do: 'rule'; rule: GoldRule }
  | { do: 'map'; to: string | null }
  | { do: 'undo' }
  | { do: 'redo' }
  | { do: 'undoAny'; back: number; conflicts: 'keep' | 'override' }
  | { do: 'undoMany'; backs: number[]; conflicts: 'keep' | 'override' }
  | { do: 'restore'; back: number }

/** Does it. */
export function take(library: Library, ids: ClipId[], step: AnyAct): void {
  const { labels } = library
  const some = (clips: number[]) => clips.map((index) => ids[index])
  if (step.do === 'set') labels.set(some(step.clips), step.label, null, step.rater)
  else if (step.do === 'exclude') labels.exclude(some(step.clips), step.excluded)
  else if (step.do === 'rule') labels.setGoldRule(step.rule, BY)
  else if (step.do === 'map') labels.setLabelMap('m', [{ corpus: '*', label: 'fear', to: step.to }], BY)
  else if (step.do === 'undo') labels.undo()
  else if (step.do === 'redo') labels.redo()
  else if (step.do === 'restore') labels.restore(Math.max(1, labels.revision() - step.back), BY)
  else {
    const history = labels.history(50)
    const backs = step.do === 'undoAny' ? [step.back] : step.backs
    const named = new Set(backs.map((back) => history[back % history.length].changeSetId))
    try {
      labels.undoChangeSets([...named], step.conflicts, BY)
    } catch (error) {
      // undone already, an import, or undos among other acts: refused, and nothing is written
      if (!(error instanceof StudioError)) throw error
    }
  }
}

/** All that people said, and what follows from it. */
export function stateOf(library: Library, ids: ClipId[]) {
  const { rule, map } = library.labels.gold()
  return {
    rule,
    map: map.entries,
    clips: ids.map((id) => {
      const { row, annotations } = library.clips.detail(id)
      const tracks = annotations
        .filter((one) => one.isCurrent && one.label !== null)
        .map(({ track, label }) => `${track} ${label}`)
      return { label: row.label, excluded: row.excluded, tracks: tracks.sort() }
    }),
  }
}
