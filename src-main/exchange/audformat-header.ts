import { parse, stringify } from 'yaml'
import * as z from 'zod'
import { messageOf, StudioError } from '#shared/errors.ts'

// audformat's data header, as far as labels need it: https://audeering.github.io/audformat/data-header.html

const column = z.looseObject({ scheme_id: z.string().optional(), rater_id: z.string().optional() })
const table = z.looseObject({
  type: z.enum(['filewise', 'segmented']),
  columns: z.record(z.string(), column).nullish(),
})
const scheme = z.looseObject({
  dtype: z.string().optional(),
  /** A list, an object from name to properties, or the name of a table with the properties. */
  labels: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown()), z.string()]).nullish(),
})

export const audformatHeader = z.looseObject({
  name: z.string(),
  schemes: z.record(z.string(), scheme).nullish(),
  tables: z.record(z.string(), table).nullish(),
})
export type AudformatHeader = z.infer<typeof audformatHeader>

/** @throws StudioError `unreadable` for what is no header of an audformat database */
export function readHeader(text: string, file: string): AudformatHeader {
  let document: unknown
  try {
    document = parse(text, { maxAliasCount: 100 })
  } catch (error) {
    throw new StudioError('unreadable', `${file} is no YAML: ${messageOf(error).split('\n', 1)[0]}`)
  }
  const checked = audformatHeader.safeParse(document)
  if (!checked.success) {
    const [issue] = checked.error.issues
    const place = issue.path.map(String).join('.') || 'the document'
    throw new StudioError(
      'unreadable',
      `${file} is no header of an audformat database: ${place}: ${issue.message}`,
    )
  }
  return checked.data
}

export function writeHeader(header: AudformatHeader): string {
  return stringify(header, { lineWidth: 0 })
}
