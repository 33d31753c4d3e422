import { readFile } from 'node:fs/promises'
import { decodeSound, monoOf, sliceSeconds } from '#main/audio/decode.ts'
import type { FeatureClip } from '#main/features/extract-batch.ts'
import { StudioError } from '#shared/errors.ts'
import type { FftFactory } from '#shared/dsp/fft.ts'
import { measureSound, type SoundMeasures } from './measure-sound.ts'

/** What became of one clip; null where its sound cannot be read now. */
export interface MeasureOutcome {
  clipHash: string
  measures: SoundMeasures | null
}

/** Measures clips, one after the other; a file that cannot be read fails alone. */
export async function measureBatch(
  clips: readonly FeatureClip[],
  makeFft: FftFactory,
): Promise<MeasureOutcome[]> {
  const outcomes: MeasureOutcome[] = []
  for (const clip of clips) {
    outcomes.push({ clipHash: clip.clipHash, measures: await measureOne(clip, makeFft) })
  }
  return outcomes
}

async function measureOne(clip: FeatureClip, makeFft: FftFactory): Promise<SoundMeasures | null> {
  try {
    const sound = await decodeSound(await readFile(clip.path), clip.path)
    const samples = monoOf(sliceSeconds(sound, clip.startSeconds, clip.endSeconds))
    return samples.length === 0 ? null : measureSound(samples, sound.sampleRateHz, makeFft)
  } catch (error) {
    // the index has a finding for what cannot be read; a file may also have gone since
    if (error instanceof StudioError || (error instanceof Error && 'syscall' in error)) return null
    throw error
  }
}
