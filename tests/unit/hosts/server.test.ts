import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { createEventBus } from '#shared/contract/event-bus.ts'
import type { Handlers } from '#shared/contract/serve.ts'
import { startServer, type RunningServer } from '#main/hosts/server/start-server.ts'

const TOKEN = 'the-token'

let folder: string
let server: RunningServer
let logged: string[]
/** Called when a request reaches the studio. */
let onReached: () => void

beforeEach(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-server-'))
  mkdirSync(path.join(folder, 'pages/assets'), { recursive: true })
  writeFileSync(path.join(folder, 'pages/index.html'), '<p>the studio</p>')
  writeFileSync(path.join(folder, 'pages/assets/index-1.js'), 'export {}')
  writeFileSync(path.join(folder, 'secret.txt'), 'secret')
  logged = []
  onReached = () => {}
  server = await start()
})

afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true })
})

function start(port = 0): Promise<RunningServer> {
  const studio = { handlers: {} as Handlers, events: createEventBus(), handleMedia }
  return startServer({
    studio,
    rendererFolder: path.join(folder, 'pages'),
    port,
    token: TOKEN,
    log: (line) => logged.push(line),
  })
}

async function handleMedia({ url, signal }: Request): Promise<Response> {
  const { pathname } = new URL(url)
  onReached()
  if (pathname === '/media/bug') throw new Error('secret reason')
  if (pathname === '/media/late') await whenAborted(signal)
  if (pathname === '/media/endless') return new Response(new ReadableStream({ pull: giveSome }))
  const body = new ReadableStream({
    start(controller) {
      controller.enqueue(new TextEncoder().encode(`sound of `))
      controller.enqueue(new TextEncoder().encode(pathname))
      controller.close()
    },
  })
  return new Response(body, { headers: { 'content-type': 'audio/wav' } })
}

function whenAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve()))
}

function giveSome(controller: ReadableStreamDefaultController<Uint8Array>): void {
  controller.enqueue(new Uint8Array(65_536))
}

interface Answer {
  status: number
  headers: Record<string, string | string[] | undefined>
  text: string
}

/** A request as it is written, without what `fetch` tidies up. */
function ask(target: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port: server.port, path: target, method, headers },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, text }),
        )
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}

async function cookie(): Promise<Record<string, string>> {
  const { headers } = await ask(`/?token=${TOKEN}`)
  return { cookie: String(headers['set-cookie']).split(';', 1)[0] ?? '' }
}

describe('a visit', () => {
  it('brings the token once and gets a strict cookie for it', async () => {
    const { status, headers } = await ask(`/?token=${TOKEN}`)
    expect(status).toBe(303)
    expect(headers.location).toBe('/')
    const [set] = headers['set-cookie'] as string[]
    expect(set).toMatch(/; HttpOnly/)
    expect(set).toMatch(/; SameSite=Strict/)
    expect(set).not.toContain(TOKEN)
    const page = await ask('/', await cookie())
    expect(page).toMatchObject({ status: 200, text: '<p>the studio</p>' })
  })

  it.each(['/', '/?token=', '/?token=the-tokem', '/index.html?token=the-token', '/media/clips/1.wav'])(
    'without token and cookie is refused: %s',
    async (target) => {
      const { status, text } = await ask(target)
      expect(status).toBe(401)
      expect(text).toMatch(/Open the address that the studio printed/)
    },
  )

  it('with a cookie of another studio is refused', async () => {
    const wrong = { cookie: `emotone-${server.port}=abc; other=1` }
    expect((await ask('/', wrong)).status).toBe(401)
  })

  it('with the address that was printed ends at the pages', async () => {
    expect(server.url).toBe(`http://127.0.0.1:${server.port}/?token=${TOKEN}`)
  })
})

