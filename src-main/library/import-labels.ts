import { createHash } from 'node:crypto'
import { IMPORT_KINDS, type ImportOptions, type ImportPreview } from '#shared/domain/exchange.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import { StudioError } from '#shared/errors.ts'
import { TRACK_GOLD } from '#main/exchange/gold-track.ts'
import type { NamedBytes } from '#main/exchange/label-line.ts'
import { createClipMatcher } from '#main/exchange/match-clips.ts'
import {
  createImportPlan,
  type ImportGround,
  type ImportPlan,
  type PlannedAnnotation,
  type PlannedLine,
} from '#main/exchange/plan-import.ts'
import { readLabels, recogniseFormat } from '#main/exchange/read-labels.ts'
import { openSnapshot, type Db } from './database.ts'
import { createExchangeReader, type ExchangeReader } from './exchange-reader.ts'
import type { LabelStore } from './label-store.ts'
import type { ActBy } from './label-writer.ts'

/** Files that were read, under the name that a person knows them by. */
export interface LabelFiles {
  name: string
  files: NamedBytes[]
}

/** What a person has seen before saying yes. */
export type SeenPreview = Pick<ImportPreview, 'fileHash' | 'planHash'>

/** Bytes of a file that say one label, in the briefest format. */
const BYTES_OF_A_LABEL = 60

/** Lines of each kind that a preview shows. */
const SHOWN_LINES = 200

/** An import that was looked at again, and waits to be written. */
export interface PlannedImport {
  planId: number
  /** At most so many labels: whoever writes them is told by it where they are. */
  labels: number
}

interface Plan {
  annotations: PlannedAnnotation[]
  /** Clips that are taken out of training. */
  exclusions: ClipId[]
  labelRevision: number
  what: string
}

/** A plan that nobody wrote gives way to later ones. */
const KEPT_PLANS = 4

/** Imports through one connection, see `LabelDesk`. */
export function createImports(db: Db, labels: Pick<LabelStore, 'annotate' | 'revision'>) {
  const plans = new Map<number, Plan>()
  let lastId = 0
  return {
    previewImport: async (source: LabelFiles, options: ImportOptions): Promise<ImportPreview> =>
      (await prepare(db, source, options)).preview,

    async planImport(source: LabelFiles, options: ImportOptions, seen: SeenPreview): Promise<PlannedImport> {
      if (hashOf(source.files) !== seen.fileHash) {
        throw new StudioError(
          'conflict',
          `${source.name} has changed since it was looked at; look at the changes again.`,
        )
      }
      const { preview, annotations, exclusions, labelRevision } = await prepare(db, source, options)
      if (preview.planHash !== seen.planHash) throw labelsHaveChanged()
      const planId = ++lastId
      const what = `${annotations.length === 0 ? 'exclusions' : 'labels'} read from ${source.name} on`
      plans.set(planId, { annotations, exclusions, labelRevision, what })
      plans.delete(planId - KEPT_PLANS)
      return { planId, labels: labelsIn(source) }
    },

    writeImport({ planId }: PlannedImport, by: ActBy): ChangeResult {
      const plan = plans.get(planId)
      plans.delete(planId)
      if (plan === undefined || labels.revision() !== plan.labelRevision) throw labelsHaveChanged()
      const { annotations, exclusions, labelRevision, what } = plan
      if (annotations.length === 0 && exclusions.length === 0)
        return { changeSetId: null, labelRevision, clipIds: [], summary: 'nothing to import' }
      return labels.annotate(
        annotations.map(({ createdAt, ...annotation }) => ({
          ...annotation,
          ...(createdAt !== null && { createdAt }),
        })),
        what,
        by,
        exclusions,
      )
    },
  }
}

/** So many labels at most, told before the files are read. */
export function labelsIn({ files }: LabelFiles): number {
  return Math.ceil(files.reduce((sum, { bytes }) => sum + bytes.length, 0) / BYTES_OF_A_LABEL)
}

