import { describe, expect, it } from 'vitest'
import { resample } from '#shared/dsp/resample.ts'
import { createRandom } from '#shared/random.ts'
import { auditClips } from '#main/audit/audit-clips.ts'
import { MEASURED_KINDS } from '#main/audit/audit-measured.ts'
import type { NewFinding } from '#main/audit/audit-clip.ts'
import { measureSound } from '#main/audit/measures/measure-sound.ts'
import { throughTransformCodec, withGaps, withNoise, type PlainSound } from '#fixtures/altered-sounds.ts'
import { auditMeasured } from '#fixtures/audit-measured.ts'
import { measuredClipsOf } from '#fixtures/measured-clips.ts'
import { spoken } from '#fixtures/synthetic-speech.ts'

const VOICES = [0, 2, 5, 8].map((voice, index) =>
  spoken(voice, index % 3, ['angry', 'sad', 'happy'][index % 3], 0),
)

function auditOf(sound: PlainSound): NewFinding[] {
  return auditMeasured(
    measuredClipsOf([
      {
        seconds: sound.samples.length / sound.sampleRateHz,
        sampleRateHz: sound.sampleRateHz,
        measures: measureSound(sound.samples, sound.sampleRateHz),
      },
    ]),
  )
}
const kindsOf = (sound: PlainSound): string[] => auditOf(sound).map(({ kind }) => kind)
const padded = ({ samples, sampleRateHz }: PlainSound, before: number, behind: number): PlainSound => {
  const longer = new Float64Array(samples.length + (before + behind) * sampleRateHz)
  longer.set(samples, before * sampleRateHz)
  return { samples: Float32Array.from(longer), sampleRateHz }
}

describe('the audit of samples', () => {
  it('finds nothing wrong with a clean voice, at any level', () => {
    for (const voice of VOICES) {
      expect(kindsOf(voice)).toEqual([])
      expect(kindsOf({ ...voice, samples: voice.samples.map((value) => value * 0.05) })).toEqual([])
    }
  })

  it('finds nothing wrong with silence, a click, or less than a window: others tell of them', () => {
    const silence = { samples: new Float32Array(16_000), sampleRateHz: 16_000 }
    const click = {
      samples: Float32Array.from({ length: 16_000 }, (_, n) => (n === 8000 ? 1 : 0)),
      sampleRateHz: 16_000,
    }
    for (const samples of [silence, click, { samples: Float32Array.of(0.5), sampleRateHz: 16_000 }]) {
      expect(() => auditOf(samples)).not.toThrow()
    }
    const silent = measuredClipsOf([{ measures: measureSound(silence.samples, 16_000) }])
    silent[0].isSilent = true
    expect(auditMeasured(silent)).toEqual([])
  })

  it('finds gaps of zeros inside speech and says where, not those of a gate in a pause', () => {
    for (const voice of VOICES) {
      const loudest = voice.samples.reduce(
        (best, value, n) => (Math.abs(value) > Math.abs(voice.samples[best]) ? n : best),
        0,
      )
      const place = loudest / voice.samples.length
      const [found] = auditOf(withGaps(voice, 0.02, [place]))
      expect(found).toMatchObject({ kind: 'dropouts', severity: 'warning' })
      expect(found.evidence).toContain(
        `a gap of exact zeros inside speech, 20 ms in all, the first at ${(loudest / 16_000).toFixed(2)} s`,
      )
    }
    const gated = padded(VOICES[0], 0.2, 0.2)
    expect(
      kindsOf({ ...gated, samples: gated.samples.map((value) => (Math.abs(value) < 0.003 ? 0 : value)) }),
    ).toEqual([])
  })

  it('finds speech that hardly stands out from noise, not speech with a little of it', () => {
    for (const [index, voice] of VOICES.entries()) {
      const found = auditOf(withNoise(voice, -3, createRandom(index)))
      expect(found.find((one) => one.kind === 'low-signal-to-noise')?.evidence).toMatch(
        /dB above the background \(−\d+ dB of full scale\)/,
      )
      expect(kindsOf(withNoise(voice, 20, createRandom(index)))).toEqual([])
    }
  })

  it('finds long silence at an end', () => {
    const [found] = auditOf(padded(VOICES[1], 2, 0))
    expect(found).toMatchObject({ kind: 'silence-at-ends', severity: 'note' })
    expect(found.evidence).toMatch(/of \d\.\d\d s, 2\.\d\d s before the speech are silent/)
    expect(auditOf(padded(VOICES[1], 2, 3))[0].evidence).toMatch(
      /2\.\d\d s before the speech and 3\.\d\d s behind it/,
    )
    expect(kindsOf(padded(VOICES[1], 1, 1))).toEqual([])
  })

  it('finds speech that starts or ends in the middle of a vowel', () => {
    for (const voice of VOICES) {
      const { samples } = voice
      const loudest = samples.reduce(
        (best, value, n) => (Math.abs(value) > Math.abs(samples[best]) ? n : best),
        0,
      )
      expect(kindsOf({ ...voice, samples: samples.slice(loudest) })).toContain('cut-speech')
      expect(kindsOf({ ...voice, samples: samples.slice(0, loudest + 40) })).toContain('cut-speech')
    }
  })

  it('finds an upsampled recording and says where its spectrum ends', () => {
    const narrow = resample(VOICES[0].samples, 16_000, 8000)
    const [found] = auditOf({ samples: resample(narrow, 8000, 16_000), sampleRateHz: 16_000 })
    expect(found.kind).toBe('upsampled')
    const [, kilohertz] = /above ([\d.]+) kHz/.exec(found.evidence) ?? []
    expect(Number(kilohertz)).toBeGreaterThan(3.6)
    expect(Number(kilohertz)).toBeLessThan(4.2)
  })

  it('finds the low-pass of a lossy codec', () => {
    expect(kindsOf(throughTransformCodec(VOICES[0]))).toContain('upsampled')
  })

  it('names every kind that it writes among those that indexing leaves alone', () => {
    const all = [
      withGaps(VOICES[0], 0.02, [0.4, 0.5]),
      padded(VOICES[0], 2, 2),
      withNoise(VOICES[0], 0, createRandom(1)),
    ]
    for (const kind of all.flatMap(kindsOf)) expect(MEASURED_KINDS).toContain(kind)
  })
})

