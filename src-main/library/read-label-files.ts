import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { messageOf, StudioError } from '#shared/errors.ts'
import type { NamedBytes } from '#main/exchange/label-line.ts'
import type { LabelFiles } from './import-labels.ts'
import { walkFolder } from './walk-folder.ts'

/** All files of one import together. */
export const MOST_IMPORT_BYTES = 256 * 1024 * 1024
const READ_ENDINGS = /\.(csv|tsv|json|txt|ya?ml|parquet|pkl)$/i
const HEADER = /\.ya?ml$/i

/**
 * Reads what a person names for an import: one file, a folder (an audformat database, label tracks), the header of an
 * audformat database, or a ZIP archive of such a folder.
 * @param place absolute
 * @throws StudioError notFound, unreadable (too large, no such archive)
 */
export async function readLabelFiles(place: string): Promise<LabelFiles> {
  const info = await stat(place).catch(() => null)
  if (info === null) throw new StudioError('notFound', `There is no file ${place}.`)
  const name = path.basename(place)
  const isHeader = HEADER.test(name)
  if (!info.isDirectory() && !isHeader) return unpacked(name, [{ name, bytes: await readOne(place) }])
  const folder = isHeader ? path.dirname(place) : place
  const { files: names } = await walkFolder(folder)
  const files: NamedBytes[] = []
  for (const file of ownFiles(names))
    files.push({ name: file, bytes: await readOne(path.join(folder, file)) })
  return unpacked(path.basename(folder), files)
}

/** Opens an archive where one came in place of a folder. @throws StudioError unreadable */
export function unpacked(name: string, files: NamedBytes[]): LabelFiles {
  const [only] = files
  const whole = files.length === 1 && /\.zip$/i.test(only.name) ? unzip(only) : files
  const names = ownFiles(whole.map((file) => file.name))
  const found = whole.length === 1 ? whole : whole.filter((file) => names.includes(file.name))
  if (found.length === 0) {
    throw new StudioError(
      'unreadable',
      `${name} holds no labels: no .csv, .json, .txt, and no header db.yaml.`,
    )
  }
  const size = found.reduce((sum, { bytes }) => sum + bytes.length, 0)
  if (size > MOST_IMPORT_BYTES) throw tooLarge(name)
  return { name, files: withoutCommonFolder(found) }
}

/** Of several files: an audformat database leaves everything else aside; label tracks come in folders. */
function ownFiles(names: readonly string[]): string[] {
  const header = names.filter((name) => HEADER.test(name)).sort((a, b) => a.length - b.length)[0]
  if (header === undefined) return names.filter((name) => READ_ENDINGS.test(name))
  const base = header.replace(HEADER, '')
  return names.filter((name) => name === header || (name.startsWith(`${base}.`) && READ_ENDINGS.test(name)))
}

/** An archive or a folder that was chosen brings its own name along. */
function withoutCommonFolder(files: NamedBytes[]): NamedBytes[] {
  const header = files.find(({ name }) => HEADER.test(name))
  if (!header) return files
  const folder = header.name.slice(0, header.name.lastIndexOf('/') + 1)
  return files.map(({ name, bytes }) => ({ name: name.slice(folder.length), bytes }))
}

function unzip({ name, bytes }: NamedBytes): NamedBytes[] {
  let total = 0
  try {
    const entries = unzipSync(bytes, {
      filter: (entry) => {
        if (!READ_ENDINGS.test(entry.name)) return false
        total += entry.originalSize
        if (total > MOST_IMPORT_BYTES) throw tooLarge(name)
        return true
      },
    })
    return Object.entries(entries).map(([entry, content]) => ({ name: entry, bytes: content }))
  } catch (error) {
    if (error instanceof StudioError) throw error
    throw new StudioError('unreadable', `${name} is no ZIP archive that can be read: ${messageOf(error)}`)
  }
}

async function readOne(file: string): Promise<Uint8Array> {
  const { size } = await stat(file)
  if (size > MOST_IMPORT_BYTES) throw tooLarge(path.basename(file))
  return readFile(file)
}

function tooLarge(name: string): StudioError {
  return new StudioError(
    'unreadable',
    `${name} is larger than the ${MOST_IMPORT_BYTES / 2 ** 20} MiB that an import reads.`,
  )
}
