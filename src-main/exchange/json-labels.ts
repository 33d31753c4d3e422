import * as z from 'zod'
import { sex } from '#shared/domain/clip.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import type { LabelledClip, LinePart } from './label-line.ts'

/** Says what the document is; another program's JSON does not have it. */
const FORMAT = 'emotone-labels'
/** Raised when a reader of this version could misunderstand what is written. */
const VERSION = 1
/** Clips that are checked before the next part begins. */
const PART_CLIPS = 2000

const judgement = z.strictObject({
  track: z.string().min(1),
  label: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  note: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
})

const exclusion = z.strictObject({
  isExcluded: z.boolean(),
  rater: z.string().nullable(),
  reason: z.string().nullable(),
  createdAt: z.iso.datetime({ offset: true }),
})

/** One clip with what its tracks say, and whether it was kept out of training; `history` is there where it was asked for. */
const writtenClip = z.strictObject({
  path: z.string().min(1),
  corpus: z.string(),
  hash: z.string(),
  startSeconds: z.number().nonnegative().nullable(),
  endSeconds: z.number().positive().nullable(),
  speakerId: z.string().nullable(),
  sex,
  judgements: z.array(judgement),
  history: z.array(judgement).optional(),
  /** The last of them holds; absent where the clip never was excluded. */
  exclusions: z.array(exclusion).optional(),
})
type WrittenClip = z.infer<typeof writtenClip>

const header = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  /** Name of the library. */
  library: z.string(),
  labelRevision: z.number().int(),
  /** ISO 8601, UTC. */
  exportedAt: z.string(),
})
export type JsonHeader = Omit<z.infer<typeof header>, 'format' | 'version'>

/** The document in pieces of text: the header's members, then one clip a line. */
export function* writeJson(clips: Iterable<LabelledClip>, head: JsonHeader): Generator<string> {
  const members = JSON.stringify({ format: FORMAT, version: VERSION, ...head }, null, 2)
  yield `${members.slice(0, -2)},\n  "clips": [`
  let separator = '\n    '
  for (const clip of clips) {
    yield separator + JSON.stringify(writtenOf(clip))
    separator = ',\n    '
  }
  yield '\n  ]\n}\n'
}

function writtenOf(clip: LabelledClip): WrittenClip {
  const { path, corpus, hash, startSeconds, endSeconds, speakerId, sex, judgements } = clip
  const { history, exclusions } = clip
  return {
    ...{ path, corpus, hash, startSeconds, endSeconds, speakerId, sex, judgements },
    ...(history.length > 0 && { history }),
    ...(exclusions.length > 0 && { exclusions }),
  }
}

/**
 * Reads what `writeJson` writes. A faulty clip is told with its place, the others are read; the history is passed over.
 * @throws StudioError `unreadable` for what is no such document, or one of a newer version
 */
export function* readJsonLabels(text: string, file: string): Generator<LinePart> {
  const clips = readDocument(text, file)
  for (let from = 0; from < clips.length; from += PART_CLIPS) {
    const part: Required<LinePart> = { lines: [], bad: [], excluded: [] }
    clips.slice(from, from + PART_CLIPS).forEach((one, index) => {
      const at = `clip ${from + index + 1}`
      const checked = writtenClip.safeParse(one)
      if (checked.success) addTo(part, checked.data, file, at)
      else part.bad.push({ file, at, reason: firstIssue(checked.error) })
    })
    yield part
  }
}

function readDocument(text: string, file: string): unknown[] {
  let document: unknown
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch (error) {
    throw new StudioError('unreadable', `${file} is no JSON: ${messageOf(error)}`)
  }
  const checked = z.looseObject({ ...header.shape, clips: z.array(z.unknown()) }).safeParse(document)
  if (!checked.success) {
    throw new StudioError('unreadable', `${file} is no export of labels: ${firstIssue(checked.error)}`)
  }
  if (checked.data.version > VERSION) {
    throw new StudioError(
      'unreadable',
      `${file} was written by a newer Emotone (version ${checked.data.version}; this one reads ${VERSION}).`,
    )
  }
  return checked.data.clips
}

function addTo(part: Required<LinePart>, written: WrittenClip, file: string, at: string): void {
  const { judgements, exclusions = [], path, corpus, hash, startSeconds, endSeconds } = written
  const clip = { file, at, path, corpus, hash, startSeconds, endSeconds, isDrawn: false }
  for (const one of judgements) part.lines.push({ ...clip, ...one })
  const last = exclusions.at(-1)
  if (last?.isExcluded) part.excluded.push({ ...clip, createdAt: last.createdAt })
}

function firstIssue(error: z.ZodError): string {
  const [issue] = error.issues
  return issue
    ? `${issue.path.map(String).join('.') || 'the document'}: ${issue.message}`
    : 'it has another shape'
}
