import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { createRandom } from '#shared/random.ts'

const SPEAKERS = 100
const LABELS = ['neutral', 'happy', 'sad', 'angry', 'fear']
const [SECONDS, RATE_HZ] = [0.2, 8000]

/** Writes so many short recordings of noise, each with a sound of its own, and the manifest that tells what they are. */
export function writeLargeCorpus(folder: string, clipCount: number): void {
  const random = createRandom('a large corpus')
  const lines = ['path,label,speaker,sex']
  for (let speaker = 0; speaker < SPEAKERS; speaker++)
    mkdirSync(path.join(folder, `s${speaker}`), { recursive: true })
  for (let index = 0; index < clipCount; index++) {
    const speaker = index % SPEAKERS
    const name = `s${speaker}/${index}.wav`
    const samples = Float32Array.from({ length: SECONDS * RATE_HZ }, () => 0.1 * random.normal())
    writeFileSync(path.join(folder, name), encodeWav(samples, RATE_HZ, { bits: 16 }))
    const sex = speaker % 2 === 0 ? 'female' : 'male'
    lines.push([name, LABELS[random.integer(LABELS.length)], `p${speaker}`, sex].join(','))
  }
  writeFileSync(path.join(folder, 'manifest.csv'), [...lines, ''].join('\n'))
}
