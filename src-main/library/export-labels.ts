import { renameSync, rmSync } from 'node:fs'
import { mkdir, open } from 'node:fs/promises'
import path from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { ExportOrder, LabelFormat } from '#shared/domain/exchange.ts'
import { StudioError } from '#shared/errors.ts'
import { writeLabelTracks, writeListTrack } from '#main/exchange/audacity-labels.ts'
import { writeAudformat } from '#main/exchange/audformat-write.ts'
import { writeCsv, writeWideCsv } from '#main/exchange/csv-labels.ts'
import { TRACK_GOLD } from '#main/exchange/gold-track.ts'
import { writeJson } from '#main/exchange/json-labels.ts'
import type { LabelledClip, WrittenFile } from '#main/exchange/label-line.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { openSnapshot } from './database.ts'
import { createExchangeReader } from './exchange-reader.ts'
import type { Library } from './library.ts'

export interface ExportProgress {
  /** Clips. */
  doneCount: number
  totalCount: number
}

export interface ExportOptions {
  /** Name in the library's folder of exports, from `exportName`. */
  name: string
  onProgress?: (progress: ExportProgress) => void
  /** Nothing is left of an export that was stopped. */
  signal?: AbortSignal
}

export interface Exported {
  clips: number
  labels: number
}

const PART_CLIPS = 2000
const PIECE_LENGTH = 256 * 1024
const ENDINGS: Readonly<Record<LabelFormat, string>> = {
  csv: '.csv',
  json: '.json',
  audformat: '-audformat',
  audacity: '-audacity',
}

/** A name for an export that is made now: a file, or a folder where the format has several files. */
export function exportName(order: ExportOrder, now: Date): string {
  const stamp = now
    .toISOString()
    .replace(/[-:]/g, '')
    .replace('T', '-')
    .replace(/\.(\d+)Z$/, '-$1')
  const ending = order.format === 'audacity' && order.isList ? '.txt' : ENDINGS[order.format]
  return `labels-${stamp}${ending}`
}

/**
 * Writes labels of the clips that the filter lets through into the library's folder `exports`, as they are at one moment.
 * @throws StudioError `invalid` (a track that is not there; more than one track for Audacity), `cancelled`
 */
export async function exportLabels(
  library: Library,
  order: ExportOrder,
  options: ExportOptions,
): Promise<Exported> {
  const target = path.join(library.path, 'exports', options.name)
  const unfinished = `${target}.unfinished`
  const ids = library.clips.ids(order.filter, { by: 'id', descending: false })
  const snapshot = openSnapshot(library.internal.db)
  try {
    const reader = createExchangeReader(snapshot)
    const tracks = tracksOf(order, reader.tracks())
    const counted: Exported = { clips: 0, labels: 0 }
    const clips = function* (): Generator<LabelledClip> {
      for (let from = 0; from < ids.length; from += PART_CLIPS) {
        if (options.signal?.aborted)
          throw new StudioError('cancelled', 'The export was stopped; nothing is left of it.')
        for (const clip of reader.labelled(ids.slice(from, from + PART_CLIPS), tracks, order.withHistory)) {
          counted.clips++
          counted.labels += clip.judgements.length
          yield clip
        }
        options.onProgress?.({ doneCount: Math.min(from + PART_CLIPS, ids.length), totalCount: ids.length })
      }
    }
    makeFolders(path.dirname(target))
    const head = {
      library: library.name,
      labelRevision: reader.labelRevision(),
      exportedAt: library.internal.now().toISOString(),
    }
    if (order.format === 'json') await writePieces(unfinished, writeJson(clips(), head))
    else if (order.format === 'csv')
      await writePieces(unfinished, order.isWide ? writeWideCsv(clips(), tracks) : writeCsv(clips()))
    else if (order.format === 'audacity' && order.isList)
      await writePieces(unfinished, writeListTrack(withRoots(clips())))
    else {
      const all = await collect(withRoots(clips()))
      const info = { name: library.name, labelRevision: head.labelRevision, tracks }
      await writeFolder(
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
function* withRoots(clips: Iterable<LabelledClip>): Generator<LabelledClip> {
  for (const clip of clips)
    yield clip.rootName === null ? clip : { ...clip, path: `${clip.rootName}/${clip.path}` }
}

async function collect(clips: Iterable<LabelledClip>): Promise<LabelledClip[]> {
  const all: LabelledClip[] = []
  for (const clip of clips) {
    all.push(clip)
    if (all.length % PART_CLIPS === 0) await setImmediate()
  }
  return all
}

async function writePieces(file: string, pieces: Iterable<string>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    let text = ''
    for (const piece of pieces) {
      text += piece
      if (text.length < PIECE_LENGTH) continue
      await handle.write(text)
      text = ''
    }
    await handle.write(text)
  } finally {
    await handle.close()
  }
}

async function writeFolder(folder: string, files: readonly WrittenFile[]): Promise<void> {
  await mkdir(folder)
  for (const { name, pieces } of files) {
    const file = path.join(folder, name)
    makeFolders(path.dirname(file))
    await writePieces(file, pieces)
  }
}
