import * as z from 'zod'
import { label, raterName } from './labels.ts'

export const GOLD_RULE_KINDS = [
  'newest',
  'intended',
  'majority',
  'rater',
  'perceived',
  'votes',
  'soft',
] as const

/** How annotations are merged into the gold label of a clip. */
export const goldRule = z
  .strictObject({
    /**
     * `newest`: the rater who judged last. `majority`: most raters. `rater`: one rater. `perceived`: what the corpus's
     * listeners heard. `votes`: the label of most votes, one a rater and one a listener. `soft`:
     * the soft distribution, the same label, and training learns each label's share of these votes.
     */
    kind: z.enum(GOLD_RULE_KINDS),
    /** Of `rater`; else null. */
    rater: raterName.nullable(),
    /** Where the rule gives no answer: nobody judged, or two labels have equally many votes. */
    otherwise: z.enum(['intended', 'unlabelled']),
  })
  .refine(({ kind, rater }) => (kind === 'rater') === (rater !== null), {
    message: 'rater must be given with kind=rater, and with no other kind',
  })
export type GoldRule = z.infer<typeof goldRule>

export const DEFAULT_GOLD_RULE: GoldRule = { kind: 'newest', rater: null, otherwise: 'intended' }

/** Holds for every corpus that says nothing else of the label. */
export const EVERY_CORPUS = '*'

/** Corpus labels → studio labels. */
export const labelMapEntry = z.strictObject({
  /** EVERY_CORPUS, or a corpus. */
  corpus: z.string().min(1).max(200),
  label,
  /** Null: clips of this label are left out. */
  to: label.nullable(),
})
export type LabelMapEntry = z.infer<typeof labelMapEntry>
export const labelMapEntries = z.array(labelMapEntry).max(2000)

export const labelMap = z.strictObject({
  /** 0: none. Every map that was ever current keeps its number. */
  version: z.number().int().nonnegative(),
  name: z.string().max(60),
  entries: labelMapEntries,
})
export type LabelMap = z.infer<typeof labelMap>

export const NO_LABEL_MAP: LabelMap = { version: 0, name: 'none', entries: [] }

/** Maps to begin with. */
export const LABEL_MAP_PRESETS: readonly Pick<LabelMap, 'name' | 'entries'>[] = [
  { name: NO_LABEL_MAP.name, entries: [] },
  { name: 'seed four', entries: [{ corpus: EVERY_CORPUS, label: 'calm', to: null }] },
  { name: 'calm → neutral', entries: [{ corpus: EVERY_CORPUS, label: 'calm', to: 'neutral' }] },
]

/** Such as `majority of raters; ties and clips without judgement: intended`. */
export function describeGoldRule({ kind, rater, otherwise }: GoldRule): string {
  const rest = otherwise === 'intended' ? 'else intended' : 'else unlabelled'
  switch (kind) {
    case 'intended':
      return 'intended'
    case 'newest':
      return `newest rater, ${rest}`
    case 'majority':
      return `majority of raters, ${rest}`
    case 'rater':
      return `rater ${rater}, ${rest}`
    case 'perceived':
      return `perceived, ${rest}`
    case 'soft':
      return `soft distribution of raters and listeners, ${rest}`
    case 'votes':
      return `most votes of raters and listeners, ${rest}`
  }
}

/** Such as `calm → neutral (version 2)`, or `none`. */
export function describeLabelMap({ version, name }: Pick<LabelMap, 'version' | 'name'>): string {
  return version === 0 ? 'none' : `${name} (version ${version})`
}

/** The rule in a word, for the head of a column. */
export function shortGoldRule({ kind, rater }: GoldRule): string {
  return kind === 'rater' ? `by ${rater}` : kind === 'votes' ? 'most votes' : kind
}
