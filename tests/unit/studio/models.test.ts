import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunId } from '#shared/domain/run.ts'
import { parsePredictions } from '#main/evaluation/predictions-file.ts'
import { featureSetKey, originalRowsKey, SEED_FEATURES } from '#main/features/feature-settings.ts'
import { withSession, type Session } from '#main/hosts/cli/session.ts'
import { watchJob } from '#main/hosts/cli/watch-job.ts'
import { watchRuns } from '#main/hosts/cli/watch-runs.ts'
import { kerasNumbers } from '../../fixtures/keras-numbers.ts'
import { writeTinyCorpus } from '../../fixtures/tiny-corpus.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'emotone-models-'))
  vi.stubEnv('EMOTONE_DATA', join(folder, 'data'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true })
})

const library = () => join(folder, 'models.emotone')
const inStudio = <Result>(work: (session: Session) => Promise<Result>): Promise<Result> =>
  withSession({ library: library(), mayCreate: true }, work)

/** A file as Keras saved it, on disk. */
function savedByKeras(name: string): string {
  const { file } = kerasNumbers().models.find((model) => model.name === name)!
  const path = join(folder, `${name}.keras`)
  writeFileSync(path, gunzipSync(Buffer.from(file, 'base64')))
  return path
}

describe('a model of Keras', { timeout: 60_000 }, () => {
  it('is listed, predicts sounds as a run would, leaves again as a file, and can be forgotten', async () => {
    const sounds = join(folder, 'sounds')
    writeTinyCorpus(sounds, 1)
    const file = join(sounds, 's0-sad-0.wav')
    await inStudio(async (session) => {
      const told: unknown[] = []
      session.studio.events.listen((event) => event.name === 'models.changed' && told.push(event.data))
      const added = await session.call('models.import', { file: savedByKeras('every layer'), labels: null })
      expect(added).toMatchObject({ name: 'every layer', labels: ['angry', 'very sad', 'calm'] })
      expect(await session.call('models.list', {})).toEqual([added])
      expect(told).toEqual([[added]])
      expect(await session.call('runs.list', {})).toEqual([])

      const [answer] = await session.call('predict.files', { runId: added.modelId, files: [file] })
      expect(answer.problem).toBeNull()
      expect(Object.keys(answer.probabilities)).toEqual(added.labels)

      const media = await session.studio.handleMedia(
        new Request(`http://studio/media/models/${added.modelId}.keras`),
      )
      const again = join(folder, 'again.keras')
      writeFileSync(again, new Uint8Array(await media.arrayBuffer()))
      const second = await session.call('models.import', { file: again, labels: null })
      expect(second).toMatchObject({
        labels: added.labels,
        parameterCount: added.parameterCount,
        remarks: [],
      })
      const [same] = await session.call('predict.files', { runId: second.modelId, files: [file] })
      for (const label of added.labels)
        expect(same.probabilities[label]).toBeCloseTo(answer.probabilities[label], 6)

      await session.call('models.delete', { modelId: added.modelId })
      expect(await session.call('models.list', {})).toEqual([second])
      await expect(
        session.call('predict.files', { runId: added.modelId, files: [file] }),
      ).rejects.toMatchObject({ code: 'notFound' })
    })
    await inStudio(async (session) => expect(await session.call('models.list', {})).toHaveLength(1))
  })

  it('is refused with a reason, and nothing stays behind', async () => {
    await inStudio(async (session) => {
      const before = await session.call('models.list', {})
      const unnamed = savedByKeras('unnamed')
      await expect(session.call('models.import', { file: unnamed, labels: null })).rejects.toThrow(
        'say which labels they stand for',
      )
      await expect(
        session.call('models.import', { file: join(folder, 'no.keras'), labels: null }),
      ).rejects.toThrow('There is no file')
      await expect(session.call('models.import', { file: '/dev/zero', labels: null })).rejects.toThrow(
        '/dev/zero cannot be read: it must be a file of at most',
      )
      expect(await session.call('models.list', {})).toEqual(before)
      const added = await session.call('models.import', { file: unnamed, labels: ['no', 'yes'] })
      expect(added.labels).toEqual(['no', 'yes'])
    })
  })

  it('that a killed import left half written is not there', async () => {
    mkdirSync(join(library(), 'models', 'imported-half'), { recursive: true })
    await inStudio(async (session) => {
      const models = await session.call('models.list', {})
      expect(models.map((model) => model.modelId)).not.toContain('imported-half')
    })
  })
})