describe('an offset of the samples', () => {
  const auditAt = (dcOffset: number, rms = 0.05) => {
    const [clip] = measuredClipsOf([{}])
    return auditClips([{ ...clip, levels: { ...clip.levels!, dcOffset, rms } }])
  }

  it('is a note from half a percent of full scale on, a warning from 5 %', () => {
    expect(auditAt(0.004)).toEqual([])
    expect(auditAt(-0.011)).toMatchObject([
      {
        kind: 'dc-offset',
        severity: 'note',
        evidence: '1.wav: the mean of the samples is −1.1 % of full scale.',
      },
    ])
    expect(auditAt(0.06)).toMatchObject([{ severity: 'warning' }])
  })

  it('is none where the voice is so loud that it leans by itself', () => {
    expect(auditAt(0.011, 0.3)).toEqual([])
  })
})

describe('balance', () => {
  const many = (count: number, change: object) => Array.from({ length: count }, () => change)

  it('is missing where a label has less than 60 % of the clips of another', () => {
    const clips = [...many(20, { intended: 'sad' }), ...many(10, { intended: 'happy' })]
    expect(auditClips(measuredClipsOf(clips))).toMatchObject([
      { kind: 'unbalanced-labels', clipIds: [], evidence: 'Lab: 20 clips are sad, 10 happy (50 % as many).' },
    ])
    expect(auditClips(measuredClipsOf([...clips, ...many(2, { intended: 'happy' })]))).toEqual([])
  })

  it('is missing where one sex has less than a third of the clips of several speakers', () => {
    const women = many(20, {})
    const men = many(5, { sex: 'male', speakerId: 'Lab/bert' })
    expect(auditClips(measuredClipsOf([...women, ...men]))).toMatchObject([
      { kind: 'unbalanced-sexes', evidence: 'Lab: 20 clips of women, 5 of men (20 % of the rarer sex).' },
    ])
    expect(auditClips(measuredClipsOf(women))).toEqual([])
  })
})
