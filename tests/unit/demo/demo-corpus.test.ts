import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditClips } from '#main/audit/audit-clips.ts'
import { decodeSound, type Sound } from '#main/audio/decode.ts'
import { DEMO_CORPUS, DEMO_MARKER } from '#main/corpora/demo.ts'
import type { FolderFindings } from '#main/corpora/importer.ts'
import { makeDemoCorpus } from '#main/demo/make-demo-corpus.ts'
import { PLANTED_FAULTS } from '#main/demo/planted-faults.ts'
import { auditClipsOf } from '#fixtures/audit-clips.ts'
import { countBy, listFiles, recognise } from '#fixtures/corpora.ts'
import { medianPitchHz, rmsDecibels } from '#fixtures/voice-measures.ts'

describe('the demo corpus', () => {
  let folder: string
  let found: FolderFindings
  const progress: number[] = []

  const bytesOf = (name: string): Promise<Buffer> => readFile(join(folder, name.slice(0, 3), `${name}.wav`))
  const soundOf = async (name: string): Promise<Sound> => decodeSound(await bytesOf(name), `${name}.wav`)

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'emotone-demo-'))
    await makeDemoCorpus(folder, { seed: 1, onProgress: ({ doneCount }) => progress.push(doneCount) })
    found = await recognise(folder)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('is recognised as synthetic: 10 speakers of both sexes, 4 emotions, 3 sentences, 3 takes', () => {
    expect(found.corpora).toEqual([DEMO_CORPUS])
    expect(DEMO_CORPUS).toMatch(/synthetic/)
    expect(found.problems).toEqual([])
    expect(countBy(found.clips, (clip) => clip.label)).toEqual({ angry: 90, happy: 90, neutral: 90, sad: 90 })
    expect(countBy(found.clips, (clip) => clip.sex)).toEqual({ female: 180, male: 180 })
    expect(Object.values(countBy(found.clips, (clip) => clip.speaker))).toEqual(Array(10).fill(36))
    expect(Object.values(countBy(found.clips, (clip) => clip.text))).toEqual([120, 120, 120])
    expect(found.unrecognised.map(({ relativePath }) => relativePath)).toEqual(['f02/f02 second try.wav'])
  })

  it('reports each file', () => {
    expect(progress).toEqual(Array.from({ length: 361 }, (_, index) => index + 1))
  })

  it('has pitch, level and tempo of each emotion in the intended direction, for each sex', async () => {
    const planted = new Set(PLANTED_FAULTS.map(({ clip }) => clip))
    for (const sex of ['female', 'male']) {
      const means: Record<string, { pitch: number; level: number; seconds: number }> = {}
      for (const emotion of ['angry', 'happy', 'neutral', 'sad']) {
        // one sentence and take: the same words for every emotion
        const names = found.clips
          .filter((clip) => clip.sex === sex && clip.label === emotion && /_s1_.*_t2/.test(clip.identityKey))
          .map((clip) => clip.identityKey.replace('.wav', ''))
          .filter((name) => !planted.has(name))
        const sounds = await Promise.all(names.map(soundOf))
        const mean = (measure: (sound: Sound) => number): number =>
          sounds.reduce((sum, sound) => sum + measure(sound), 0) / sounds.length
        means[emotion] = {
          pitch: mean((sound) => medianPitchHz(sound.channels[0], sound.sampleRateHz)),
          level: mean((sound) => rmsDecibels(sound.channels[0])),
          seconds: mean((sound) => sound.frameCount / sound.sampleRateHz),
        }
      }
      const { angry, happy, neutral, sad } = means
      expect(angry.pitch).toBeGreaterThan(neutral.pitch * 1.08)
      expect(happy.pitch).toBeGreaterThan(neutral.pitch * 1.08)
      expect(sad.pitch).toBeLessThan(neutral.pitch)
      expect(angry.level).toBeGreaterThan(neutral.level + 3)
      expect(happy.level).toBeGreaterThan(neutral.level)
      expect(sad.level).toBeLessThan(neutral.level - 1.5)
      expect(angry.seconds).toBeLessThan(neutral.seconds)
      expect(sad.seconds).toBeGreaterThan(neutral.seconds * 1.05)
    }
  })

  it('has women above men in pitch', async () => {
    const pitchOf = async (name: string): Promise<number> =>
      medianPitchHz((await soundOf(name)).channels[0], 16000)
    const women = await Promise.all(
      ['f01', 'f02', 'f03', 'f04', 'f05'].map((id) => pitchOf(`${id}_s1_neutral_t2`)),
    )
    const men = await Promise.all(
      ['m01', 'm02', 'm03', 'm04', 'm05'].map((id) => pitchOf(`${id}_s1_neutral_t2`)),
    )
    expect(Math.min(...women)).toBeGreaterThan(150)
    expect(Math.max(...men)).toBeLessThan(150)
    expect(Math.min(...men)).toBeGreaterThan(70)
  })

  it('has clips of one to two and a half seconds that never leave full scale, but for the planted ones', async () => {
    for (const clip of found.clips.filter((_, index) => index % 7 === 0)) {
      const sound = await soundOf(clip.identityKey.replace('.wav', ''))
      const seconds = sound.frameCount / sound.sampleRateHz
      expect(seconds).toBeGreaterThan(1)
      expect(seconds).toBeLessThan(2.5)
      expect(sound.channels[0].every((sample) => Math.abs(sample) < 0.97)).toBe(true)
    }
  })

  it('holds the planted faults', async () => {
    for (const fault of PLANTED_FAULTS) {
      const sound = await soundOf(fault.clip)
      const samples = sound.channels[0]
      switch (fault.kind) {
        case 'silent':
          expect(samples.every((sample) => sample === 0)).toBe(true)
          break
        case 'copied':
          expect((await bytesOf(fault.clip)).equals(await bytesOf(fault.source))).toBe(true)
          break
        case 'clipped':
          expect(samples.filter((sample) => Math.abs(sample) > 0.9999).length).toBeGreaterThan(100)
          break
        case 'aiff':
          expect(sound.container).toBe('AIFF')
          expect(rmsDecibels(samples)).toBeGreaterThan(-45)
          break
        case 'sampleRate':
          expect(sound.sampleRateHz).toBe(fault.sampleRateHz)
          break
        case 'mislabelled':
          expect(fault.clip).not.toContain(fault.soundsLike)
          expect(rmsDecibels(samples)).toBeGreaterThan(
            rmsDecibels((await soundOf(fault.clip.replace('t2', 't1'))).channels[0]) + 3,
          )
      }
    }
  })

  it('shows the audit exactly what was planted', async () => {
    const findings = auditClips(await auditClipsOf(folder))
    expect(
      findings.map(
        ({ kind, evidence }) => `${kind}: ${evidence.replace(/\d+ samples \(.*?\)/, 'N samples')}`,
      ),
    ).toEqual([
      expect.stringMatching(/^silent: .* f03_s2_sad_t2.wav/),
      'contradicting-labels: 2 files are byte-identical: f01_s1_happy_t1.wav (happy) = f01_s1_neutral_t1.wav (neutral).',
      'identical: 2 files are byte-identical: m02_s3_angry_t1.wav = m02_s3_angry_t2.wav.',
      'container-mismatch: f05_s2_neutral_t1.wav is called .wav, its content is AIFF.',
      `odd-sample-rate: m01_s2_happy_t1.wav: 22050 Hz; 359 others of ${DEMO_CORPUS} have 16000 Hz.`,
      'clipped: m04_s1_angry_t3.wav: N samples are at full scale.',
    ])
  })

  it('is left as it is where it is complete', async () => {
    const calls: number[] = []
    await makeDemoCorpus(folder, { seed: 1, onProgress: ({ doneCount }) => calls.push(doneCount) })
    expect(calls).toEqual([])
  })
})

