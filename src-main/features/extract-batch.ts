import { readFile } from 'node:fs/promises'
import { StudioError } from '#shared/errors.ts'
import { isMissing } from '#main/files/is-missing.ts'
import { decodeSound } from '#main/audio/decode.ts'
import { extractRows, type ClipSpan } from './extract-rows.ts'
import type { FeatureSettings } from './feature-settings.ts'
import type { FeatureSums } from './feature-sums.ts'

/** A clip whose features are wanted. */
export interface FeatureClip extends ClipSpan {
  clipHash: string
  /** Absolute. */
  path: string
}

/** What became of one clip: its rows, or why there are none. */
export type ClipOutcome = { clipHash: string } & ({ rows: Float32Array } | { path: string; reason: string })

/** Features of clips, one after the other; a file that cannot be read fails alone. */
export async function extractBatch(
  clips: readonly FeatureClip[],
  settings: FeatureSettings,
  sums: FeatureSums,
): Promise<ClipOutcome[]> {
  const outcomes: ClipOutcome[] = []
  for (const clip of clips) outcomes.push(await extractOne(clip, settings, sums))
  return outcomes
}

async function extractOne(
  clip: FeatureClip,
  settings: FeatureSettings,
  sums: FeatureSums,
): Promise<ClipOutcome> {
  const { clipHash, path } = clip
  try {
    const sound = await decodeSound(await readFile(path), path)
    return { clipHash, rows: extractRows(sound, clip, settings, clipHash, sums) }
  } catch (error) {
    if (error instanceof StudioError) return { clipHash, path, reason: error.message }
    const { code, syscall } = error as NodeJS.ErrnoException
    if (syscall === undefined) throw error
    const reason = isMissing(error)
      ? 'The recording is no longer there.'
      : `The recording cannot be read (${code}).`
    return { clipHash, path, reason }
  }
}
