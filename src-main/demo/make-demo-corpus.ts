import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StudioError } from '#shared/errors.ts'
import { createRandom } from '#shared/random.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { encodeWav } from '../audio/encode-wav.ts'
import { DEMO_CORPUS, DEMO_MARKER, demoMarker, type DemoMarker } from '../corpora/demo.ts'
import { encodeAiff } from './encode-aiff.ts'
import { PLANTED_FAULTS, STRAY_FILE } from './planted-faults.ts'
import { DEMO_SENTENCES, type DemoSentence } from './sentences.ts'
import { DEMO_STYLES, styleOf } from './speaking-style.ts'
import { synthesise } from './synthesise.ts'
import { makeVoices, type Voice } from './voices.ts'

export { DEMO_MARKER }

const SAMPLE_RATE_HZ = 16_000
const TAKES = 3
/** Raised whenever the same seed would give other sounds. */
const SYNTHESIS_VERSION = 2
/** How far a speaker's own way of showing an emotion lies from the common one, in spreads of a take. */
const SPEAKER_SPREAD = 1.1
const CLIPPED_GAIN = 12

export interface DemoCorpusOptions {
  seed: string | number
  /** Called after each file. */
  onProgress?: (progress: { doneCount: number; totalCount: number }) => void
  /** Stops between two files. */
  signal?: AbortSignal
}

interface DemoClip {
  /** Name without extension. */
  id: string
  voice: Voice
  sentence: DemoSentence
  emotion: string
}

/**
 * Makes the demo corpus: 10 synthesised voices, 4 emotions, 3 sentences, 3 takes, 16 kHz mono WAV, with planted faults and a
 * marker file that names it synthetic. The same seed gives the same bytes. The marker is written last; where it already
 * names this seed and version, nothing is done.
 * @param folder made where it is not there; files of the same names are overwritten
 * @throws StudioError `cancelled` when the signal is given
 */
export async function makeDemoCorpus(folder: string, options: DemoCorpusOptions): Promise<void> {
  const seed = String(options.seed)
  const voices = makeVoices(seed)
  const marker = markerOf(seed, voices)
  const markerPath = join(folder, DEMO_MARKER)
  if (await isComplete(markerPath, marker)) return

  const clips = listClips(voices)
  const totalCount = clips.length + 1
  let doneCount = 0
  const write = async (relativePath: string, bytes: Uint8Array): Promise<void> => {
    if (options.signal?.aborted) throw new StudioError('cancelled', 'The demo voices were not finished.')
    await writeFile(join(folder, relativePath), bytes)
    options.onProgress?.({ doneCount: ++doneCount, totalCount })
  }
  for (const voice of voices) makeFolders(join(folder, voice.id))
  for (const clip of clips) await write(`${clip.voice.id}/${clip.id}.wav`, encodeClip(clip, clips, seed))
  const stray = clips.find((clip) => clip.voice.id === dirname(STRAY_FILE))!
  await write(
    STRAY_FILE,
    encodeWav(soundOf({ ...stray, id: 'stray' }, seed, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ, { bits: 16 }),
  )
  await writeFile(markerPath, `${JSON.stringify(marker, null, 2)}\n`)
}

function listClips(voices: Voice[]): DemoClip[] {
  return voices.flatMap((voice) =>
    DEMO_SENTENCES.flatMap((sentence) =>
      Object.keys(DEMO_STYLES).flatMap((emotion) =>
        Array.from({ length: TAKES }, (_, take) => ({
          id: `${voice.id}_${sentence.id}_${emotion}_t${take + 1}`,
          voice,
          sentence,
          emotion,
        })),
      ),
    ),
  )
}

/** The bytes of one file, with the fault that is planted in it. */
function encodeClip(clip: DemoClip, clips: DemoClip[], seed: string): Uint8Array {
  const fault = PLANTED_FAULTS.find((planted) => planted.clip === clip.id)
  const plain = (samples: Float32Array): Uint8Array => encodeWav(samples, SAMPLE_RATE_HZ, { bits: 16 })
  switch (fault?.kind) {
    case 'silent':
      return plain(soundOf(clip, seed, SAMPLE_RATE_HZ).fill(0))
    case 'copied':
      return encodeClip(
        clips.find(({ id }) => id === fault.source)!,
        clips,
        seed,
      )
    case 'clipped':
      // encodeWav cuts off what lies beyond full scale
      return plain(soundOf(clip, seed, SAMPLE_RATE_HZ).map((sample) => sample * CLIPPED_GAIN))
    case 'aiff':
      return encodeAiff(soundOf(clip, seed, SAMPLE_RATE_HZ), SAMPLE_RATE_HZ)
    case 'sampleRate':
      return encodeWav(soundOf(clip, seed, fault.sampleRateHz), fault.sampleRateHz, { bits: 16 })
    case 'mislabelled':
      return plain(soundOf({ ...clip, emotion: fault.soundsLike }, seed, SAMPLE_RATE_HZ))
    default:
      return plain(soundOf(clip, seed, SAMPLE_RATE_HZ))
  }
}

function soundOf(clip: DemoClip, seed: string, sampleRateHz: number): Float32Array {
  const { voice, emotion } = clip
  // what is this speaker's own about this emotion is the same in every clip
  const ownRandom = createRandom(`${seed}/style/${voice.id}/${emotion}`)
  const ownStyle = styleOf(DEMO_STYLES[emotion], voice.expressiveness, SPEAKER_SPREAD, ownRandom)
  const random = createRandom(`${seed}/clip/${clip.id}`)
  return synthesise(clip.sentence, voice, styleOf(ownStyle, 1, 1, random), sampleRateHz, random)
}

function markerOf(seed: string, voices: Voice[]): DemoMarker {
  return {
    about: `${DEMO_CORPUS}: made by Emotone, no person speaks here. Some faults are planted for the audit to find.`,
    synthetic: true,
    version: SYNTHESIS_VERSION,
    seed,
    speakers: voices.map(({ id, sex }) => ({ id, sex })),
    sentences: DEMO_SENTENCES.map(({ id, text }) => ({ id, text })),
    emotions: Object.keys(DEMO_STYLES),
  }
}

async function isComplete(markerPath: string, marker: DemoMarker): Promise<boolean> {
  try {
    const found = demoMarker.parse(JSON.parse(await readFile(markerPath, 'utf8')))
    return found.seed === marker.seed && found.version === marker.version
  } catch {
    // no marker, or not one of ours: the corpus is made
    return false
  }
}
