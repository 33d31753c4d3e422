/** The seeded generator: the only source of chance in the studio. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number
  /** Standard normal, by the Box-Muller transform. */
  normal(): number
  /** Uniform integer in [0, bound). */
  integer(bound: number): number
  /** Fisher-Yates, in place; returns its argument. */
  shuffle<T>(items: T[]): T[]
}

/**
 * xoshiro128** (Blackman and Vigna, 2018), seeded through splitmix32 so that close seeds give unrelated streams.
 * @param seed any text or number; equal seeds give equal streams on every machine.
 */
export function createRandom(seed: string | number): Random {
  const mix = splitmix32(hashText(String(seed)))
  let [a, b, c, d] = [mix(), mix(), mix(), mix()]
  let spareNormal: number | null = null

  const nextWord = (): number => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0
    const t = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = rotateLeft(d, 11)
    return result
  }

  const random: Random = {
    // 53 bits: two words, as in Python's random.random
    next: () => ((nextWord() >>> 5) * 67108864 + (nextWord() >>> 6)) / 9007199254740992,
    normal() {
      if (spareNormal !== null) {
        const value = spareNormal
        spareNormal = null
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - random.next()))
      const angle = 2 * Math.PI * random.next()
      spareNormal = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
    integer: (bound) => Math.floor(random.next() * bound),
    shuffle(items) {
      for (let last = items.length - 1; last > 0; last--) {
        const other = random.integer(last + 1)
        ;[items[last], items[other]] = [items[other], items[last]]
      }
      return items
    },
  }
  return random
}

/** FNV-1a, 32 bits, over UTF-16 code units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}

function splitmix32(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x9e3779b9) | 0
    let word = state ^ (state >>> 16)
    word = Math.imul(word, 0x21f0aaad)
    word ^= word >>> 15
    word = Math.imul(word, 0x735a2d97)
    return (word ^ (word >>> 15)) >>> 0
  }
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits))
}
