import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ClipId, Finding } from '#shared/domain/clip.ts'
import { FINDING_KINDS, type FindingKind } from '#shared/domain/finding-kinds.ts'
import { proposeActs, type FindingClip } from '#shared/domain/proposed-acts.ts'
import { createRandom } from '#shared/random.ts'
import { findSuspectedLabels } from '#main/audit/suspected-labels.ts'
import { auditSamples } from '#main/library/audit-samples-job.ts'
import { indexFolders } from '#main/library/index-job.ts'
import { openLibrary } from '#main/library/library.ts'
import { lose, writeFaultyFolders } from '#fixtures/faulty-folders.ts'
import { sourcesAmong } from '#fixtures/audit-measured.ts'
import { measuredClipsOf } from '#fixtures/measured-clips.ts'

/** What a kind of finding must show. */
interface Shown {
  /** The unit of the number that the rule compared: it stands in the details and, as it is, in the sentence. */
  measures?: string
  /** Kinds that measure nothing: the clips, speakers or values that the sentence must name. */
  names?: string[]
  /** It names no clips: it is about a corpus, a folder, or files that are no clips. */
  isAboutClips: boolean
  /** The first act that is proposed begins so; null: the studio can do nothing, and the advice says why or what to do outside. */
  act: string | null
  /** Part of the advice where there is no act. */
  advice?: string
}

const ofClips = (shown: Omit<Shown, 'isAboutClips'>): Shown => ({ ...shown, isAboutClips: true })
const ofMore = (shown: Omit<Shown, 'isAboutClips' | 'act'>): Shown => ({
  ...shown,
  isAboutClips: false,
  act: null,
})

