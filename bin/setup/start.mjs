// `npm start`: the studio on the demo library, in a window where there can be one, else in the browser.
import { spawn } from 'node:child_process'
import { findElectron } from './electron.mjs'
import { ROOT } from './places.mjs'
import { tryTensorflow } from './tensorflow.mjs'

/** @param {string[]} args as for `emotone serve`; `--no-window` keeps to the browser */
export async function start(args) {
  await tryTensorflow()
  const isWindowWanted = !args.includes('--no-window')
  const rest = args.filter((arg) => arg !== '--no-window')
  const electron = isWindowWanted ? await findElectron() : null
  if (electron) return openWindow(electron, rest)
  const { main } = await import('../../out/main/cli.js')
  return main(['serve', '--demo', '--open', ...rest])
}

function openWindow(electron, args) {
  const child = spawn(electron, [ROOT, ...args], { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => resolve(code ?? 1))
  })
}
