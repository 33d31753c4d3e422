import { mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { WebSocket } from 'ws'
import { createSocketWire } from '#shared/contract/socket-wire.ts'
import type { Wire } from '#shared/contract/wire.ts'
import { startServer } from '#main/hosts/server/start-server.ts'
import type { Served, WirePlace } from './wire-place.ts'

/** The real server on a free port, and sockets that do what a browser does. */
export async function openWebSocketPlace({ handlers, events, log }: Served): Promise<WirePlace> {
  const rendererFolder = mkdtempSync(path.join(os.tmpdir(), 'emotone-pages-'))
  const studio = { handlers, events, handleMedia: () => Promise.resolve(new Response(null, { status: 404 })) }
  const server = await startServer({ studio, rendererFolder, port: 0, log, checkOutputs: true })
  const { headers } = await fetch(server.url, { redirect: 'manual' })
  const cookie = headers.get('set-cookie')?.split(';', 1)[0] ?? ''
  const origin = `http://127.0.0.1:${server.port}`
  const sockets = new Set<WebSocket>()
  return {
    openWire() {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}/wire`, { headers: { cookie, origin } })
      sockets.add(socket)
      return new Promise<Wire>((resolve, reject) => {
        socket.once('open', () => resolve(createSocketWire(socket)))
        socket.once('error', reject)
      })
    },
    breakWires() {
      for (const socket of sockets) socket.terminate()
      sockets.clear()
    },
    async close() {
      await server.close()
      rmSync(rendererFolder, { recursive: true })
    },
  }
}
