import { StudioError } from '#shared/errors.ts'

/**
 * Fetches bytes from the studio, such as a clip's sound or its pictures.
 * @throws StudioError `unavailable` where the studio does not answer; `unreadable`, in its words, where it has no such bytes.
 */
export async function fetchMedia(url: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(url, { signal }).catch((caught: unknown) => {
    if (signal?.aborted) throw caught
    // the browser's own words name no studio
    throw new StudioError('unavailable', 'The studio does not answer.', { cause: caught })
  })
  if (response.ok) return response
  const reason = (await response.text()).slice(0, 300)
  throw new StudioError('unreadable', reason || `The studio gave nothing for ${url} (${response.status}).`)
}
