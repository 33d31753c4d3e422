import { realpathSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FINDING_KINDS } from '#shared/domain/finding-kinds.ts'
import { manifestRow, readListedFaults, samplesOf, type ListedFaults } from '#fixtures/listed-faults.ts'
import { CORPORA, emotoneJson, HAS_CORPORA, makeScratch, type Scratch } from './emotone.ts'

interface Told {
  kind: string
  severity: string
  clips: number[]
  files: string[]
  evidence: string
}

/** Kinds of which every clip that they name is on a list of true faults, exactly. */
const LISTED = [
  'silent',
  'contradicting-labels',
  'identical',
  'container-mismatch',
  'odd-sample-rate',
  'stereo-among-mono',
  'speaker-alias',
  'perceived-disagrees',
]
/** A clip has this many samples at full scale or more when the rule names it. */
const CLIPPED_SAMPLES = 8

if (!HAS_CORPORA) console.warn(`${CORPORA} is missing: the audit is not held against real recordings.`)

describe.skipIf(!HAS_CORPORA)(
  'emotone audit --json on real corpora (skipped where ../shared/corpora is missing)',
  () => {
    let scratch: Scratch
    let told: Told[]
    let truth: ListedFaults
    beforeAll(async () => {
      scratch = makeScratch()
      const library = ['--library', scratch.at('real.emotone')]
      await emotoneJson(scratch, 'index', ...library, CORPORA)
      told = (await emotoneJson<{ findings: Told[] }>(scratch, 'audit', ...library)).findings
      truth = readListedFaults()
    }, 240_000)
    afterAll(() => scratch?.remove())

    const of = (kind: string) => told.filter((one) => one.kind === kind)
    const filesOf = ({ files }: Told) =>
      files
        .map((file) => path.relative(realpathSync(CORPORA), file))
        .map((file) => file.split(path.sep).join('/'))
        .sort()
    const groupsOf = (kind: string) => of(kind).map(filesOf).sort()

    it.each(LISTED)('finds every listed fault and nothing else: %s', (kind) => {
      expect(truth.groups[kind].length).toBeGreaterThan(0)
      expect(groupsOf(kind)).toEqual([...truth.groups[kind]].sort())
    })

    it('finds every clip with 8 samples at full scale or more', () => {
      const clipped = [...truth.fullScale].filter(([, count]) => count >= CLIPPED_SAMPLES)
      expect([truth.fullScale.size, clipped.length]).toEqual([54, 41])
      expect(groupsOf('clipped')).toEqual(clipped.map(([file]) => [file]).sort())
      expect(of('clipped').map(({ severity }) => severity)).toEqual(Array(41).fill('note'))
    })

    it('finds what is missing to the published counts', () => {
      expect(
        of('incomplete-corpus')
          .map(({ evidence }) => evidence.replace(/ published.*/, ''))
          .sort(),
      ).toEqual(
        Object.entries(truth.counts).map(
          ([corpus, { here, published }]) => `${corpus}: ${here} of ${published.toLocaleString('en')}`,
        ),
      )
      expect(
        of('incomplete-speaker')
          .map(({ evidence }) => evidence.split(':')[0])
          .sort(),
      ).toEqual(truth.incompleteSpeakers.sort())
    })

    it('finds no label that disagrees with its file name', () => {
      expect(of('name-disagrees')).toEqual([])
    })

    it('finds one take under two labels that no list has: the two files correlate', () => {
      expect(groupsOf('near-duplicate')).toEqual([
        ['CREMA-D/AudioWAV/1017_IWL_ANG_XX.wav', 'CREMA-D/AudioWAV/1017_IWL_FEA_XX.wav'],
      ])
      const [one, other] = ['1017_IWL_ANG_XX.wav', '1017_IWL_FEA_XX.wav'].map((name) =>
        samplesOf(manifestRow(name)),
      )
      expect(largestCorrelation(one, other, 3200)).toBeGreaterThan(0.99)
    })

    it('raises no false alarm on more than 1 % of the clean clips by any rule', () => {
      const faulty = new Set([
        ...truth.fullScale.keys(),
        ...LISTED.filter((kind) => kind !== 'perceived-disagrees').flatMap((kind) =>
          truth.groups[kind].flat(),
        ),
      ])
      const clean = new Set(truth.paths.filter((file) => !faulty.has(file)))
      expect(clean.size).toBe(1213)
      const heardOtherwise = new Set(truth.groups['perceived-disagrees'].flat())
      const alarms = Object.keys(FINDING_KINDS).map((kind) => {
        const named = of(kind)
          .filter(({ clips }) => clips.length > 0)
          .flatMap(filesOf)
        const isFalse = (file: string) =>
          clean.has(file) && !(kind === 'perceived-disagrees' && heardOtherwise.has(file))
        return { kind, count: new Set(named.filter(isFalse)).size }
      })
      const raised = alarms.filter(({ count }) => count > 0).map(({ kind, count }) => `${kind} ${count}`)
      console.info(`${clean.size} clean clips; alarms: ${raised.join(', ')}`)
      for (const { kind, count } of alarms) expect(count / clean.size, kind).toBeLessThanOrEqual(0.01)
      expect(
        told.filter(({ kind }) => !Object.hasOwn(FINDING_KINDS, kind)),
        'a rule that is on no list',
      ).toEqual([])
    })

    it('says of corpora, sexes and speakers that features tell them, and what is out of balance', () => {
      const said = (kind: string) => of(kind).map(({ evidence }) => evidence)
      const told = said('confound').map((evidence) => evidence.replace(/ can be told.*/, ''))
      expect(told.toSorted()).toEqual(['The corpus', 'The sex', 'The speaker'])
      expect([...said('unbalanced-labels'), ...said('unbalanced-sexes')]).toEqual([
        'RAVDESS: 25 clips are calm, 13 neutral (52 % as many).',
        'TESS: 126 clips of women, 0 of men (0 % of the rarer sex).',
      ])
    })
  },
)

/** Of two takes at any lag up to so many samples. */
function largestCorrelation(one: Int16Array, other: Int16Array, mostLagSamples: number): number {
  let largest = 0
  for (let lag = -mostLagSamples; lag <= mostLagSamples; lag++) {
    const from = Math.max(0, -lag)
    const to = Math.min(one.length, other.length - lag)
    let [product, ofOne, ofOther] = [0, 0, 0]
    for (let at = from; at < to; at++) {
      product += one[at] * other[at + lag]
      ofOne += one[at] * one[at]
      ofOther += other[at + lag] * other[at + lag]
    }
    largest = Math.max(largest, product / Math.sqrt(ofOne * ofOther))
  }
  return largest
}
