import { keptOnce } from '#shared/kept-once.ts'
import type { ClipPlace } from './label-line.ts'

/** One clip of the library, as far as finding it takes. */
export interface KnownClip {
  clipId: number
  /** Relative to the corpus root, with forward slashes. */
  path: string
  /** Name of the corpus root's folder. */
  rootName: string
  corpus: string
  /** Of the recording. */
  hash: string
  /** Null: from the start, to the end of the recording. */
  startSeconds: number | null
  endSeconds: number | null
  recordingSeconds: number
}

export type Match =
  { clipId: number; by: 'path' | 'hash' | 'name' } | { reason: string; isAmbiguous: boolean }

/** Finds the clip that a line speaks of. */
export type ClipMatcher = (line: ClipPlace) => Match

interface Recording {
  path: string
  rootName: string
  corpus: string
  hash: string
  seconds: number
  /** Most recordings are one clip from end to end: its id says all. There are many: an object for each would take much memory. */
  clips: number | SpannedClip[]
}
type SpannedClip = Pick<KnownClip, 'clipId' | 'startSeconds' | 'endSeconds'>

/** Most keys belong to one recording: a list for each would take more memory than the recording. */
type OneOrMore = Recording | Recording[]

/** Two spans are one where their ends are no further apart: a hundredth of a second is below what labels say. */
const SPAN_TOLERANCE_SECONDS = 0.01

/**
 * Makes a matcher. A recording is found by its hash, else by its path (also where the file's paths begin further up or with
 * the root's name), else by its name where only one recording has it. In it the clip is the one of the same span; a span
 * that was drawn by hand belongs to the clip in which its middle lies.
 */
export function createClipMatcher(): { add(clips: Iterable<KnownClip>): void; match: ClipMatcher } {
  const recordings: Recording[] = []
  const byHash = new Map<string, OneOrMore>()
  const byPath = new Map<string, OneOrMore>()
  /** Names of which there are few: each clip comes with its own copies. */
  const names = new Map<string, string>()
  // most files name clips by path or hash: the third way is prepared when it is needed first
  let byName: Map<string, OneOrMore> | null = null

  const named = (name: string): Recording[] => {
    if (byName === null) {
      byName = new Map()
      for (const recording of recordings) {
        const own = nameOf(normal(recording.path))
        put(byName, own, recording)
        // a label track is often named for its recording without the ending
        put(byName, own.replace(/\.[^.]*$/, ''), recording)
      }
    }
    return listOf(byName.get(name))
  }

  const findRecording = (
    line: ClipPlace,
  ): { recording: Recording; by: 'path' | 'hash' | 'name' } | string | null => {
    const path = line.path === null ? null : normal(line.path)
    const sameBytes = line.hash === null ? [] : listOf(byHash.get(line.hash))
    const bySameHash =
      sameBytes.length === 1 ? sameBytes : sameBytes.filter((one) => normal(one.path) === path)
    if (bySameHash.length === 1) return { recording: bySameHash[0], by: 'hash' }
    if (path === null) return sameBytes.length > 1 ? `${sameBytes.length} recordings have this hash` : null
    const bySamePath = narrowed(pathCandidates(byPath, path), line.corpus)
    if (bySamePath.length === 1) return { recording: bySamePath[0], by: 'path' }
    if (bySamePath.length > 1) return `${bySamePath.length} recordings have this path`
    const bySameName = narrowed(named(nameOf(path)), line.corpus)
    if (bySameName.length === 1) return { recording: bySameName[0], by: 'name' }
    return bySameName.length > 1 ? `${bySameName.length} recordings have this name` : null
  }

  return {
    add(clips) {
      byName = null
      for (const clip of clips) {
        const path = normal(clip.path)
        const known = listOf(byPath.get(path)).find(
          (one) => one.hash === clip.hash && one.path === clip.path && one.rootName === clip.rootName,
        )
        const { clipId, startSeconds, endSeconds } = clip
        if (known) {
          known.clips = [...clipsOf(known), { clipId, startSeconds, endSeconds }]
          continue
        }
        const recording: Recording = {
          path: clip.path,
          rootName: keptOnce(names, clip.rootName),
          corpus: keptOnce(names, clip.corpus),
          hash: clip.hash,
          seconds: clip.recordingSeconds,
          clips:
            startSeconds === null && endSeconds === null ? clipId : [{ clipId, startSeconds, endSeconds }],
        }
        recordings.push(recording)
        put(byHash, clip.hash, recording)
        put(byPath, path, recording)
      }
    },
    match(line) {
      const found = findRecording(line)
      if (found === null) return { reason: 'no recording has this path, hash or name', isAmbiguous: false }
      if (typeof found === 'string') return { reason: found, isAmbiguous: true }
      const clip = clipIn(found.recording, line)
      return typeof clip === 'string'
        ? { reason: clip, isAmbiguous: false }
        : { clipId: clip.clipId, by: found.by }
    },
  }
}