describe('the model of a run', { timeout: 120_000 }, () => {
  it('leaves as a file and comes back with the same probabilities', async () => {
    const corpus = join(folder, 'corpus')
    writeTinyCorpus(corpus)
    const file = join(corpus, 's1-angry-0.wav')
    await inStudio(async (session) => {
      await watchJob(session, (await session.call('library.addFolders', { folders: [corpus] })).jobId)
      const { runIds } = await session.call('experiments.launch', {
        name: '',
        preset: 'seed-honest',
        populations: ['mixed'],
        labels: ['angry', 'sad'],
        corpora: [],
        epochs: 2,
        seed: 1,
        augment: false,
        engine: 'wasm',
      })
      await watchRuns(session, runIds)
      const [runId] = runIds
      const media = await session.studio.handleMedia(new Request(`http://studio/media/models/${runId}.keras`))
      expect(media.status).toBe(200)
      expect(media.headers.get('content-disposition')).toContain(`${runId}.keras`)
      const keras = join(folder, 'run.keras')
      writeFileSync(keras, new Uint8Array(await media.arrayBuffer()))
      const { modelId, ...imported } = await session.call('models.import', { file: keras, labels: null })
      expect(imported).toMatchObject({ labels: ['angry', 'sad'], remarks: [], parameterCount: 354_466 })
      const ask = async (id: RunId) => (await session.call('predict.files', { runId: id, files: [file] }))[0]
      const [ours, theirs] = [await ask(runId), await ask(modelId)]
      expect(ours.label).toBe(theirs.label)
      for (const label of imported.labels)
        expect(theirs.probabilities[label]).toBeCloseTo(ours.probabilities[label], 6)
    })
  })

  it('trained on augmented rows is asked with original ones alone, and says what it said when it was trained', async () => {
    const corpus = join(folder, 'augmented')
    writeTinyCorpus(corpus)
    const apart = join(folder, 'apart')
    writeTinyCorpus(apart, 3)
    const features = join(library(), 'features')
    const countOf = (featureSet: string) =>
      readFileSync(join(features, featureSet, 'index.txt'), 'utf8')
        .trim()
        .split('\n').length
    await inStudio(async (session) => {
      await watchJob(session, (await session.call('library.addFolders', { folders: [corpus] })).jobId)
      const { runIds } = await session.call('experiments.launch', {
        name: '',
        preset: 'seed-honest',
        populations: ['mixed'],
        labels: ['angry', 'sad'],
        corpora: ['augmented'],
        epochs: 2,
        seed: 1,
        augment: true,
        engine: 'wasm',
      })
      await watchRuns(session, runIds)
      const [runId] = runIds
      const augmented = featureSetKey(SEED_FEATURES)
      const trainedOn = countOf(augmented)

      const labels = ['angry', 'sad']
      const text = readFileSync(join(library(), 'runs', runId, 'predictions.csv'), 'utf8')
      const rows = parsePredictions(labels, text).filter(({ row }) => row.variantIndex === 0)
      const clipIds = rows.map(({ row }) => row.clipId)
      const answers = await session.call('predict.clips', { runId, clipIds })
      expect(answers.length).toBeGreaterThan(0)
      for (const [index, { probabilities }] of answers.entries())
        for (const [at, label] of labels.entries())
          expect(probabilities[label]).toBeCloseTo(rows[index].probabilities[at], 5)

      const file = join(apart, 's1-angry-2.wav')
      const [known] = await session.call('predict.files', { runId, files: [file] })
      expect(known.label).toMatch(/angry|sad/)
      expect(countOf(augmented)).toBe(trainedOn)
      expect(countOf(originalRowsKey(augmented))).toBeGreaterThan(answers.length)
    })
  })

  it('is to be had only of a run that is done', async () => {
    await inStudio(async ({ studio }) => {
      const ask = async (name: string) => {
        const answer = await studio.handleMedia(new Request(`http://studio/media/models/${name}`))
        return [answer.status, await answer.text()]
      }
      expect(await ask('mixed-12345678.keras')).toEqual([404, 'There is no run mixed-12345678.'])
      expect((await ask('../../x.keras'))[0]).toBe(404)
      expect((await ask('mixed-12345678.h5'))[0]).toBe(404)
    })
  })
})