const labelsHaveChanged = () =>
  new StudioError(
    'conflict',
    'Labels have changed since the import was looked at; look at the changes again.',
  )

interface Prepared {
  preview: ImportPreview
  annotations: PlannedAnnotation[]
  exclusions: ClipId[]
  labelRevision: number
}

async function prepare(db: Db, { name, files }: LabelFiles, options: ImportOptions): Promise<Prepared> {
  const format = recogniseFormat(files)
  const snapshot = openSnapshot(db.name)
  try {
    const reader = createExchangeReader(snapshot)
    const ground = groundOf(reader)
    const plan = createImportPlan(ground, options, format)
    for await (const { lines, bad, excluded } of readLabels(files, format)) {
      plan.add(lines, bad, excluded)
    }
    refuseSeveralTracks(plan, options, name)
    const annotations = plan.annotations()
    const exclusions = plan.exclusions() as ClipId[]
    const planned = plan.planned()
    const planHash = createHash('sha256').update(JSON.stringify(exclusions))
    for (const annotation of annotations) planHash.update(JSON.stringify(annotation))
    return {
      annotations,
      exclusions,
      labelRevision: reader.labelRevision(),
      preview: {
        format,
        name,
        fileHash: hashOf(files),
        planHash: planHash.digest('hex'),
        totals: totalsOf(planned),
        tracks: [...plan.tracks()].map(([track, lines]) => ({ track, lines })),
        lines: shownOf(planned, ground),
      },
    }
  } finally {
    snapshot.close()
  }
}

function groundOf(reader: ExchangeReader): ImportGround {
  const matcher = createClipMatcher()
  for (const part of reader.known()) matcher.add(part)
  let now = reader.current([])
  return {
    match: matcher.match,
    look: (clipIds) => void (now = reader.current(clipIds)),
    exclusion: (clipId) => now.exclusions.get(clipId),
    labels: new Set(reader.labels()),
    current(clipId, track) {
      if (track !== TRACK_GOLD) return now.said.get(clipId)?.find((one) => one.track === track)
      return { label: now.gold.get(clipId) ?? null, confidence: null, note: null, createdAt: '' }
    },
  }
}

/** One rater cannot have said what several tracks say. */
function refuseSeveralTracks(plan: ImportPlan, { rater, tracks }: ImportOptions, name: string): void {
  const taken = [...plan.tracks().keys()].filter((track) => tracks === null || tracks.includes(track))
  if (rater === null || taken.length < 2) return
  throw new StudioError(
    'invalid',
    `${name} holds the tracks ${taken.join(', ')}: choose the one that is to be ${rater}’s.`,
  )
}

function totalsOf(planned: readonly PlannedLine[]): ImportPreview['totals'] {
  const totals = Object.fromEntries(IMPORT_KINDS.map((kind) => [kind, 0])) as ImportPreview['totals']
  for (const { kind } of planned) totals[kind]++
  return totals
}

function shownOf(planned: readonly PlannedLine[], ground: ImportGround): ImportPreview['lines'] {
  const shownCount = new Map<string, number>()
  const shown = planned.filter(({ kind }) => {
    const count = shownCount.get(kind) ?? 0
    shownCount.set(kind, count + 1)
    return count < SHOWN_LINES
  })
  ground.look(shown.flatMap(({ clipId }) => (clipId === null ? [] : [clipId])))
  return shown.map(({ kind, what, file, at, path, clipId, track, from, to, reason }) => {
    const gold = clipId === null ? null : (ground.current(clipId, TRACK_GOLD)?.label ?? null)
    return { kind, what, file, at, path, clipId: clipId as ClipId | null, track, from, gold, to, reason }
  })
}

function hashOf(files: readonly NamedBytes[]): string {
  const hash = createHash('sha256')
  for (const { name, bytes } of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${name}\n${bytes.length}\n`).update(bytes)
  }
  return hash.digest('hex')
}
