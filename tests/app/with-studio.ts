import type { Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchChromium, visit, type Visit, type VisitOptions } from './browser.ts'
import { makeScratch, startServe, type RunningServer, type Scratch } from './emotone.ts'
import { watchFaults } from './watch-faults.ts'

const INDEX_SECONDS = 120

/** A studio of its own that runs for the stories of one file. */
export interface Studio {
  readonly scratch: Scratch
  /** The server that runs now. */
  readonly server: RunningServer
  /** Closes all visits, unwatched, ends the server where it still runs, and starts it again. @returns a page of a new visit */
  restart(): Promise<Page>
  /** Somebody opens the studio in a browser of their own, watched for faults until it is closed. */
  visit(options?: VisitOptions): Promise<Visit>
}

export interface StudioOptions {
  /** What differs in the environment; undefined takes a variable out. */
  env?: NodeJS.ProcessEnv
  /** Makes the library before the server starts; returns the arguments that name it. Left out: the demo library. */
  prepare?: (scratch: Scratch) => Promise<string[]>
  /** How long it may take to begin. */
  seconds?: number
}

/**
 * Before the stories: a studio and a first visit to it, handed to `begin`. After them all of it is closed.
 * Call once in a describe; the pages are watched, see `watchFaults`.
 */
export function withStudio(
  begin: (page: Page, studio: Studio) => Promise<void> | void,
  { env = {}, prepare = () => Promise.resolve(['--demo']), seconds = 180 }: StudioOptions = {},
): void {
  const visits = new Set<Visit>()
  const closings: (() => Promise<void> | void)[] = []

  beforeAll(async () => {
    const scratch = makeScratch()
    closings.push(() => scratch.remove())
    Object.assign(scratch.env, env)
    const library = await prepare(scratch)
    const serve = () => startServe(scratch, ...library, '--port', '0')
    let server = await serve()
    closings.push(() => server.stop())
    const browser = await launchChromium()
    closings.push(() => browser.close())
    const studio: Studio = {
      scratch,
      get server() {
        return server
      },
      restart: async () => {
        for (const open of visits) await open.close()
        await server.stop()
        server = await serve()
        return (await studio.visit()).page
      },
      visit: async (options) => {
        const opened = await visit(browser, server.url, options)
        const watched: Visit = {
          ...opened,
          close: async () => {
            visits.delete(watched)
            await opened.close()
          },
        }
        visits.add(watched)
        return watched
      },
    }
    await begin((await studio.visit()).page, studio)
  }, seconds * 1000)

  afterAll(async () => {
    for (const close of closings.reverse()) await close()
  }, 60_000)

  watchFaults(() => [...visits])
}

/** Waits until the demo library is indexed as far as its first clip. */
export async function untilIndexed(page: Page): Promise<void> {
  await page.getByText('f01_s1_angry_t1.wav').waitFor({ timeout: INDEX_SECONDS * 1000 })
}
