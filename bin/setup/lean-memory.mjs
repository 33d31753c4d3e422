// How the C library keeps memory for the served studio: it reads this from the environment, once, when a process starts.

/**
 * Freed memory goes back to the machine: few heaps for all threads, and blocks from a quarter of a mebibyte on by
 * themselves. Other C libraries than glibc pay no heed; docs/decisions/0017-memory-of-the-served-studio.md has the figures.
 */
const SETTINGS = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '262144',
}
/** Commands that run for as long as somebody works. */
const SERVING = ['serve', 'open', 'start']

/**
 * What a process that serves is to be started with; nothing where a person has set one of the variables.
 * `EMOTONE_OWN_MALLOC` names them for those who start programs that are to run without them.
 * @param {string[]} args the command's arguments
 * @returns {Record<string, string>}
 */
export function leanEnvironment(args, env = process.env, platform = process.platform) {
  const names = Object.keys(SETTINGS)
  if (platform !== 'linux' || !SERVING.includes(args[0])) return {}
  if (names.some((name) => env[name] !== undefined)) return {}
  return { ...SETTINGS, EMOTONE_OWN_MALLOC: names.join(' ') }
}

/**
 * Starts this process anew with what it is to be started with: the same program, streams and process id. Comes back where
 * there is nothing to set, or where this Node cannot.
 * @param {string[]} args the command's arguments
 */
export function startLean(args) {
  const added = leanEnvironment(args)
  if (Object.keys(added).length === 0 || process.execve === undefined || process.channel) return
  const [, ...rest] = process.argv
  process.execve(process.execPath, [process.execPath, ...process.execArgv, ...rest], {
    ...process.env,
    ...added,
  })
}
