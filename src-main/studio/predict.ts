import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { CallOutput } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { RunId } from '#shared/domain/run.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { decodeSound } from '#main/audio/decode.ts'
import { clipHashOf } from '#main/library/clip-hash.ts'
import { isMissing } from '#main/files/is-missing.ts'
import type { OpenLibrary } from './studio-context.ts'

/** What the model of a run says about clips of the library, in the order asked. */
export async function predictClips(
  { library, queue }: OpenLibrary,
  runId: RunId,
  clipIds: ClipId[],
): Promise<CallOutput<'predict.clips'>> {
  const clips = clipIds.map((clipId) => {
    const { hash, path, startSeconds, endSeconds } = library.clips.source(clipId)
    return { clipId, clipHash: clipHashOf(hash, startSeconds, endSeconds), path, startSeconds, endSeconds }
  })
  const { labels, rows, failures } = await queue.predict(runId, clips)
  const probabilities = new Map(rows.map((row) => [row.clipHash, row.probabilities]))
  return clips.map(({ clipId, clipHash }) => {
    const found = probabilities.get(clipHash)
    if (!found) {
      const reason =
        failures.find((failure) => failure.clipHash === clipHash)?.reason ?? 'it yields no features'
      throw new StudioError('unreadable', `Clip ${clipId} cannot be predicted: ${reason}`)
    }
    return { clipId, ...named(labels, found) }
  })
}

/** Shorter than any word; what a model says of it is an accident. */
const LEAST_SECONDS = 0.1

/** What the model of a run says about sound files anywhere; a file that cannot be read does not stop the others. */
export async function predictFiles(
  { queue }: OpenLibrary,
  runId: RunId,
  files: string[],
): Promise<CallOutput<'predict.files'>> {
  const looked = await Promise.all(files.map(lookAt))
  const clips = looked.flatMap((one) => (one.clip ? [one.clip] : []))
  const { labels, rows, failures } = await queue.predict(runId, clips)
  const probabilities = new Map(rows.map((row) => [row.clipHash, row.probabilities]))
  const reasons = new Map(failures.map((failure) => [failure.clipHash, failure.reason]))
  return looked.map(({ file, clip, problem }) => {
    const found = clip && probabilities.get(clip.clipHash)
    if (found) return { file, ...named(labels, found), problem: null }
    const reason = problem ?? (clip && reasons.get(clip.clipHash)) ?? 'it yields no features'
    return { file, label: null, probabilities: {}, problem: reason }
  })
}

async function lookAt(file: string) {
  try {
    const bytes = await readFile(file)
    const { frameCount, sampleRateHz } = await decodeSound(bytes, file)
    const seconds = frameCount / sampleRateHz
    if (seconds < LEAST_SECONDS)
      throw new StudioError('unreadable', `it holds ${seconds.toFixed(3)} s of sound, too little to judge`)
    const clipHash = createHash('sha256').update(bytes).digest('hex')
    return { file, clip: { clipHash, path: file, startSeconds: null, endSeconds: null }, problem: null }
  } catch (error) {
    return { file, clip: null, problem: isMissing(error) ? 'there is no such file' : messageOf(error) }
  }
}

function named(labels: string[], probabilities: number[]) {
  const best = probabilities.indexOf(Math.max(...probabilities))
  return {
    label: labels[best],
    probabilities: Object.fromEntries(labels.map((label, index) => [label, probabilities[index]])),
  }
}