/** The path as it is, or after the name of its root; else without its first folder, its first two, … */
function pathCandidates(byPath: ReadonlyMap<string, OneOrMore>, path: string): Recording[] {
  for (let rest = path; ;) {
    const end = rest.indexOf('/')
    if (end < 0) return rest === path ? listOf(byPath.get(rest)) : []
    const [folder, below] = [rest.slice(0, end), rest.slice(end + 1)]
    const ofRoot = listOf(byPath.get(below)).filter(({ rootName }) => rootName === folder)
    const found = [...listOf(byPath.get(rest)), ...ofRoot]
    if (found.length > 0) return found
    rest = below
  }
}

/** Where several fit: the one of the corpus that the line names. */
function narrowed(candidates: Recording[], corpus: string | null): Recording[] {
  const ofCorpus = candidates.filter((one) => one.corpus === corpus)
  return ofCorpus.length === 1 ? ofCorpus : candidates
}

function clipsOf({ clips }: Recording): SpannedClip[] {
  return typeof clips === 'number' ? [{ clipId: clips, startSeconds: null, endSeconds: null }] : clips
}

function clipIn(recording: Recording, line: ClipPlace): SpannedClip | string {
  const { seconds } = recording
  const clips = clipsOf(recording)
  const startOf = (clip: SpannedClip) => clip.startSeconds ?? 0
  const endOf = (clip: SpannedClip) => clip.endSeconds ?? seconds
  if (line.startSeconds === null && line.endSeconds === null) {
    const whole = clips.find((clip) => clip.startSeconds === null && clip.endSeconds === null)
    if (whole) return whole
    return clips.length === 1
      ? clips[0]
      : `the recording has ${clips.length} clips: start and end must say which`
  }
  const start = line.startSeconds ?? 0
  const end = line.endSeconds ?? seconds
  if (line.isDrawn) {
    const middle = (start + end) / 2
    const under = clips.filter((clip) => startOf(clip) <= middle && middle <= endOf(clip))
    return under.length === 1
      ? under[0]
      : `${under.length === 0 ? 'no clip lies' : `${under.length} clips lie`} at ${seconds2(middle)}`
  }
  const same = clips.find(
    (clip) =>
      Math.abs(startOf(clip) - start) <= SPAN_TOLERANCE_SECONDS &&
      Math.abs(endOf(clip) - end) <= SPAN_TOLERANCE_SECONDS,
  )
  return same ?? `the recording has no clip from ${seconds2(start)} to ${seconds2(end)}`
}

function seconds2(seconds: number): string {
  return `${seconds.toFixed(2)} s`
}

/** One spelling for one path: forward slashes, signs composed, nothing before the first name. */
function normal(path: string): string {
  if (/^\w[\w/.-]*$/.test(path)) return path
  return path
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(\.?\/)+/, '')
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function put(map: Map<string, OneOrMore>, key: string, recording: Recording): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, recording)
  else if (Array.isArray(known)) known.push(recording)
  else map.set(key, [known, recording])
}

function listOf(found: OneOrMore | undefined): Recording[] {
  if (found === undefined) return []
  return Array.isArray(found) ? found : [found]
}
