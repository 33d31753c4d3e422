import { expect, it } from 'vitest'
import { runProgram } from '#main/training/engines/run-program.ts'

/** How many timers a process has that has just run a program with a time limit. */
async function timersAfter(program: string): Promise<string> {
  const module = new URL('../../../src-main/training/engines/run-program.ts', import.meta.url)
  const script = `
    const { runProgram } = await import(${JSON.stringify(module.href)})
    await runProgram(${JSON.stringify(program)}, ['--version'], { timeoutMilliseconds: 20_000 })
    console.log(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length)`
  const { stdout } = await runProgram(process.execPath, ['--input-type=module', '-e', script])
  return stdout.trim()
}

it('leaves no timer behind that keeps the process from ending, also where the program is missing', async () => {
  expect(await timersAfter(process.execPath)).toBe('0')
  expect(await timersAfter('/no/such/program')).toBe('0')
})

it('kills a program that takes too long', async () => {
  const wait = 'setInterval(() => {}, 1000)'
  const { code } = await runProgram(process.execPath, ['-e', wait], { timeoutMilliseconds: 300 })
  expect(code).toBeNull()
})
