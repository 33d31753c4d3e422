import { describe, expect, it } from 'vitest'
import { workerUrl } from '#main/workers/worker-path.ts'

describe('workerUrl', () => {
  it('points at the source beside it when run from source', () => {
    expect(workerUrl('feature-worker').pathname).toMatch(/src-main\/workers\/feature-worker\.ts$/)
  })

  it('points at the top of the bundle from a bundle entry', () => {
    expect(workerUrl('trainer', 'file:///app/out/main/server.js').href).toBe(
      'file:///app/out/main/trainer.js',
    )
  })

  it('points at the top of the bundle from a shared chunk', () => {
    const chunk = 'file:///C:/app/out/main/chunks/worker-path-AbC1.js'
    expect(workerUrl('index-worker', chunk).href).toBe('file:///C:/app/out/main/index-worker.js')
  })
})
