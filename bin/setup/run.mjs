// Child processes of the set-up.
import { spawn } from 'node:child_process'

/**
 * Runs a program to its end.
 * @param {string} program @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limitSeconds?: number, isQuiet?: boolean }} [options]
 *   quiet: the output is kept and returned instead of shown on stderr
 * @returns {Promise<{ code: number, output: string }>} code 127 where the program is missing, 124 past the limit
 */
export function run(program, args, { cwd, env = process.env, limitSeconds, isQuiet = false } = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: needsShell(program),
    })
    let output = ''
    const take = (chunk) => {
      output += chunk
      if (!isQuiet) process.stderr.write(chunk)
    }
    child.stdout.on('data', take)
    child.stderr.on('data', take)
    let isLate = false
    const timer = limitSeconds
      ? setTimeout(() => {
          isLate = true
          child.kill('SIGKILL')
        }, limitSeconds * 1000)
      : undefined
    child.on('error', (error) => {
      clearTimeout(timer)
      resolve({ code: 127, output: error.message })
    })
    child.on('close', (code) => {
      clearTimeout(timer)
      resolve({ code: isLate ? 124 : (code ?? 1), output })
    })
  })
}

/** Windows starts npm.cmd only through a shell. */
function needsShell(program) {
  return process.platform === 'win32' && program.endsWith('npm')
}

/** npm, run by the Node that runs this file. */
export function npm(args, options = {}) {
  return run('npm', args, { ...options, env: { ...cleanEnvironment(options.env), NODE_ENV: '' } })
}

/** Without what an outer `npm start` sets, which would lead an inner npm to the outer project. */
function cleanEnvironment(env = process.env) {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^npm_(lifecycle|package|command|execpath|node)/i.test(name)),
  )
}
