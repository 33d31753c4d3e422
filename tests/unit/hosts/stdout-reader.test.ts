import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const CLI = fileURLToPath(new URL('../studio/cli.child.ts', import.meta.url))

it('a command whose reader has had enough, as head has, ends without a word', async () => {
  const child = spawn(process.execPath, [CLI, 'engines'], { stdio: ['ignore', 'pipe', 'pipe'] })
  child.stdout.destroy()
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' })
})
