import { createRandom, type Random } from '#shared/random.ts'
import type { FoundClip } from '#main/corpora/importer.ts'

const WORDS =
  'dogs kids talking sitting by the door airplane almost full tomorrow cold surface slick eleven'.split(' ')
const CORPORA = ['RAVDESS', 'TESS', 'SAVEE', 'CREMA-D', 'EMO-DB']
const LABELS = ['angry', 'happy', 'neutral', 'sad', 'fear', 'disgust', 'surprise']

/** Made-up clips of five corpora with 400 speakers, the same for the same count. */
export function generatedClips(count: number): Partial<FoundClip>[] {
  const random = createRandom('generated clips')
  return Array.from({ length: count }, (_, index) => generatedClip(random, index))
}

/** The next made-up clip; its path and text take part of it from `index`. */
export function generatedClip(random: Random, index: number): Partial<FoundClip> {
  const pick = <T>(items: readonly T[]): T => items[random.integer(items.length)]
  const corpus = pick(CORPORA)
  const speaker = String(random.integer(80)).padStart(2, '0')
  const label = pick(LABELS)
  return {
    relativePath: `${corpus}/Actor_${speaker}/${speaker}_${index}_${label}.wav`,
    corpus,
    speaker,
    sex: Number(speaker) % 2 === 0 ? 'female' : 'male',
    label: random.next() < 0.02 ? null : label,
    intensity: pick(['normal', 'strong', null]),
    text: Array.from({ length: 5 }, () => pick(WORDS)).join(' '),
    perceived: random.next() < 0.5 ? { label: pick(LABELS), confidence: 0.6, votes: 'A 6 S 4' } : null,
    facts: [
      { name: 'age', value: String(20 + random.integer(50)) },
      { name: 'statement', value: '01' },
    ],
  }
}