const SHOWN: Record<FindingKind, Shown> = {
  silent: ofClips({ measures: 's', act: 'Exclude it' }),
  'contradicting-labels': ofClips({
    names: ['03-01-03-01-01-01-01.wav (happy)', '03-01-04-01-01-01-01.wav (sad)'],
    act: 'Keep happy, exclude the other',
  }),
  identical: ofClips({
    names: ['03-01-01-01-01-01-01.wav', '03-01-01-01-01-02-01.wav'],
    act: 'Keep the first, exclude the other',
  }),
  'container-mismatch': ofClips({
    names: ['03-01-05-01-01-01-01.wav', '.wav', 'AIFF'],
    act: null,
    advice: 'Nothing to do here: the studio reads it',
  }),
  'header-fault': ofClips({ names: ['03-01-05-01-01-02-01.wav', '12000'], act: 'Exclude it' }),
  'odd-sample-rate': ofClips({
    measures: 'Hz',
    act: null,
    advice: 'Nothing to do here: features are taken at',
  }),
  'stereo-among-mono': ofClips({ measures: 'channels', act: null, advice: 'Nothing to do here: the mean' }),
  clipped: ofClips({ measures: '%', act: 'Exclude it' }),
  'dc-offset': ofClips({ measures: '%', act: null, advice: 'Nothing to do for spectral features' }),
  dropouts: ofClips({ measures: 'ms', act: 'Exclude it' }),
  'low-signal-to-noise': ofClips({ measures: 'dB', act: 'Exclude it' }),
  'silence-at-ends': ofClips({ measures: 's', act: 'Exclude it' }),
  'cut-speech': ofClips({ measures: 'dB', act: 'Exclude it' }),
  upsampled: ofClips({ measures: 'kHz', act: null, advice: 'Nothing to do for one clip' }),
  'near-duplicate': ofClips({ measures: '%', act: 'Keep the first, exclude the other' }),
  'unbalanced-labels': ofMore({ measures: '%', advice: 'nothing is to be changed on clips' }),
  'unbalanced-sexes': ofMore({ measures: '%', advice: 'nothing is to be changed on clips' }),
  confound: ofMore({ measures: '%', advice: 'nothing is to be changed on clips' }),
  'suspected-label': ofClips({ measures: '%', act: 'Label ' }),
  'unknown-speaker': ofClips({ names: ['lab', 'nobody.wav'], act: null, advice: 'in a CSV manifest' }),
  'unknown-sex': ofClips({ names: ['CREMA-D', '1001'], act: null, advice: 'in a CSV manifest' }),
  'perceived-disagrees': ofClips({ measures: '%', act: 'Label neutral' }),
  unreadable: ofMore({ names: ['03-01-08-01-01-02-01.wav', '0 bytes'], advice: 'Bring a whole copy' }),
  'unreadable-folder': ofMore({ names: ['dangling', 'leads nowhere'], advice: 'Check the permissions' }),
  'missing-file': ofMore({ names: ['words', 'd.wav'], advice: 'Bring the files back' }),
  'empty-span': ofMore({ names: ['voice.wav', '1.31 s', '60 s'], advice: 'Correct start and end' }),
  unrecognised: ofMore({ names: ['take-seven.wav', 'naming scheme'], advice: 'Describe the files' }),
  'doubled-copy': ofMore({ names: ['second copy', 'RAVDESS'], advice: 'Nothing to do here' }),
  'incomplete-corpus': ofMore({ names: ['CREMA-D', '2 of 7,442'], advice: 'Complete the download' }),
  'incomplete-speaker': ofMore({ names: ['CREMA-D/1001', '2 of 82'], advice: 'Complete the download' }),
  'unexpected-clips': ofMore({ names: ['EMO-DB/99', '1 clip'], advice: 'Check where the files come from' }),
  'other-encoding': ofMore({ names: ['CREMA-D', 'AudioMP3'], advice: 'Nothing to do here' }),
  'name-disagrees': ofClips({
    names: ['03-01-03-02-01-01-03.wav', 'happy', 'sad'],
    act: 'Label sad',
  }),
  'speaker-alias': ofClips({
    names: ['OA_bite_neutral.wav', 'OAF'],
    act: null,
    advice: 'Nothing to do here',
  }),
  'speaker-sex-conflict': ofMore({ names: ['lab/ben', 'manifest.csv'], advice: 'Correct the sex' }),
  'not-in-table': ofClips({
    names: ['1001_IEO_SAD_HI', 'SentenceFilenames.csv'],
    act: null,
    advice: 'Check where the files come from',
  }),
  'corpus-table': ofMore({ names: ['VideoDemographics.csv', 'Git LFS'], advice: 'Bring a whole copy' }),
  'manifest-line': ofMore({ names: ['manifest.csv', 'line 11', 'gone.wav'], advice: 'Correct the line' }),
  'labels-from-folders': ofMore({ names: ['loose', 'tense'], advice: 'Check the labels' }),
  'speakers-from-folders': ofMore({ names: ['ida', 'jon'], advice: 'Check the speakers' }),
}

/** What was found, and the clips there are. */
interface Found {
  findings: Finding[]
  clips: ReadonlyMap<ClipId, FindingClip>
}

/** Indexes folders that hold nearly every fault, loses a file, indexes again and audits the samples. */
async function auditFaultyFolders(folder: string): Promise<Found> {
  const { folders, lost } = writeFaultyFolders(folder)
  const library = openLibrary(path.join(folder, 'faulty.emotone'), { isNew: true })
  try {
    await indexFolders(library, folders, { threads: 1 })
    lose(lost)
    await indexFolders(library, folders, { threads: 1 })
    await auditSamples(library, { threads: 1 })
    const findings = library.findings.list(null)
    const paths = findings.filter(({ kind }) => kind !== 'missing-file' && kind !== 'unreadable-folder')
    for (const one of paths.flatMap((finding) => finding.paths)) expect(existsSync(one), one).toBe(true)
    const ids = [...new Set(findings.flatMap(({ clipIds }) => clipIds))]
    return { findings, clips: new Map(ids.map((id) => [id, library.clips.detail(id).row])) }
  } finally {
    library.close()
  }
}

