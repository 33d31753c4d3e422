import type { GoldRule } from '#shared/domain/gold-rule.ts'

/** The rules as a person chooses among them. */
export const RULE_CHOICES: readonly { kind: GoldRule['kind']; title: string; text: string }[] = [
  { kind: 'newest', title: 'Newest rater', text: 'whoever judged last' },
  { kind: 'intended', title: 'Intended', text: 'what the corpus meant, whatever raters say' },
  { kind: 'majority', title: 'Majority of raters', text: 'one vote each' },
  { kind: 'rater', title: 'One rater', text: '' },
  { kind: 'perceived', title: 'Perceived', text: "what the corpus's listeners heard" },
  { kind: 'votes', title: 'Most votes', text: 'one vote a rater and one a listener' },
  {
    kind: 'soft',
    title: 'Soft distribution',
    text: 'the label of most votes; training learns the share of every label',
  },
]

/** Does the rule count listeners' votes? */
export function countsVotes(kind: GoldRule['kind']): boolean {
  return kind === 'votes' || kind === 'soft'
}
