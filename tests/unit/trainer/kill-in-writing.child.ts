/**
 * Loaded before a trainer: kills it with SIGKILL in the middle of writing, or after a batch. EMOTONE_TEST_KILL is `moment:count`: which
 * moment, and the how manyth of them.
 */
import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const [moment, count] = (process.env.EMOTONE_TEST_KILL ?? '').split(':')
let left = Number(count)
const { appendFileSync, openSync, renameSync, writeFileSync } = fs
/** Where the files that are open for writing lie. */
const paths = new Map<unknown, string>()

function dieAt(name: string, before: () => void = () => {}): void {
  if (moment !== name || --left > 0) return
  before()
  process.kill(process.pid, 'SIGKILL')
}

fs.openSync = (...parameters) => {
  const file = openSync(...parameters)
  paths.set(file, String(parameters[0]))
  return file
}
fs.writeFileSync = (file, data, options) => {
  const size = (data as Uint8Array).length
  // the vectors, not the header
  if (paths.get(file)?.endsWith('last.bin.new') && size > 1000)
    dieAt('half a checkpoint', () => writeFileSync(file, (data as Uint8Array).subarray(0, size / 2), options))
  writeFileSync(file, data, options)
}
fs.renameSync = (from, to) => {
  const name = String(to).split('/').at(-1)
  dieAt(`before ${name}`)
  renameSync(from, to)
  dieAt(`after ${name}`)
}
fs.appendFileSync = (file, data, options) => {
  if (String(file).endsWith('metrics.jsonl'))
    dieAt('half a line of metrics', () => appendFileSync(file, data.slice(0, data.length / 2), options))
  appendFileSync(file, data, options)
}
const { setImmediate } = timers
timers.setImmediate = (value, options) => {
  dieAt('after batch') // a trainer lets messages in after each
  return setImmediate(value, options)
}
syncBuiltinESMExports()
