import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { featureSetFolder, readFeatureRows } from '#main/features/feature-cache.ts'
import { extractFeatures, type FeatureClip, type FeatureProgress } from '#main/features/feature-job.ts'
import { featureSetKey, SEED_FEATURES, type FeatureSettings } from '#main/features/feature-settings.ts'
import { harmonic } from '#fixtures/signals.ts'

const SETTINGS: FeatureSettings = { ...SEED_FEATURES, variantCount: 1 }
let root: string

beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'emotone-job-'))))
afterEach(() => rmSync(root, { recursive: true }))

function clip(name: string, fromHz: number): FeatureClip {
  const path = join(root, `${name}.wav`)
  writeFileSync(path, encodeWav(harmonic(fromHz, 200, 1, 0.2, 5, 16000), 16000))
  return { clipHash: name, path, startSeconds: null, endSeconds: null }
}
const job = (clips: FeatureClip[]) => ({
  clips,
  settings: SETTINGS,
  cacheFolder: join(root, 'features'),
  threads: 2,
})
const stored = (clips: FeatureClip[]) =>
  readFeatureRows(
    featureSetFolder(join(root, 'features'), featureSetKey(SETTINGS)),
    clips.map((one) => one.clipHash),
  )

describe('extractFeatures', () => {
  it('fills the cache over worker threads, tells its progress, and reuses what is there', async () => {
    const clips = Array.from({ length: 20 }, (_, index) => clip(`c${index}`, 100 + index))
    const progress: FeatureProgress[] = []
    const first = await extractFeatures({
      ...job(clips.slice(0, 12)),
      onProgress: (one) => progress.push(one),
    })
    expect(first).toEqual({ extracted: 12, reused: 0, failures: [] })
    expect(progress[0]).toEqual({ doneCount: 0, totalCount: 12, secondsLeft: null })
    expect(progress.at(-1)).toEqual({ doneCount: 12, totalCount: 12, secondsLeft: 0 })

    expect(await extractFeatures(job(clips))).toEqual({ extracted: 8, reused: 12, failures: [] })
    expect(await extractFeatures(job(clips))).toEqual({ extracted: 0, reused: 20, failures: [] })
    expect(stored(clips).size).toBe(20)
  })

  it('extracts clips with one hash once', async () => {
    const one = clip('a', 120)
    expect(await extractFeatures(job([one, one]))).toEqual({ extracted: 1, reused: 0, failures: [] })
  })

  it('takes the original row of clips whose augmented rows are there, and computes none anew', async () => {
    const clips = [clip('a', 120), clip('b', 140)]
    const seven = await extractFeatures({ ...job(clips), settings: SEED_FEATURES })
    expect(seven).toEqual({ extracted: 2, reused: 0, failures: [] })
    const alone = { ...job(clips), cacheFolder: join(root, 'alone') }
    expect(await extractFeatures(alone)).toMatchObject({ extracted: 2 })

    for (const { path } of clips) rmSync(path)
    const more = [...clips, clip('c', 160)]
    expect(await extractFeatures(job(more))).toEqual({ extracted: 1, reused: 2, failures: [] })
    const single = featureSetFolder(alone.cacheFolder, featureSetKey(SETTINGS))
    for (const [hash, row] of readFeatureRows(single, ['a', 'b']))
      expect(stored(clips).get(hash)).toEqual(row)
  })

  it('never takes one row for seven', async () => {
    const clips = [clip('a', 120)]
    await extractFeatures(job(clips))
    expect(await extractFeatures({ ...job(clips), settings: SEED_FEATURES })).toMatchObject({ extracted: 1 })
  })

  it('says which clips gave no features and why, and keeps the others', async () => {
    const good = clip('good', 120)
    const gone = { ...good, clipHash: 'gone', path: join(root, 'gone.wav') }
    const broken = { ...good, clipHash: 'broken', path: join(root, 'broken.wav') }
    const empty = { ...good, clipHash: 'empty', startSeconds: 50, endSeconds: 60 }
    writeFileSync(broken.path, 'no sound')
    const { extracted, failures } = await extractFeatures(job([gone, broken, good, empty]))
    expect(extracted).toBe(1)
    expect(failures).toEqual([
      { clipHash: 'gone', path: gone.path, reason: 'The recording is no longer there.' },
      {
        clipHash: 'broken',
        path: broken.path,
        reason: 'The content is no WAV, AIFF, FLAC, MP3 or OGG sound.',
      },
      {
        clipHash: 'empty',
        path: good.path,
        reason: 'The clip holds no samples: it starts at or after the end of its recording.',
      },
    ])
    expect([...stored([good]).keys()]).toEqual(['good'])
  })

  it('stops when it is cancelled, and keeps what was done', async () => {
    const clips = Array.from({ length: 40 }, (_, index) => clip(`c${index}`, 100 + index))
    const abort = new AbortController()
    const running = extractFeatures({
      ...job(clips),
      threads: 1,
      signal: abort.signal,
      onProgress: ({ doneCount }) => {
        if (doneCount > 0) abort.abort()
      },
    })
    await expect(running).rejects.toMatchObject({ code: 'cancelled' })
    expect(stored(clips).size).toBe(8)
    expect(await extractFeatures(job(clips))).toMatchObject({ extracted: 32, reused: 8 })
  })

  it('does nothing when it was cancelled before', async () => {
    const request = { ...job([clip('a', 120)]), signal: AbortSignal.abort() }
    await expect(extractFeatures(request)).rejects.toMatchObject({ code: 'cancelled' })
  })
})
