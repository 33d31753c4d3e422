import { describe, expect, it } from 'vitest'
import { createPageHandler } from '#main/hosts/electron/answer-page.ts'

const files: Record<string, string> = {
  '/app/renderer/index.html': '<p>the studio</p>',
  '/app/renderer/assets/a b.js': 'export {}',
  '/app/secret.txt': 'secret',
  '/app/renderer-old/index.html': 'secret',
}

function setUp(isMediaBroken = false) {
  const asked: string[] = []
  const logged: string[] = []
  const handle = createPageHandler({
    rendererFolder: '/app/renderer',
    readFile(file) {
      const text = files[file]
      return text === undefined
        ? Promise.reject(new Error('ENOENT'))
        : Promise.resolve(new TextEncoder().encode(text))
    },
    fetchMedia(url) {
      asked.push(url)
      if (isMediaBroken) return Promise.reject(new Error('the studio has ended'))
      return Promise.resolve({
        status: 206,
        headers: [['content-type', 'audio/wav']],
        body: new Uint8Array([1, 2]),
      })
    },
    log: (line) => logged.push(line),
  })
  return { get: (url: string, method = 'GET') => handle({ url, method }), asked, logged }
}

describe('the studio’s addresses', () => {
  it('give the page, with a strict policy', async () => {
    const response = await setUp().get('studio://app/')
    expect(await response.text()).toBe('<p>the studio</p>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toMatch(/default-src 'none'/)
  })

  it('give what belongs to the page', async () => {
    const response = await setUp().get('studio://app/assets/a%20b.js')
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it.each([
    'studio://app/../secret.txt',
    'studio://app/%2e%2e/secret.txt',
    'studio://app/..%2fsecret.txt',
    'studio://app/%2e%2e%2frenderer-old/index.html',
    'studio://app/..%5csecret.txt',
    'studio://app/index.html%00',
    'studio://app/%',
    'studio://app/nothing.js',
    'studio://app/assets',
    'studio://other/index.html',
    'https://app/index.html',
  ])('lead to no other file: %s', async (url) => {
    const response = await setUp().get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })

  it('only read', async () => {
    expect((await setUp().get('studio://app/', 'POST')).status).toBe(405)
  })
})

describe('media', () => {
  it('come from the studio process, whole', async () => {
    const { get, asked } = setUp()
    const response = await get('studio://app/media/clips/1.wav')
    expect(asked).toEqual(['studio://app/media/clips/1.wav'])
    expect(response.status).toBe(206)
    expect(response.headers.get('content-type')).toBe('audio/wav')
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([1, 2])
  })

  it('are unavailable while there is no studio process', async () => {
    const { get, logged } = setUp(true)
    expect((await get('studio://app/media/clips/1.wav')).status).toBe(503)
    expect(logged).toEqual(['studio://app/media/clips/1.wav failed: the studio has ended'])
  })
})
