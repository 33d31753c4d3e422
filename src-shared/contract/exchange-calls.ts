import * as z from 'zod'
import { exportOrder, importOptions, importPreview, importSource } from '../domain/exchange.ts'
import { changeSet } from '../domain/label-history.ts'
import { DEFAULT_RATER, raterName } from '../domain/labels.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

/** Characters of one part of a file that is sent: Base64, well below the longest call. */
const MOST_PART_LENGTH = 4 * 1024 * 1024

export const exchangeCalls = {
  /** The tracks that say something, those of the corpora first; without the gold labels. */
  'exchange.tracks': call(nothing, z.array(z.string())),
  /** Writes labels into the library's folder of exports; there it is when the job is done, and under `media/exports/<name>`. */
  'exchange.export': call(
    exportOrder,
    z.strictObject({
      jobId: z.string(),
      /** A file, or a folder where the format has several files. */
      name: z.string(),
      /** Absolute, on the studio's machine. */
      path: z.string(),
    }),
  ),
  /**
   * Sends a part of a file that is to be imported; the parts of a file come in order. A null `uploadId` begins anew. What
   * was sent is kept until the next few uploads take its place.
   */
  'exchange.send': call(
    z.strictObject({
      uploadId: z.string().nullable(),
      /** With folders where there are some. */
      name: z.string().min(1).max(1000),
      base64: z.string().max(MOST_PART_LENGTH),
    }),
    z.strictObject({ uploadId: z.string() }),
  ),
  /** What an import would do; nothing is written. */
  'exchange.preview': call(z.strictObject({ source: importSource, options: importOptions }), importPreview),
  /** Does what the preview has shown, as one act; refused where files or labels have changed since. */
  'exchange.apply': call(
    z.strictObject({
      source: importSource,
      options: importOptions,
      seen: importPreview.pick({ fileHash: true, planHash: true }),
      /** Who imports. */
      rater: raterName.default(DEFAULT_RATER),
      reason: z.string().max(2000).nullable(),
    }),
    changeSet,
  ),
}
