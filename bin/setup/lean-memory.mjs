// What the served studio is started with so that it holds little memory: some of it can only be said when a process starts.

/**
 * For glibc: few heaps for all threads, blocks from a quarter of a mebibyte on by themselves, so that freed memory goes back
 * to the machine. Other C libraries pay no heed. docs/decisions/0017-memory-of-the-served-studio.md has the figures.
 */
const SETTINGS = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '262144',
  MALLOC_TRIM_THRESHOLD_: '262144',
}
/** For V8: what is new in the studio's own thread is looked through at 8 MiB, not at 16, and heaps grow little before garbage is let go. */
const FLAGS = ['--max-semi-space-size=8', '--optimize-for-size']
/** Commands that run for as long as somebody works. */
const SERVING = ['serve', 'open', 'start']

/**
 * What a process that serves is to be started with; nothing where a person has set one of the variables.
 * `EMOTONE_OWN_MALLOC` names them for those who start programs that are to run without them.
 * @param {string[]} args the command's arguments
 * @returns {{ env: Record<string, string>, flags: string[] }} `flags` of Node
 */
export function leanStart(args, env = process.env, platform = process.platform) {
  const names = Object.keys(SETTINGS)
  const isWanted = platform === 'linux' && SERVING.includes(args[0])
  if (!isWanted || names.some((name) => env[name] !== undefined)) return { env: {}, flags: [] }
  return { env: { ...SETTINGS, EMOTONE_OWN_MALLOC: names.join(' ') }, flags: FLAGS }
}

/**
 * Starts this process anew with what it is to be started with: the same program, streams and process id. Comes back where
 * there is nothing to set, or where this Node cannot.
 * @param {string[]} args the command's arguments
 */
export function startLean(args) {
  const { env, flags } = leanStart(args)
  if (flags.length === 0 || process.execve === undefined || process.channel) return
  const [node, ...rest] = process.argv
  process.execve(process.execPath, [node, ...flags, ...process.execArgv, ...rest], { ...process.env, ...env })
}
