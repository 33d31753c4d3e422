import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { emotone, emotoneJson, ended, makeScratch, spawnEmotone, startServe } from './emotone.ts'
import type { RunningServer, Scratch } from './emotone.ts'

let scratch: Scratch
let server: RunningServer
let library: string

beforeAll(async () => {
  scratch = makeScratch()
  const corpus = scratch.at('voices', 'angry')
  mkdirSync(corpus, { recursive: true })
  const hum = Float32Array.from({ length: 8000 }, (_, n) => 0.1 * Math.sin(n / 10))
  writeFileSync(path.join(corpus, 'hum.wav'), encodeWav([hum], 16_000))
  library = scratch.at('held.emotone')
  await emotoneJson(scratch, 'index', '--library', library, scratch.at('voices'))
  server = await startServe(scratch, '--library', library, '--port', '0')
}, 240_000)
afterAll(async () => {
  await server?.stop()
  scratch?.remove()
}, 60_000)

it('tells a second process on the command line who holds the library', async () => {
  const { code, stdout, stderr } = await emotone(scratch, 'clips', '--library', library)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/held\.emotone is open in process \d+ on \S+\. Close it there/)
})

it('tells a second server the same, and leaves the first at work', async () => {
  const second = await ended(spawnEmotone(scratch, ['serve', '--library', library, '--port', '0']))
  expect(second.code).toBe(1)
  expect(second.stderr).toMatch(/is open in process \d+ on/)
  expect((await fetch(server.url, { redirect: 'manual' })).status).toBe(303)
})
