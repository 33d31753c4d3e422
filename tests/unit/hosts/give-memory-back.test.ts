import { expect, it } from 'vitest'
import { giveMemoryBack } from '#main/hosts/cli/give-memory-back.ts'

const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } }

it('is taken by glibc, and does nothing where there is none', async () => {
  expect(await giveMemoryBack()).toBe(header.glibcVersionRuntime !== undefined)
})
