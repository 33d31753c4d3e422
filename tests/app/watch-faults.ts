import { mkdirSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, expect } from 'vitest'
import type { Visit } from './browser.ts'

const FAILURES = path.join(os.tmpdir(), 'emotone-story-failures')

/**
 * Fails a test in which a page complained, and keeps a picture of the page where a test failed.
 * Call once in a file; `visits` are those that are open while the tests run.
 */
export function watchFaults(visits: () => Visit[]): void {
  afterEach(async ({ task }) => {
    for (const [index, { page, faults }] of visits().entries()) {
      const seen = faults.splice(0)
      if (task.result?.state === 'fail' || seen.length > 0) {
        mkdirSync(FAILURES, { recursive: true })
        const name = task.name.replace(/\W+/g, '-').slice(0, 80)
        const file = path.join(FAILURES, `${name}-${index}.png`)
        await page.screenshot({ path: file }).catch(() => undefined)
        console.warn(`The page at the failure: ${file}, ${page.url()}`)
      }
      expect(seen, 'complaints of the page').toEqual([])
    }
  })
}
