import { counted } from '#shared/wording.ts'
import type { FindingKind } from '#shared/domain/finding-kinds.ts'
import type { FoundClip, FoundProblem } from './importer.ts'
import type { PublishedCounts } from './name-scheme.ts'

/** More incomplete speakers than this share one finding. */
const MOST_SINGLE_SPEAKERS = 8

/**
 * Compares what was found with what was published: a note for the corpus, notes for its incomplete speakers, a note for
 * clips of speakers who are not in it. A second copy of a clip counts once.
 */
export function checkCompleteness(
  corpus: string,
  clips: FoundClip[],
  published: PublishedCounts,
): FoundProblem[] {
  const found = new Map<string, Set<string>>()
  for (const clip of clips) {
    const keys = found.get(clip.speaker ?? '') ?? new Set()
    found.set(clip.speaker ?? '', keys.add(clip.identityKey))
  }
  const foundCount = [...found.values()].reduce((sum, keys) => sum + keys.size, 0)
  const folder = commonFolder(clips)
  const problems: FoundProblem[] = []
  const note = (kind: FindingKind, relativePaths: string[], evidence: string): void => {
    problems.push({ kind, severity: 'note', relativePaths, evidence })
  }

  const missing = [...published.bySpeaker.keys()].filter((speaker) => !found.has(speaker))
  if (foundCount < published.clips) {
    const without = missing.length > 0 ? `; speakers not here: ${listShortly(missing)}` : ''
    note(
      'incomplete-corpus',
      [folder],
      `${corpus}: ${count(foundCount)} of ${count(published.clips)} published clips, ` +
        `${published.bySpeaker.size - missing.length} of ${published.bySpeaker.size} speakers${without}.`,
    )
  }

  const incomplete = [...published.bySpeaker].flatMap(([speaker, clipCount]) => {
    const here = found.get(speaker)?.size ?? 0
    return here > 0 && here < clipCount ? [{ speaker, here, clipCount }] : []
  })
  if (incomplete.length > MOST_SINGLE_SPEAKERS) {
    const parts = incomplete.map(({ speaker, here, clipCount }) => `${speaker} (${here} of ${clipCount})`)
    note(
      'incomplete-speaker',
      [folder],
      `${incomplete.length} ${corpus} speakers are incomplete: ${listShortly(parts)}.`,
    )
  } else {
    for (const { speaker, here, clipCount } of incomplete) {
      const own = clips.filter((clip) => clip.speaker === speaker)
      note(
        'incomplete-speaker',
        [commonFolder(own)],
        `${corpus}/${speaker}: ${here} of ${clipCount} published clips.`,
      )
    }
  }

  for (const [speaker, keys] of found) {
    const clipCount = published.bySpeaker.get(speaker) ?? 0
    if (keys.size <= clipCount) continue
    const own = clips.filter((clip) => (clip.speaker ?? '') === speaker)
    note(
      'unexpected-clips',
      [commonFolder(own)],
      `${corpus}/${speaker}: ${counted(keys.size, 'clip')}, ${clipCount} were published.`,
    )
  }
  return problems
}

/** The deepest folder that holds all the clips; `.` is the root. */
function commonFolder(clips: FoundClip[]): string {
  let common = clips[0].relativePath.split('/').slice(0, -1)
  for (const clip of clips) {
    const folders = clip.relativePath.split('/')
    let same = 0
    while (same < common.length && folders[same] === common[same]) same++
    common = common.slice(0, same)
  }
  return common.join('/') || '.'
}

function listShortly(words: string[]): string {
  return words.length <= 12
    ? words.join(', ')
    : `${words.slice(0, 10).join(', ')} and ${words.length - 10} more`
}

function count(value: number): string {
  return value.toLocaleString('en')
}
