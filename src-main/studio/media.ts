import { readFile } from 'node:fs/promises'
import { clipId } from '#shared/domain/clip.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { decodeSound, monoOf, sliceSeconds, type Sound } from '#main/audio/decode.ts'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { logMelImage, type LogMelImageSettings } from '#main/audio/log-mel-image.ts'
import { peaksOf } from '#main/audio/peaks.ts'
import { prosodyOf } from '#main/audio/prosody.ts'
import { bestSums } from '#main/features/fast-sums.ts'
import type { ClipSource, ClipStore } from '#main/library/clip-store.ts'
import { isMissing } from '#main/files/is-missing.ts'
import { textResponse } from './responses.ts'

const ROUTE = /\/media\/(clips|peaks|spectrograms|prosody)\/(\d+)(?:\.wav)?$/
const DEFAULT_BUCKET_COUNT = 800
const MOST_BUCKETS = 20_000

type ClipSources = Pick<ClipStore, 'source'>

/**
 * Answers a media URL. Only clips that the library has indexed can be reached, by their number.
 *
 * - `media/clips/<id>.wav`: the clip alone as 16-bit WAV at its own rate, whatever the recording's format.
 * - `media/peaks/<id>?buckets=800`: float32 little-endian, minimum and maximum of each bucket in turn.
 * - `media/spectrograms/<id>?window=32&scale=mel&max=8000`: one byte a cell, frames first; the headers `x-…` say shape and
 *   range. Window in milliseconds, scale mel or linear, highest frequency in hertz; each may be left out.
 * - `media/prosody/<id>`: float32 little-endian, of each frame pitch in hertz (NaN: unvoiced) and level in decibels.
 */
export async function answerMedia(request: Request, clips: () => ClipSources): Promise<Response> {
  const url = new URL(request.url)
  const [, kind, id] = ROUTE.exec(url.pathname) ?? []
  const parsedId = clipId.safeParse(Number(id))
  if (!kind || !parsedId.success)
    return textResponse(404, 'Media are clips, peaks, spectrograms and prosody, by the number of a clip.')
  try {
    const source = clips().source(parsedId.data)
    const tag = `"${kind}-${source.hash.slice(0, 32)}${url.search}"`
    if (request.headers.get('if-none-match') === tag) return new Response(null, { status: 304 })
    const sound = await clipSound(source)
    const { body, headers } = await render(kind, sound, url.searchParams)
    return new Response(body, {
      headers: {
        'content-length': String(body.byteLength),
        'cache-control': 'private, no-cache',
        etag: tag,
        ...headers,
      },
    })
  } catch (error) {
    if (error instanceof StudioError)
      return textResponse(error.code === 'notFound' ? 404 : 422, error.message)
    if (isMissing(error)) {
      return textResponse(
        404,
        'The recording is no longer where it was. Index its folder again, or bring the folder back.',
      )
    }
    throw error
  }
}

async function clipSound({ path, startSeconds, endSeconds }: ClipSource): Promise<Sound> {
  return sliceSeconds(await decodeSound(await readFile(path), path), startSeconds, endSeconds)
}

interface Rendering {
  body: Uint8Array<ArrayBuffer>
  headers: Record<string, string>
}

async function render(kind: string, sound: Sound, query: URLSearchParams): Promise<Rendering> {
  if (kind === 'clips') {
    return {
      body: new Uint8Array(encodeWav(sound.channels, sound.sampleRateHz)),
      headers: { 'content-type': 'audio/wav' },
    }
  }
  const samples = monoOf(sound)
  if (kind === 'peaks') {
    const peaks = peaksOf(samples, bucketCount(query))
    return {
      body: new Uint8Array(peaks.buffer as ArrayBuffer),
      headers: { 'content-type': 'application/octet-stream' },
    }
  }
  if (kind === 'prosody') {
    const { makeFft } = await bestSums()
    const { values, hopSeconds } = prosodyOf(samples, sound.sampleRateHz, makeFft)
    return {
      body: new Uint8Array(values.buffer),
      headers: { 'content-type': 'application/octet-stream', 'x-hop-seconds': String(hopSeconds) },
    }
  }
  const image = logMelImage(samples, sound.sampleRateHz, imageSettings(query))
  return {
    body: new Uint8Array(image.bytes),
    headers: {
      'content-type': 'application/octet-stream',
      'x-frame-count': String(image.frameCount),
      'x-band-count': String(image.bandCount),
      'x-seconds': String(samples.length / sound.sampleRateHz),
      'x-min-decibels': String(image.minDecibels),
      'x-max-decibels': String(image.maxDecibels),
      'x-max-hz': String(image.maxHz),
    },
  }
}

function imageSettings(query: URLSearchParams): LogMelImageSettings {
  const scale = query.get('scale') ?? 'mel'
  if (scale !== 'mel' && scale !== 'linear')
    throw new StudioError('invalid', `scale=${scale} must be mel or linear`)
  return {
    scale,
    windowSeconds: numberOf(query, 'window', 32, [2, 256]) / 1000,
    ...(query.has('max') ? { maxHz: numberOf(query, 'max', 0, [200, 200_000]) } : {}),
  }
}

function numberOf(
  query: URLSearchParams,
  name: string,
  usual: number,
  [least, most]: [number, number],
): number {
  const number = Number(query.get(name) ?? usual)
  if (!(number >= least && number <= most))
    throw new StudioError('invalid', `${name}=${query.get(name)} must be a number from ${least} to ${most}`)
  return number
}

function bucketCount(query: URLSearchParams): number {
  const wanted = Number(query.get('buckets') ?? DEFAULT_BUCKET_COUNT)
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > MOST_BUCKETS) {
    throw new StudioError(
      'invalid',
      `buckets=${query.get('buckets')} must be a whole number from 1 to ${MOST_BUCKETS}`,
    )
  }
  return wanted
}

/** What a media request that failed for an unknown reason is answered with. */
export function mediaFailure(error: unknown, log: (line: string) => void): Response {
  log(`media: ${messageOf(error)}`)
  return textResponse(500, 'The sound could not be prepared; the log has the details.')
}
