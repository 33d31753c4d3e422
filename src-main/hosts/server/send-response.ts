import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'

/**
 * Answers a GET with what a handler of web requests gives, streamed. A client that goes away aborts its request, which is
 * no failure: a page drops the sounds it no longer needs.
 */
export async function answerWith(
  handle: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const gone = new AbortController()
  outgoing.once('close', () => gone.abort())
  const url = new URL(incoming.url ?? '/', 'http://studio')
  const response = await handle(new Request(url, { signal: gone.signal }))
  if (gone.signal.aborted) {
    await response.body?.cancel()
    return
  }
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) outgoing.setHeader(name, value)
  if (!response.body || incoming.method === 'HEAD') {
    await response.body?.cancel()
    outgoing.end()
    return
  }
  try {
    await pipeline(Readable.fromWeb(response.body), outgoing)
  } catch (error) {
    // what is closed before its end was closed by the client; all other errors are the body's
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  }
}
