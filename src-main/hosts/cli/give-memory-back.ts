/** Names of glibc's mallopt(3), and what they are set to, in bytes where that has a unit. */
const SETTINGS = [
  /** M_ARENA_MAX: threads share two heaps; a heap of its own would outlive each of them, with what it once held. */
  { name: -8, value: 2 },
  /** M_MMAP_THRESHOLD: a larger piece is memory of its own, which goes back when it is freed. */
  { name: -3, value: 256 * 1024 },
  /** M_TRIM_THRESHOLD: so much that is free at the end of a heap goes back, too. */
  { name: -1, value: 256 * 1024 },
]

/**
 * Lets the C library give memory back that acts, exports and imports no longer need. By itself glibc keeps what it was once
 * given: a studio that is served for days would stay as large as its largest import.
 * @returns false where there is no such setting: on other systems, or with another C library
 */
export async function giveMemoryBack(): Promise<boolean> {
  if (process.platform !== 'linux') return false
  try {
    const { default: koffi } = await import('koffi')
    const mallopt = koffi.load(null).func('int mallopt(int name, int value)') as (
      name: number,
      value: number,
    ) => number
    return SETTINGS.every(({ name, value }) => mallopt(name, value) === 1)
  } catch {
    return false
  }
}