/** Features of five speakers that tell two labels apart, but for one clip that carries the other's. */
function auditDoubtfulLabel(): Found {
  const random = createRandom('a doubtful label')
  const clips = measuredClipsOf(
    Array.from({ length: 120 }, (_, at) => {
      const isSad = at % 2 === 0
      const intended = isSad === (at !== 60) ? 'sad' : 'angry'
      const features = Float32Array.from({ length: 58 }, () => (isSad ? 1 : -1) + 0.5 * random.normal())
      return { intended, label: intended, speakerId: `Lab/${Math.floor(at / 24)}`, features }
    }),
  )
  const findings = findSuspectedLabels(clips, sourcesAmong(clips)).map((one, id) => ({
    details: {},
    ...one,
    id,
    isSeen: false,
  }))
  const shown = clips.map(
    (clip) => [clip.clipId, { ...clip, id: clip.clipId, excluded: false, findings: [] as string[] }] as const,
  )
  return { findings, clips: new Map(shown) }
}

describe('every kind of finding', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'emotone-faulty-'))
  let found: Found
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  beforeAll(async () => {
    const [faulty, doubtful] = [await auditFaultyFolders(folder), auditDoubtfulLabel()]
    // clips of two libraries: their ids are kept apart
    const far = (id: ClipId) => (id + 100_000) as ClipId
    found = {
      findings: [
        ...faulty.findings,
        ...doubtful.findings.map((one) => ({ ...one, clipIds: one.clipIds.map(far) })),
      ],
      clips: new Map([
        ...faulty.clips,
        ...[...doubtful.clips].map(([id, clip]) => [far(id), { ...clip, id: far(id) }] as const),
      ]),
    }
  }, 120_000)
  const of = (kind: string) => found.findings.filter((one) => one.kind === kind)

  it('has a case here, and no other is written', () => {
    expect(Object.keys(SHOWN).sort()).toEqual(Object.keys(FINDING_KINDS).sort())
    expect([...new Set(found.findings.map(({ kind }) => kind))].sort()).toEqual(
      Object.keys(FINDING_KINDS).sort(),
    )
  })

  describe.each(Object.entries(SHOWN))('%s', (kind, { measures, names, isAboutClips, act, advice }) => {
    it('has a severity and a sentence with what was measured, or with the names it is about', () => {
      expect((measures === undefined) !== (names === undefined), 'either a number or names').toBe(true)
      for (const { severity, evidence, details } of of(kind)) {
        expect(['error', 'warning', 'note']).toContain(severity)
        expect(evidence).toMatch(/\S.*\.$/)
        expect(details.measured?.unit).toBe(measures)
        if (details.measured) expect(numbersIn(evidence)).toContain(Math.abs(details.measured.value))
      }
      if (names)
        expect(of(kind).map(({ evidence }) => evidence)).toContainEqual(
          expect.toSatisfy((evidence: string) => names.every((name) => evidence.includes(name))),
        )
    })

    it(isAboutClips ? 'names clips that are there' : 'is about more than clips', () => {
      for (const { clipIds } of of(kind)) {
        expect(clipIds.length > 0).toBe(isAboutClips)
        expect(clipIds.filter((id) => !found.clips.has(id))).toEqual([])
      }
    })

    it(act === null ? 'says why it proposes no act' : `proposes an act: ${act}`, () => {
      const clips = [...found.clips.values()]
      const proposals = of(kind).map((finding) => proposeActs(finding, clips))
      for (const proposal of proposals) expect(proposal.advice).toMatch(/^[A-Z].*\.$/)
      const titles = proposals.map(({ acts }) => acts[0]?.title ?? null)
      if (act !== null) expect(titles).toContainEqual(expect.stringMatching(new RegExp(`^${act}`)))
      else expect(titles).toEqual(titles.map(() => null))
      if (advice !== undefined) expect(proposals[0].advice).toContain(advice)
      expect(act === null).toBe(advice !== undefined)
    })
  })
})

/** The numbers of a sentence, without those that are parts of names; signs do not count. */
function numbersIn(sentence: string): number[] {
  return [...sentence.matchAll(/(?<![\w./-])-?(\d+(?:\.\d+)?)(?= )/g)].map(([, digits]) => Number(digits))
}
