import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import sirv from 'sirv'
import { WebSocketServer } from 'ws'
import { MAX_CALL_LENGTH, serve } from '#shared/contract/serve.ts'
import { createSocketWire } from '#shared/contract/socket-wire.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import type { Studio } from '#main/studio/studio.ts'
import { SECURITY_HEADERS } from '../security-headers.ts'
import { createAccess, type Access } from './access.ts'
import { inUrl, ownNames } from './host-names.ts'
import { answerWith } from './send-response.ts'

export interface ServerOptions {
  /** Served, not owned: whoever made it closes it, after the server. */
  studio: Pick<Studio, 'handlers' | 'events' | 'handleMedia'>
  /** The built pages: index.html and what belongs to it. */
  rendererFolder: string
  /** 0: any free one. */
  port: number
  /** The address to listen on; anything but a loopback address lets other machines in. */
  hostName?: string
  /** What a first visit must bring; absent: a random one. */
  token?: string
  log: (line: string) => void
  /** Also checks what handlers return: for tests. */
  checkOutputs?: boolean
}

export interface RunningServer {
  /** With the token: the address for a first visit. */
  url: string
  port: number
  /** Ends all connections. */
  close(): Promise<void>
}

const TOKEN_BYTES = 24

/**
 * Serves the pages, the wire (`/wire`) and the media (`/media/…`) to browsers that know the token.
 * @throws StudioError `busy` where the port is taken, `unavailable` where the address is not this machine's
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const {
    studio,
    log,
    hostName = '127.0.0.1',
    token = randomBytes(TOKEN_BYTES).toString('base64url'),
  } = options
  const server = createServer()
  await listen(server, options.port, hostName)
  const { port } = server.address() as AddressInfo
  const access = createAccess({ token, port, names: ownNames(hostName) })

  const pages = sirv(options.rendererFolder, { etag: true, setHeaders: setCaching })
  server.on('request', (request, response) => {
    for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value)
    answer(request, response, { access, pages, studio }).catch((error: unknown) => {
      log(`${request.method} ${pathOf(request)} failed: ${messageOf(error)}`)
      if (response.headersSent) response.destroy()
      else refuse(response, 500, 'The studio failed to answer; its log says why.')
    })
  })

  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 * MAX_CALL_LENGTH })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
    if (pathOf(request) !== '/wire') return refuseUpgrade(socket, 404, 'Not Found')
    // A browser always says where its page comes from; without that, only the cookie would stand guard.
    if (access.refuseForeign(request) !== undefined || request.headers.origin === undefined) {
      return refuseUpgrade(socket, 403, 'Forbidden')
    }
    if (!access.hasCookie(request)) return refuseUpgrade(socket, 401, 'Unauthorized')
    sockets.handleUpgrade(request, socket, head, (client) => {
      serve(createSocketWire(client), studio.handlers, studio.events, options)
    })
  })

  return {
    port,
    url: `http://${inUrl(reachableName(hostName))}:${port}/?token=${encodeURIComponent(token)}`,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await closed
    },
  }
}

interface Parts {
  access: Access
  pages: ReturnType<typeof sirv>
  studio: Pick<Studio, 'handleMedia'>
}

async function answer(request: IncomingMessage, response: ServerResponse, { access, pages, studio }: Parts) {
  const foreign = access.refuseForeign(request)
  if (foreign !== undefined) return refuse(response, 403, foreign)
  if (request.method !== 'GET' && request.method !== 'HEAD')
    return refuse(response, 405, 'Only GET and HEAD.')

  const url = new URL(request.url ?? '/', 'http://studio')
  const token = url.pathname === '/' ? url.searchParams.get('token') : null
  if (token !== null && access.isToken(token)) {
    response.writeHead(303, { location: '/', 'set-cookie': access.cookie, 'cache-control': 'no-store' }).end()
    return
  }
  if (!access.hasCookie(request)) {
    return refuse(response, 401, 'Open the address that the studio printed at its start, with its token.')
  }
  if (url.pathname.startsWith('/media/')) {
    return answerWith((asked) => studio.handleMedia(asked), request, response)
  }
  pages(request, response, () => refuse(response, 404, 'There is no such page.'))
}

function setCaching(response: ServerResponse, path: string) {
  // The build names what lies in assets/ by content.
  const caching = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
  response.setHeader('cache-control', caching)
}

function refuse(response: ServerResponse, status: number, reason: string) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${reason}\n`)
}

function refuseUpgrade(socket: Duplex, status: number, reason: string) {
  socket.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
}

/** The path alone: the rest of an address may hold the token, which no log should. */
function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?', 1)[0] ?? '/'
}

function reachableName(hostName: string): string {
  return hostName === '0.0.0.0' || hostName === '::' ? 'localhost' : hostName
}

async function listen(server: Server, port: number, hostName: string): Promise<void> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, hostName, () => {
        server.off('error', reject)
        resolve()
      })
    })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EADDRINUSE') {
      const advice = 'choose another with --port, or --port 0 for any free one'
      throw new StudioError('busy', `Port ${port} is in use; ${advice}.`, { cause: error })
    }
    if (code === 'EACCES') {
      throw new StudioError('unavailable', `Port ${port} needs more rights; choose one from 1024 on.`, {
        cause: error,
      })
    }
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new StudioError('unavailable', `${hostName} is no address of this machine.`, { cause: error })
    }
    throw error
  }
}
