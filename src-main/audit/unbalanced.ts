import { counted } from '#shared/wording.ts'
import type { AuditClip, Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf, measured } from './finding-of.ts'

/** In a smaller corpus, balance is chance. */
const FEWEST_CLIPS = 20
/** A label with less than this share of the clips of the most frequent one is rare. */
const LEAST_LABEL_SHARE = 0.6
/** Of the clips that the rarer sex must have. */
const LEAST_SEX_SHARE = 1 / 3

/** Corpora in which one intended label has less than 60 % of the clips of another. It is a matter of the whole corpus. */
export const findUnbalancedLabels: Detector = (clips) =>
  corporaOf(clips.filter((clip) => clip.intended !== null)).flatMap(([corpus, members]) => {
    const counts = [...groupBy(members, (clip) => clip.intended!)]
      .map(([label, own]) => ({ label, count: own.length }))
      .sort((a, b) => b.count - a.count)
    const [most, least] = [counts[0], counts[counts.length - 1]]
    if (least.count >= LEAST_LABEL_SHARE * most.count) return []
    const evidence = `${corpus}: ${most.count} clips are ${most.label}, ${least.count} ${least.label} (${((least.count / most.count) * 100).toFixed(0)} % as many).`
    return findingOf(
      'unbalanced-labels',
      [],
      evidence,
      measured((least.count / most.count) * 100, '%', `as many ${least.label} as ${most.label}`, 0),
    )
  })

/** Corpora of several speakers in which one sex has less than a third of the clips. */
export const findUnbalancedSexes: Detector = (clips) =>
  corporaOf(clips.filter((clip) => clip.sex !== 'unknown' && clip.speakerId !== null)).flatMap(
    ([corpus, members]) => {
      if (new Set(members.map((clip) => clip.speakerId)).size < 2) return []
      const women = members.filter((clip) => clip.sex === 'female').length
      const men = members.length - women
      if (Math.min(women, men) >= LEAST_SEX_SHARE * members.length) return []
      const percent = (Math.min(women, men) / members.length) * 100
      const evidence = `${corpus}: ${counted(women, 'clip')} of women, ${men} of men (${percent.toFixed(0)} % of the rarer sex).`
      return findingOf(
        'unbalanced-sexes',
        [],
        evidence,
        measured(percent, '%', 'of the clips are of the rarer sex', 0),
      )
    },
  )

function corporaOf(clips: readonly AuditClip[]): [string, AuditClip[]][] {
  return [...groupBy(clips, (clip) => clip.corpus)].filter(([, members]) => members.length >= FEWEST_CLIPS)
}
