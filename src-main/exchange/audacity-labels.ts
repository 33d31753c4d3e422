import { StudioError } from '#shared/errors.ts'
import { listFile } from '#main/corpora/listing.ts'
import type { LabelledClip, LabelLine, LinePart, NamedBytes, WrittenFile } from './label-line.ts'

/** Audacity writes and reads microseconds. */
const DIGITS = 6
/** Lines that are read before the next part begins. */
const PART_LINES = 2000
/** In a track of several recordings the path follows the label: `sad [Actor_01/a.wav]`. */
const WITH_PATH = /^(.*?)\s*\[([^[\]]+)\]$/

interface Region {
  startSeconds: number
  endSeconds: number
  text: string
}

/** One label track per recording: its clips are the regions. Names are those of the recordings, with `.txt`. */
export function* writeLabelTracks(clips: Iterable<LabelledClip>): Generator<WrittenFile> {
  const recordings = new Map<string, Region[]>()
  for (const clip of clips) {
    const [judgement] = clip.judgements
    if (!judgement?.label) continue
    const regions = recordings.get(clip.path) ?? []
    recordings.set(clip.path, regions)
    const startSeconds = clip.startSeconds ?? 0
    regions.push({ startSeconds, endSeconds: startSeconds + clip.seconds, text: judgement.label })
  }
  for (const [path, regions] of recordings) {
    const pieces = regions.sort((a, b) => a.startSeconds - b.startSeconds).map(regionLine)
    yield { name: `${path}.txt`, pieces }
  }
}

/** One label track for a list of clips that are laid end to end; the path of each follows its label. */
export function* writeListTrack(clips: Iterable<LabelledClip>): Generator<string> {
  let startSeconds = 0
  for (const clip of clips) {
    const endSeconds = startSeconds + clip.seconds
    const [judgement] = clip.judgements
    if (judgement?.label)
      yield regionLine({ startSeconds, endSeconds, text: `${judgement.label} [${placeOf(clip)}]` })
    startSeconds = endSeconds
  }
}

/** A span within its recording follows the path as `@start-end`. */
function placeOf({ path, startSeconds, endSeconds }: LabelledClip): string {
  return startSeconds === null && endSeconds === null
    ? path
    : `${path}@${startSeconds ?? 0}-${endSeconds ?? ''}`
}

function regionLine({ startSeconds, endSeconds, text }: Region): string {
  return `${startSeconds.toFixed(DIGITS)}\t${endSeconds.toFixed(DIGITS)}\t${text}\n`
}

/** True for text whose first line is a region of a label track. */
export function isLabelTrack(text: string): boolean {
  return readRegion(text.split(/\r?\n|\r/, 1)[0]) !== null
}

/**
 * Reads label tracks. A region names its clip in square brackets, or lies in the recording that the file is named for:
 * `a.wav.txt` and `a.txt` belong to `a.wav`. Lines that begin with a backslash hold the frequencies of the region above.
 * @throws StudioError `unreadable` where a file is no label track
 */
export function* readLabelTracks(
  files: readonly (Pick<NamedBytes, 'name'> & { text: string })[],
): Generator<LinePart> {
  for (const { name, text } of files) {
    if (!isLabelTrack(text)) {
      throw new StudioError(
        'unreadable',
        `${name}, line 1: a label track has start, end and label, separated by tabs.`,
      )
    }
    const lines = text.split(/\r?\n|\r/)
    for (let from = 0; from < lines.length; from += PART_LINES) {
      const part: LinePart = { lines: [], bad: [] }
      lines.slice(from, from + PART_LINES).forEach((line, index) => {
        if (line.trim() === '' || line.startsWith('\\')) return
        const at = `line ${from + index + 1}`
        const region = readRegion(line)
        if (region) part.lines.push({ file: name, at, ...lineOf(region, name) })
        else part.bad.push({ file: name, at, reason: 'a region has start, end and label, separated by tabs' })
      })
      yield part
    }
  }
}

function readRegion(line: string): Region | null {
  const match = /^(\d+(?:[.,]\d+)?)\t(\d+(?:[.,]\d+)?)(?:\t(.*))?$/.exec(line)
  if (!match) return null
  const [startSeconds, endSeconds] = [match[1], match[2]].map((field) => Number(field.replace(',', '.')))
  return startSeconds <= endSeconds ? { startSeconds, endSeconds, text: (match[3] ?? '').trim() } : null
}

function lineOf(region: Region, fileName: string): Omit<LabelLine, 'file' | 'at'> {
  const nothing = { corpus: null, hash: null, track: null, confidence: null, note: null, createdAt: null }
  const withPath = WITH_PATH.exec(region.text)
  if (withPath) {
    const [, path, start, end] = /^(.*?)(?:@([\d.]+)-([\d.]*))?$/.exec(withPath[2])!
    return {
      ...nothing,
      path,
      startSeconds: start === undefined ? null : Number(start),
      endSeconds: end ? Number(end) : null,
      isDrawn: false,
      label: withPath[1] || null,
    }
  }
  const { startSeconds, endSeconds, text } = region
  const path = listFile(fileName).relativePath.replace(/\.txt$/i, '')
  return { ...nothing, path, startSeconds, endSeconds, isDrawn: true, label: text || null }
}