describe('making the demo corpus', () => {
  const folders: string[] = []
  const newFolder = async (): Promise<string> => {
    folders.push(await mkdtemp(join(tmpdir(), 'emotone-demo-')))
    return folders.at(-1)!
  }
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true, force: true })
  })

  it('gives the same bytes for the same seed and others for another', async () => {
    const [one, same, other] = [await newFolder(), await newFolder(), await newFolder()]
    await makeDemoCorpus(one, { seed: 'a' })
    await makeDemoCorpus(same, { seed: 'a' })
    await makeDemoCorpus(other, { seed: 'b' })
    for (const path of await listFiles(one)) {
      const bytes = await readFile(join(one, path))
      expect(bytes.equals(await readFile(join(same, path)))).toBe(true)
    }
    const path = 'f01/f01_s1_sad_t1.wav'
    expect((await readFile(join(one, path))).equals(await readFile(join(other, path)))).toBe(false)
  })

  it('stops when told, and leaves no marker that would call it complete', async () => {
    const folder = await newFolder()
    const stop = new AbortController()
    const making = makeDemoCorpus(folder, {
      seed: 1,
      signal: stop.signal,
      onProgress: ({ doneCount }) => {
        if (doneCount === 5) stop.abort()
      },
    })
    await expect(making).rejects.toMatchObject({ code: 'cancelled' })
    const files = await listFiles(folder)
    expect(files).toHaveLength(5)
    expect(files).not.toContain(DEMO_MARKER)
  })
})
