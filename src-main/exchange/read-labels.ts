import type { LabelFormat } from '#shared/domain/exchange.ts'
import { StudioError } from '#shared/errors.ts'
import { isLabelTrack, readLabelTracks } from './audacity-labels.ts'
import { readAudformat } from './audformat-read.ts'
import { readCsvLabels } from './csv-labels.ts'
import { decodeText } from './decode-text.ts'
import { readJsonLabels } from './json-labels.ts'
import type { LinePart, NamedBytes } from './label-line.ts'

/**
 * In which format labels come: told by names first, then by how the text begins.
 * @throws StudioError `unreadable` where several files belong to no format
 */
export function recogniseFormat(files: readonly NamedBytes[]): LabelFormat {
  if (files.some(({ name }) => /\.ya?ml$/i.test(name))) return 'audformat'
  if (files.length !== 1) {
    if (files.every(({ name }) => /\.txt$/i.test(name))) return 'audacity'
    throw new StudioError(
      'unreadable',
      'Several files are read together only where they are an audformat database (with its db.yaml) or label tracks (.txt).',
    )
  }
  if (/\.json$/i.test(files[0].name)) return 'json'
  if (/\.(csv|tsv)$/i.test(files[0].name)) return 'csv'
  const text = decodeText(files[0])
  if (/^\s*\{/.test(text)) return 'json'
  return isLabelTrack(text) ? 'audacity' : 'csv'
}

/**
 * What files say about clips, part by part: a caller may pause between the parts.
 * @throws StudioError `unreadable` where a file is not in the format
 */
export async function* readLabels(
  files: readonly NamedBytes[],
  format: LabelFormat,
): AsyncGenerator<LinePart> {
  if (files.length === 0) throw new StudioError('unreadable', 'There is no file to read.')
  if (format === 'audformat') yield* readAudformat(files)
  else if (format === 'audacity')
    yield* readLabelTracks(files.map((file) => ({ name: file.name, text: decodeText(file) })))
  else if (format === 'json') yield* readJsonLabels(decodeText(files[0]), files[0].name)
  else yield* readCsvLabels(decodeText(files[0]), files[0].name)
}
