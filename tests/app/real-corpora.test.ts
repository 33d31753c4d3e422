import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LibrarySummary } from '#shared/domain/library.ts'
import {
  CORPORA,
  emotone,
  emotoneJson,
  ended,
  HAS_CORPORA,
  makeScratch,
  spawnEmotone,
  type Scratch,
} from './emotone.ts'

interface Counts {
  subset: Record<
    string,
    { files: number; by_emotion?: Record<string, { code: string | string[]; total: number }> }
  >
}

interface Run {
  runId: string
  population: string
  state: string
  labels: string[]
  confusion: number[][]
  test: { accuracy: number; uar: number }
  train: { accuracy: number; uar: number }
  trainSpeakers: string[]
  devSpeakers: string[]
  testSpeakers: string[]
  isLeaking: boolean
  leakedShare: number
}

describe.skipIf(!HAS_CORPORA)('real corpora (skipped where ../shared/corpora is missing)', () => {
  let scratch: Scratch
  let library: string
  let runs: Run[]
  const run = (...args: string[]) => emotone(scratch, ...args, '--library', library)

  beforeAll(() => {
    scratch = makeScratch()
    library = scratch.at('real.emotone')
  })
  afterAll(() => scratch.remove())

  it('goes on after a kill -9 in the middle of indexing, and ends with the published counts', async () => {
    const child = spawnEmotone(scratch, ['index', '--library', library, CORPORA])
    const end = ended(child)
    await new Promise<void>((resolve) => child.stderr!.once('data', () => resolve()))
    child.kill('SIGKILL')
    await end

    const summary = await emotoneJson<LibrarySummary>(scratch, 'index', '--library', library, CORPORA)
    const counts = JSON.parse(readFileSync(path.join(CORPORA, 'counts.json'), 'utf8')) as Counts
    for (const corpus of ['RAVDESS', 'CREMA-D', 'TESS']) {
      expect(summary.corpora[corpus].clips, corpus).toBe(counts.subset[corpus].files)
    }
    expect(summary).toMatchObject({ clips: 1284, speakers: 18 })
    expect(summary.corpora.TESS.labels).toEqual(
      Object.fromEntries(
        ['angry', 'disgust', 'fear', 'happy', 'neutral', 'sad', 'surprise'].map((one) => [one, 18]),
      ),
    )
    expect(summary.findings).toMatchObject({ silent: 1, 'contradicting-labels': 3, 'container-mismatch': 2 })
  })

  it('finds nothing new when it looks again', async () => {
    const again = await emotoneJson<LibrarySummary>(scratch, 'index', '--library', library)
    expect(again.clips).toBe(1284)
  })

  it('trains mixed, female and male with no speaker in two parts', async () => {
    const args = ['train', '--library', library, '--population', 'all', '--epochs', '2', '--seed', '3']
    runs = (await emotoneJson<{ runs: Run[] }>(scratch, ...args)).runs
    expect(runs.map((one) => one.population)).toEqual(['mixed', 'female', 'male'])
    for (const one of runs) {
      expect(one).toMatchObject({ state: 'done', isLeaking: false, leakedShare: 0 })
      const parts = [one.trainSpeakers, one.devSpeakers, one.testSpeakers]
      expect(new Set(parts.flat()).size, 'each speaker in one part').toBe(parts.flat().length)
      expect(parts.every((speakers) => speakers.length > 0)).toBe(true)
      expect(one.confusion.map((row) => row.length)).toEqual([4, 4, 4, 4])
      expect(one.test.accuracy).toBeGreaterThan(0)
    }
  })

  it('gives the same numbers for the same seed', async () => {
    const args = ['train', '--library', library, '--population', 'male', '--epochs', '2', '--seed', '3']
    const [again] = (await emotoneJson<{ runs: Run[] }>(scratch, ...args)).runs
    const before = runs.find((one) => one.population === 'male')
    expect(again.confusion).toEqual(before?.confusion)
    expect(again.test).toEqual(before?.test)
  })

  it('marks the seed protocol as leaking', async () => {
    const args = [
      'train',
      '--library',
      library,
      '--preset',
      'seed',
      '--population',
      'female',
      '--epochs',
      '1',
    ]
    const [leaking] = (await emotoneJson<{ runs: Run[] }>(scratch, ...args)).runs
    expect(leaking.isLeaking).toBe(true)
    expect(leaking.leakedShare).toBeGreaterThan(0.9)
  })

  it('compares the runs and names what they may not be compared for', async () => {
    const ids = runs.map((one) => one.runId)
    const comparison = await emotoneJson<{
      runs: unknown[]
      differences: { name: string }[]
      remarks: string[]
    }>(scratch, 'compare', '--library', library, ...ids)
    expect(comparison.runs).toHaveLength(3)
    expect(comparison.differences.map((one) => one.name)).toContain('Population')
    expect(comparison.remarks.length).toBeGreaterThan(0)
    const { code, stdout } = await run('compare', ...ids)
    expect(code).toBe(0)
    expect(stdout).toContain('test UAR')
  })

  it('resumes a run whose command was killed, and ends with its numbers', async () => {
    const args = ['train', '--library', library, '--population', 'male', '--epochs', '30', '--seed', '5']
    const child = spawnEmotone(scratch, args)
    const end = ended(child)
    await new Promise<void>((resolve) => {
      let text = ''
      child.stderr!.on('data', (chunk) => {
        text += chunk
        if (/running, epoch [1-9]\d* of 30/.test(text)) resolve()
      })
      void end.then(() => resolve())
    })
    child.kill('SIGKILL')
    await end
    const { runs: listed } = await emotoneJson<{ runs: Run[] }>(scratch, 'runs', '--library', library)
    expect(listed[0].state).toBe('interrupted')
    const resumeArgs = ['runs', listed[0].runId, '--resume', '--library', library]
    const [resumed] = (await emotoneJson<{ runs: Run[] }>(scratch, ...resumeArgs)).runs
    const [whole] = (await emotoneJson<{ runs: Run[] }>(scratch, ...args)).runs
    expect(resumed).toMatchObject({ state: 'done', confusion: whole.confusion })
    expect(resumed.test.uar).toBeCloseTo(whole.test.uar, 4)
  })

  it('predicts files, and says of a file that is no sound why it cannot', async () => {
    const sound = path.join(CORPORA, 'CREMA-D/AudioWAV/1001_DFA_ANG_XX.wav')
    const args = [
      'predict',
      '--library',
      library,
      '--run',
      runs[0].runId,
      sound,
      path.join(CORPORA, 'README.md'),
    ]
    const { code, stdout } = await emotone(scratch, ...args, '--json')
    expect(code).toBe(1)
    const { predictions } = JSON.parse(stdout) as {
      predictions: { label: string | null; probabilities: Record<string, number>; problem: string | null }[]
    }
    const total = Object.values(predictions[0].probabilities).reduce((sum, one) => sum + one, 0)
    expect(total).toBeCloseTo(1, 4)
    expect(runs[0].labels).toContain(predictions[0].label)
    expect(predictions[1]).toMatchObject({ label: null, problem: expect.stringMatching(/\w+/) })
  })
})
