import { randomUUID } from 'node:crypto'
import { StudioError } from '#shared/errors.ts'
import type { NamedBytes } from '#main/exchange/label-line.ts'
import { MOST_IMPORT_BYTES } from '#main/library/read-label-files.ts'

/** Files that clients have sent, in memory. */
export interface Uploads {
  /** Appends a part to a file. @returns the id of the upload; a new one where it was null */
  add(uploadId: string | null, name: string, part: Uint8Array): string
  /** @throws StudioError notFound */
  files(uploadId: string): NamedBytes[]
}

/** Several people may look at imports at once; older uploads give way. */
const KEPT_UPLOADS = 4

export function createUploads(): Uploads {
  const uploads = new Map<string, { parts: Map<string, Uint8Array[]>; bytes: number }>()

  const find = (uploadId: string) => {
    const upload = uploads.get(uploadId)
    if (!upload) throw new StudioError('notFound', 'The files that were sent are gone; choose them again.')
    return upload
  }

  return {
    add(uploadId, name, part) {
      const id = uploadId ?? randomUUID()
      if (uploadId === null) {
        uploads.set(id, { parts: new Map(), bytes: 0 })
        for (const oldest of uploads.keys()) if (uploads.size > KEPT_UPLOADS) uploads.delete(oldest)
      }
      const upload = find(id)
      upload.bytes += part.length
      if (upload.bytes > MOST_IMPORT_BYTES) {
        uploads.delete(id)
        throw new StudioError(
          'invalid',
          `An import reads at most ${MOST_IMPORT_BYTES / 2 ** 20} MiB; these files are larger.`,
        )
      }
      const parts = upload.parts.get(name) ?? []
      upload.parts.set(name, [...parts, part])
      return id
    },
    files(uploadId) {
      const { parts: byName } = find(uploadId)
      return [...byName].map(([name, parts]) => {
        // from now on as one part: the file is looked at several times
        const bytes = parts.length === 1 ? parts[0] : Buffer.concat(parts)
        byName.set(name, [bytes])
        return { name, bytes }
      })
    },
  }
}
