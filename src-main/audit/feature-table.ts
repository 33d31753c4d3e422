import type { ModelClip } from './measured-clip.ts'

/** A clip whose features and speaker are known. */
export type FeaturedClip = ModelClip & { features: Float32Array; speakerId: string }

/** Clips that models may be fitted on: not excluded, not silent, with features and a speaker; one of each clip hash. */
export function featuredClips(clips: readonly ModelClip[]): FeaturedClip[] {
  const seen = new Set<string>()
  return clips.filter((clip): clip is FeaturedClip => {
    if (clip.isExcluded || clip.isSilent || !clip.features || clip.speakerId === null) return false
    if (seen.has(clip.clipHash)) return false
    seen.add(clip.clipHash)
    return true
  })
}

/** The features of clips, [clips × columns] row-major. */
export function featureRows(clips: readonly FeaturedClip[]): Float32Array {
  const columnCount = clips[0]?.features.length ?? 0
  const rows = new Float32Array(clips.length * columnCount)
  for (const [row, clip] of clips.entries()) rows.set(clip.features, row * columnCount)
  return rows
}