describe('a page of somebody else', () => {
  it.each([
    ['a name that is not ours', { host: 'evil.example' }],
    ['a name that begins like ours', { host: '127.0.0.1.evil.example' }],
    ['another origin', { origin: 'http://evil.example' }],
    ['an origin without a name', { origin: 'null' }],
    ['an origin on another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['a request across sites', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['a request from another port', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }],
  ])('is refused even with the cookie: %s', async (_what, headers) => {
    expect((await ask('/media/clips/1.wav', { ...(await cookie()), ...headers })).status).toBe(403)
  })

  it('may be reached through a tunnel with a port of its own', async () => {
    const headers = { ...(await cookie()), host: 'localhost:8000', origin: 'http://localhost:8000' }
    expect((await ask('/', headers)).status).toBe(200)
  })
})

describe('the pages', () => {
  it('come with a strict policy', async () => {
    const { headers } = await ask('/', await cookie())
    expect(headers['content-security-policy']).toMatch(
      /default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/,
    )
    expect(headers['x-content-type-options']).toBe('nosniff')
    expect(headers['cache-control']).toBe('no-cache')
  })

  it('keep what the build has named by content', async () => {
    const { headers } = await ask('/assets/index-1.js', await cookie())
    expect(headers['cache-control']).toMatch(/immutable/)
  })

  it.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/%'])(
    'lead to no other file: %s',
    async (target) => {
      const { status, text } = await ask(target, await cookie())
      expect(status).toBe(404)
      expect(text).not.toContain('secret')
    },
  )

  it('take no POST', async () => {
    expect((await ask('/', await cookie(), 'POST')).status).toBe(405)
  })
})

describe('media', () => {
  it('are streamed from the studio, with its headers and those of the host', async () => {
    const { status, headers, text } = await ask('/media/clips/1.wav', await cookie())
    expect({ status, text }).toEqual({ status: 200, text: 'sound of /media/clips/1.wav' })
    expect(headers['content-type']).toBe('audio/wav')
    expect(headers['cross-origin-resource-policy']).toBe('same-origin')
  })

  it('have no body for HEAD', async () => {
    expect(await ask('/media/clips/1.wav', await cookie(), 'HEAD')).toMatchObject({ status: 200, text: '' })
  })

  it('that fail are logged, and the page is not told why', async () => {
    const { status, text } = await ask('/media/bug', await cookie())
    expect(status).toBe(500)
    expect(text).not.toContain('secret')
    expect(logged).toEqual(['GET /media/bug failed: secret reason'])
  })

  it('that a page no longer waits for are no failure: it left before the answer', async () => {
    const headers = await cookie()
    await new Promise<void>((resolve) => {
      const sent = request({ host: '127.0.0.1', port: server.port, path: '/media/late', headers })
      sent.on('error', () => resolve()) // the page's own leaving
      onReached = () => sent.destroy()
      sent.end()
    })
    expect((await ask('/media/clips/1.wav', headers)).status).toBe(200)
    expect(logged).toEqual([])
  })

  it('that a page no longer waits for are no failure: it left in the middle of the sound', async () => {
    const headers = await cookie()
    await new Promise<void>((resolve) => {
      request({ host: '127.0.0.1', port: server.port, path: '/media/endless', headers }, (response) => {
        response.once('data', () => response.destroy())
        response.once('close', () => resolve())
        response.on('error', () => {}) // the page's own leaving
      }).end()
    })
    expect((await ask('/media/clips/1.wav', headers)).status).toBe(200)
    expect(logged).toEqual([])
  })
})

describe('the wire', () => {
  const origin = () => `http://127.0.0.1:${server.port}`
  const connectWith = (headers: Record<string, string>, target = '/wire') =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${server.port}${target}`, { headers })
      socket.on('open', () => resolve('open'))
      socket.on('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)))
      socket.on('error', () => {}) // said by the answer
    })

  it('opens for the studio’s own page', async () => {
    expect(await connectWith({ ...(await cookie()), origin: origin() })).toBe('open')
  })

  it.each([
    ['another origin', () => ({ origin: 'http://evil.example' }), '403'],
    ['no origin', () => ({}), '403'],
    ['another name', () => ({ host: 'evil.example', origin: 'http://evil.example' }), '403'],
  ])('is refused to %s, even with the cookie', async (_what, headers, answer) => {
    expect(await connectWith({ ...(await cookie()), ...headers() })).toBe(answer)
  })

  it('is refused without the cookie', async () => {
    expect(await connectWith({ origin: origin() })).toBe('401')
  })

  it('is at one address only', async () => {
    expect(await connectWith({ ...(await cookie()), origin: origin() }, '/elsewhere')).toBe('404')
  })
})

it('says which port is taken', async () => {
  await expect(start(server.port)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(`Port ${server.port} is in use`),
  })
})

it('closes although somebody is connected', async () => {
  const headers = { ...(await cookie()), origin: `http://127.0.0.1:${server.port}` }
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}/wire`, { headers })
  await new Promise((resolve) => socket.once('open', resolve))
  const gone = new Promise((resolve) => socket.once('close', resolve))
  await server.close()
  await gone
})
