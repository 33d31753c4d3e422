import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import path from 'node:path'
import type { ExportOrder } from '#shared/domain/exchange.ts'
import { StudioError } from '#shared/errors.ts'
import { writeLabelTracks, writeListTrack } from '#main/exchange/audacity-labels.ts'
import { writeAudformat } from '#main/exchange/audformat-write.ts'
import { writeCsv, writeWideCsv } from '#main/exchange/csv-labels.ts'
import { TRACK_GOLD } from '#main/exchange/gold-track.ts'
import { writeJson } from '#main/exchange/json-labels.ts'
import type { LabelledClip, WrittenFile } from '#main/exchange/label-line.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { openSnapshot } from './database.ts'
import { createExchangeReader, type ExchangeReader } from './exchange-reader.ts'

export interface ExportProgress {
  /** Clips. */
  doneCount: number
  totalCount: number
}

export interface Exported {
  clips: number
  labels: number
}

/** An export as it crosses to the thread that writes it. */
export interface ExportTask {
  /** The database. */
  file: string
  /** Absolute: a file, or a folder where the format has several files. */
  target: string
  /** Name of the library. */
  library: string
  order: ExportOrder
  clipIds: Uint32Array
  /** At which the filter let these clips through. */
  labelRevision: number
  /** ISO 8601, UTC. */
  exportedAt: string
}

export interface ExportWatch {
  onProgress(progress: ExportProgress): void
  isStopped(): boolean
}

const PART_CLIPS = 2000
const PIECE_LENGTH = 256 * 1024

/**
 * Writes labels of some clips as they are at one moment. Takes seconds; nothing is left of an export that fails.
 * @returns null where labels are at another revision already: the clips are to be chosen again
 * @throws StudioError `invalid` (a track that is not there; more than one track for Audacity), `cancelled`
 */
export function writeExport(task: ExportTask, watch: ExportWatch): Exported | null {
  const { target, order } = task
  const unfinished = unfinishedOf(target)
  const snapshot = openSnapshot(task.file)
  try {
    const reader = createExchangeReader(snapshot)
    if (reader.labelRevision() !== task.labelRevision) return null
    const tracks = tracksOf(order, reader.tracks())
    const counted: Exported = { clips: 0, labels: 0 }
    const clips = clipsOf(reader, task, tracks, watch, counted)
    makeFolders(path.dirname(target))
    const head = {
      library: task.library,
      labelRevision: task.labelRevision,
      exportedAt: task.exportedAt,
    }
    if (order.format === 'json') writePieces(unfinished, writeJson(clips, head))
    else if (order.format === 'csv')
      writePieces(unfinished, order.isWide ? writeWideCsv(clips, tracks) : writeCsv(clips))
    else if (order.format === 'audacity' && order.isList)
      writePieces(unfinished, writeListTrack(withRoots(clips)))
    else {
      const all = withRoots(clips)
      const info = { name: task.library, labelRevision: task.labelRevision, tracks }
      writeFolder(
        unfinished,
        order.format === 'audformat' ? writeAudformat(all, info) : writeLabelTracks(all),
      )
    }
    renameSync(unfinished, target)
    return counted
  } finally {
    snapshot.close()
    rmSync(unfinished, { recursive: true, force: true })
  }
}

/** Where an export stands until it is whole. */
export function unfinishedOf(target: string): string {
  return `${target}.unfinished`
}

/** Read anew, some at a time, whenever they are gone through; counted and told the first time. */
function clipsOf(
  reader: ExchangeReader,
  { clipIds, order }: ExportTask,
  tracks: readonly string[],
  { onProgress, isStopped }: ExportWatch,
  counted: Exported,
): Iterable<LabelledClip> {
  let isFirst = true
  const count = (clips: readonly LabelledClip[], doneCount: number) => {
    counted.clips += clips.length
    for (const { judgements } of clips) counted.labels += judgements.length
    onProgress({ doneCount, totalCount: clipIds.length })
  }
  return {
    *[Symbol.iterator]() {
      const isCounting = isFirst
      isFirst = false
      for (let from = 0; from < clipIds.length; from += PART_CLIPS) {
        if (isStopped()) throw new StudioError('cancelled', 'The export was stopped; nothing is left of it.')
        const ids = [...clipIds.subarray(from, from + PART_CLIPS)]
        const clips = reader.labelled(ids, tracks, order.withHistory)
        if (isCounting) count(clips, from + ids.length)
        yield* clips
      }
    },
  }
}

function tracksOf({ format, tracks }: ExportOrder, known: readonly string[]): string[] {
  const wanted = tracks ?? (format === 'audacity' ? [TRACK_GOLD] : [...known])
  const unknown = wanted.filter((track) => track !== TRACK_GOLD && !known.includes(track))
  if (unknown.length > 0) {
    throw new StudioError(
      'invalid',
      `There is no track ${unknown.join(', ')}; there are ${[...known, TRACK_GOLD].join(', ')}.`,
    )
  }
  if (format === 'audacity' && wanted.length !== 1) {
    throw new StudioError(
      'invalid',
      `An Audacity label track holds one track of labels, not ${wanted.length}.`,
    )
  }
  return [...new Set(wanted)]
}

/** Paths under the name of their root where the library has several. */
function withRoots(clips: Iterable<LabelledClip>): Iterable<LabelledClip> {
  return {
    *[Symbol.iterator]() {
      for (const clip of clips)
        yield clip.rootName === null ? clip : { ...clip, path: `${clip.rootName}/${clip.path}` }
    },
  }
}

function writePieces(file: string, pieces: Iterable<string>): void {
  const handle = openSync(file, 'w')
  try {
    let text = ''
    for (const piece of pieces) {
      text += piece
      if (text.length < PIECE_LENGTH) continue
      writeSync(handle, text)
      text = ''
    }
    writeSync(handle, text)
  } finally {
    closeSync(handle)
  }
}

function writeFolder(folder: string, files: Iterable<WrittenFile>): void {
  mkdirSync(folder)
  for (const { name, pieces } of files) {
    const file = path.join(folder, name)
    makeFolders(path.dirname(file))
    writePieces(file, pieces)
  }
}
