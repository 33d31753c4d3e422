import { readFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CHROMIUM, launchChromium, NEEDS_CHROMIUM, visit } from './browser.ts'
import { makeScratch, startServe, type RunningServer, type Scratch } from './emotone.ts'

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  text: string
}

let scratch: Scratch
let server: RunningServer
let origin: string
let cookie: string

beforeAll(async () => {
  scratch = makeScratch()
  server = await startServe(scratch, '--demo', '--port', '0')
  origin = new URL(server.url).origin
  cookie = ((await ask(server.url)).headers['set-cookie'] ?? [''])[0].split(';')[0]
}, 120_000)
afterAll(async () => {
  await server?.stop()
  scratch?.remove()
}, 60_000)

it('gives a visitor without the token nothing: no page, no script, no media, no wire', async () => {
  for (const place of ['/', '/index.html', '/media/clips/1.wav', '/wire', '/?token=wrong'])
    expect((await ask(origin + place)).status, place).toBe(401)
})

it.skipIf(process.platform !== 'linux')(
  `runs with settings that keep its memory small, as the process that was started${process.platform === 'linux' ? '' : ' (skipped: of Linux alone)'}`,
  () => {
    const environment = readFileSync(`/proc/${server.pid}/environ`, 'utf8').split('\0')
    expect(environment).toContain('MALLOC_ARENA_MAX=2')
    expect(readFileSync(`/proc/${server.pid}/cmdline`, 'utf8')).toContain('serve\0--demo')
  },
)

it('serves pages that may load from themselves alone', async () => {
  const { headers, text } = await ask(`${origin}/`, { cookie })
  expect(headers['content-security-policy']).toMatch(/default-src '(self|none)'/)
  expect(headers['content-security-policy']).not.toMatch(/script-src[^;]*'unsafe-/)
  expect(headers['x-content-type-options']).toBe('nosniff')
  const scripts = [...text.matchAll(/(?:src|href)="([^"]+)"/g)]
    .map(([, place]) => place)
    .filter((place) => !place.startsWith('data:'))
  expect(scripts.length).toBeGreaterThan(1)
  for (const place of scripts) {
    expect(place, 'no address of another site').not.toMatch(/^(https?:)?\/\//)
    const address = new URL(place, `${origin}/`).href
    expect((await ask(address, { cookie })).status, place).toBe(200)
    expect((await ask(address)).status, `${place} without the cookie`).toBe(401)
  }
})

it('serves nothing outside of its pages', async () => {
  for (const place of [
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%5c..%5c..%5cpackage.json',
    '//etc/passwd',
    '/media/clips/..%2f..%2fpackage.json',
    '/.stamp',
  ]) {
    const { status, text } = await ask(origin + place, { cookie })
    expect(status, place).toBeGreaterThanOrEqual(400)
    expect(text, place).not.toMatch(/"dependencies"|root:/)
  }
})

it('knows no media of clips that are not there', async () => {
  for (const place of [
    '/media/clips/999999.wav',
    '/media/peaks/999999',
    '/media/spectrograms/999999',
    '/media/clips/-1.wav',
    '/media/clips/x.wav',
    '/media/other/1',
  ])
    expect((await ask(origin + place, { cookie })).status, place).toBe(404)
})

describe.skipIf(CHROMIUM === null)(`in a browser${NEEDS_CHROMIUM}`, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  it('tells a page of another site nothing, even where the person is known to the studio', async () => {
    const { page, close } = await visit(browser, server.url)
    const other = await page.context().newPage()
    await other.route('http://elsewhere.example/', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<title>elsewhere</title>' }),
    )
    await other.goto('http://elsewhere.example/')
    const socket = origin.replace('http', 'ws')
    expect(await other.evaluate<string>(`fetch('${origin}/').then(() => 'read', () => 'refused')`)).toBe(
      'refused',
    )
    expect(
      await other.evaluate<string>(`new Promise((resolve) => {
        const socket = new WebSocket('${socket}/wire')
        socket.onopen = () => resolve('open')
        socket.onerror = () => resolve('refused')
      })`),
    ).toBe('refused')
    await close()
  })

  it('runs no inline script in its pages', async () => {
    const { page, close } = await visit(browser, server.url)
    await page.evaluate(`(() => {
      const script = document.createElement('script')
      script.textContent = 'document.title = "taken over"'
      document.body.append(script)
    })()`)
    expect(await page.title()).not.toBe('taken over')
    await close()
  })
})

/** An HTTP request that is sent as it is written: `fetch` would tidy the path and refuse the headers. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Answer> {
  const { hostname, port } = new URL(url)
  const path = url.slice(new URL(url).origin.length)
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host: `${hostname}:${port}`, ...headers } }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => (text += chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, text }))
      response.on('error', reject)
    })
      .on('error', reject)
      .end()
  })
}
