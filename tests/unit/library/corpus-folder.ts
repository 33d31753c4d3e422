import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { createRandom } from '#shared/random.ts'

/** A small WAV; equal seeds give equal bytes. */
export function shortWav(seed: string | number, seconds = 0.05): Uint8Array {
  const random = createRandom(seed)
  return encodeWav(
    [Float32Array.from({ length: Math.round(seconds * 8000) }, () => random.normal() * 0.1)],
    8000,
  )
}

/** Writes files below a folder, and the folders they need. Text stands for a sound made from it. */
export function writeFiles(root: string, files: Record<string, string | Uint8Array>): void {
  for (const [relativePath, content] of Object.entries(files)) {
    const file = path.join(root, relativePath)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? shortWav(content) : content)
  }
}

/** The first `count` names of two RAVDESS actors, each with a sound of its own. */
export function ravdessFiles(count: number): Record<string, string> {
  const names = ['01', '02'].flatMap((actor) =>
    ['01', '02', '03', '04', '05', '06', '07', '08'].flatMap((emotion) =>
      ['01', '02'].map((take) => `Actor_${actor}/03-01-${emotion}-01-01-${take}-${actor}.wav`),
    ),
  )
  return Object.fromEntries(names.slice(0, count).map((name) => [name, name]))
}
