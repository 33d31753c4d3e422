import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { chooseCpuRuns, readCpuRuns } from '#main/studio/cpu-runs.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-settings-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('is one run until a person chooses another number, which is kept', () => {
  const data = path.join(folder, 'not-yet-there')
  expect(readCpuRuns(data, {})).toEqual({ count: 1, isFixed: false })
  expect(chooseCpuRuns(data, 3, {})).toEqual({ count: 3, isFixed: false })
  expect(readCpuRuns(data, {})).toEqual({ count: 3, isFixed: false })
})

it('is what EMOTONE_CPU_RUNS says where it is set, and cannot be chosen then', () => {
  chooseCpuRuns(folder, 3, {})
  const env = { EMOTONE_CPU_RUNS: '2' }
  expect(readCpuRuns(folder, env)).toEqual({ count: 2, isFixed: true })
  expect(() => chooseCpuRuns(folder, 4, env)).toThrow('EMOTONE_CPU_RUNS=2 is set')
  expect(readCpuRuns(folder, { EMOTONE_CPU_RUNS: '' })).toEqual({ count: 3, isFixed: false })
})

it.each(['many', '0', '1.5', '65', '-1'])('refuses EMOTONE_CPU_RUNS=%s, and says what it must be', (text) => {
  expect(() => readCpuRuns(folder, { EMOTONE_CPU_RUNS: text })).toThrow(
    `EMOTONE_CPU_RUNS=${text} must be a whole number from 1 to 64`,
  )
})

it.each(['{"cpuRuns": 0}', '{"cpuRu', '{"cpuRuns": "2"}'])('takes damaged settings %s for none', (text) => {
  writeFileSync(path.join(folder, 'settings.json'), text)
  expect(readCpuRuns(folder, {})).toEqual({ count: 1, isFixed: false })
})
