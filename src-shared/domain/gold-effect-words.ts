import { counted } from '../wording.ts'
import { describeGoldRule, describeLabelMap, type GoldRule } from './gold-rule.ts'
import type { GoldEffect } from './label-history.ts'

/**
 * What an act does to gold labels, in a sentence: `37 of 500 clips change; the gold label follows the majority of raters,
 * else intended`, or `none of 500 clips changes; …`.
 */
export function goldEffectText({ clips, changedClips, rule, map }: GoldEffect): string {
  const all = counted(clips, 'clip')
  const verb = changedClips === 1 ? 'changes' : 'change'
  const what =
    changedClips === 0 ? `none of ${all} changes` : `${changedClips.toLocaleString('en')} of ${all} ${verb}`
  const then = map.version === 0 ? '' : `, then the label map ${describeLabelMap(map)}`
  return `${what}; the gold label follows ${followed(rule)}${then}`
}

/** Clips that keep their gold label while their shares of the votes change; null where there are none. */
export function otherSharesText({ otherShares }: GoldEffect): string | null {
  if (otherShares === 0) return null
  const [keep, their] = otherShares === 1 ? ['keeps', 'its'] : ['keep', 'their']
  return `${counted(otherShares, 'other clip')} ${keep} ${their} gold label, with other shares of the votes`
}

function followed(rule: GoldRule): string {
  const text = describeGoldRule(rule)
  if (rule.kind === 'rater') return text.replace(/^rater /, '')
  return ['newest', 'majority', 'soft'].includes(rule.kind) ? `the ${text}` : text
}
