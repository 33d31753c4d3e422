import type { Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf, measured } from './finding-of.ts'

/** Clips that listeners heard as another emotion than was meant, one finding for each corpus. Tied votes do not count. */
export const findPerceivedDisagreements: Detector = (clips) => {
  const judged = clips.filter((clip) => clip.perceived !== null && clip.intended !== null)
  return [...groupBy(judged, (clip) => clip.corpus)].flatMap(([corpus, members]) => {
    const other = members.filter((clip) => clip.perceived !== clip.intended)
    if (other.length === 0) return []
    const heard = other
      .map(({ clipId, intended, perceived, listeners }) => ({
        clipId,
        meant: intended!,
        heard: perceived!,
        share: listeners?.share ?? null,
        votes: listeners?.votes ?? '',
      }))
      .sort((a, b) => (b.share ?? 0) - (a.share ?? 0))
    const percent = (other.length / members.length) * 100
    const evidence = `${corpus}: listeners heard another emotion than was meant in ${other.length} of ${members.length} clips with a clear vote (${percent.toFixed(1)} %).`
    return findingOf('perceived-disagrees', other, evidence, {
      ...measured(percent, '%', 'heard otherwise'),
      heard,
    })
  })
}
