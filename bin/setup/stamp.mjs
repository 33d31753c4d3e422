// Has anything changed since the last time? Answered by a hash of files, kept in a stamp.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ROOT } from './places.mjs'

/** SHA-256 over names and contents of files and folders, given relative to the project. */
export function hashOf(places) {
  const hash = createHash('sha256')
  for (const file of places.flatMap(filesBelow).sort()) {
    hash
      .update(`${file}\0`)
      .update(readFileSync(path.join(ROOT, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesBelow(place) {
  const full = path.join(ROOT, place)
  if (!existsSync(full)) return []
  if (statSync(full).isFile()) return [place]
  return readdirSync(full).flatMap((name) => filesBelow(`${place}/${name}`))
}

/** Runs `work` unless the stamp says that it was done for the same `value`. One process at a time does it. */
export async function onceFor(stampPlace, value, work) {
  const stamp = path.join(ROOT, stampPlace)
  const isDone = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === value
  if (isDone()) return
  await withLock(async () => {
    if (isDone()) return
    rmSync(stamp, { force: true })
    await work()
    mkdirSync(path.dirname(stamp), { recursive: true })
    writeFileSync(stamp, value)
  })
}

/** Holds off a second set-up of the same clone. A lock whose owner is gone is taken over. */
async function withLock(work) {
  const lock = path.join(ROOT, '.setup-lock')
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      if (!isAlive(lock)) rmSync(lock, { force: true })
      else await sleep(200)
    }
  }
  try {
    await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function isAlive(lock) {
  try {
    process.kill(Number(readFileSync(lock, 'utf8')), 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}
