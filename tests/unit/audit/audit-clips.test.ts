import { describe, expect, it } from 'vitest'
import { FAULTLESS_LEVELS, measuredClipsOf } from '#fixtures/measured-clips.ts'
import { FINDING_KINDS, findingKindInfo } from '#shared/domain/finding-kinds.ts'
import type { AuditClip } from '#main/audit/audit-clip.ts'
import { auditClips } from '#main/audit/audit-clips.ts'

const many = (count: number): Partial<AuditClip>[] => Array.from({ length: count }, () => ({}))
const told = (clips: AuditClip[]): [string, string, string][] =>
  auditClips(clips).map(({ kind, severity, evidence }) => [kind, severity, evidence])

describe('the audit', () => {
  it('finds nothing wrong with clips that have no fault', () => {
    expect(auditClips(measuredClipsOf(many(20)))).toEqual([])
    expect(auditClips([])).toEqual([])
  })

  it('finds silence', () => {
    expect(told(measuredClipsOf([{ levels: { ...FAULTLESS_LEVELS, isSilent: true } }]))).toEqual([
      ['silent', 'error', 'All 2.00 s of 1.wav are digital silence.'],
    ])
  })

  it('finds one sound under two labels, and names both clips', () => {
    const clips = measuredClipsOf([{ hash: 'same' }, { hash: 'same', intended: 'neutral' }, {}])
    expect(told(clips)).toEqual([
      ['contradicting-labels', 'error', '2 files are byte-identical: 1.wav (sad) = 2.wav (neutral).'],
    ])
    expect(auditClips(clips)[0]).toMatchObject({ clipIds: [1, 2], paths: ['/corpus/1.wav', '/corpus/2.wav'] })
  })

  it('finds one sound twice under one label, and says when the speakers differ', () => {
    expect(told(measuredClipsOf([{ hash: 'same' }, { hash: 'same' }]))).toEqual([
      ['identical', 'warning', '2 files are byte-identical: 1.wav = 2.wav.'],
    ])
    expect(told(measuredClipsOf([{ hash: 'same' }, { hash: 'same', speakerId: 'Lab/bert' }]))[0][2]).toBe(
      '2 files are byte-identical, said to be of 2 speakers: 1.wav = 2.wav.',
    )
  })

  it('takes two spans of one recording for what they are', () => {
    expect(
      auditClips(
        measuredClipsOf([
          { hash: 'same', path: '/a.wav' },
          { hash: 'same', path: '/a.wav', intended: 'happy' },
        ]),
      ),
    ).toEqual([])
  })

  it('finds AIFF called .wav', () => {
    expect(told(measuredClipsOf([{ container: 'AIFF' }, { container: 'OGG', extension: 'opus' }]))).toEqual([
      ['container-mismatch', 'warning', '1.wav is called .wav, its content is AIFF.'],
    ])
  })

  it('passes on what the reader found, once for each file, but not the wrong name again', () => {
    const truncated = { kind: 'truncated', evidence: '439 bytes are missing.' }
    const mismatch = { kind: 'container-mismatch', evidence: 'It is AIFF.' }
    const size = { kind: 'size-mismatch', evidence: 'The header says 10 bytes.' }
    const clips = measuredClipsOf([
      { faults: [truncated, size] },
      { faults: [truncated], path: '/corpus/1.wav' },
      { faults: [mismatch] },
    ])
    expect(told(clips)).toEqual([
      ['header-fault', 'warning', '1.wav: 439 bytes are missing. The header says 10 bytes.'],
    ])
    expect(told(measuredClipsOf([{ faults: [size] }]))[0][1]).toBe('note')
  })

  it('finds a sample rate unlike the rest of the corpus, where there is a rule', () => {
    expect(told(measuredClipsOf([{ sampleRateHz: 96000 }, ...many(19)]))).toEqual([
      ['odd-sample-rate', 'warning', '1.wav: 96000 Hz; 19 others of Lab have 16000 Hz.'],
    ])
    expect(auditClips(measuredClipsOf([{ sampleRateHz: 96000 }, ...many(4)]))).toEqual([])
    expect(
      auditClips(measuredClipsOf([...many(10), ...many(10).map(() => ({ sampleRateHz: 8000 }))])),
    ).toEqual([])
  })

  it('finds stereo among mono, not mono among stereo', () => {
    expect(told(measuredClipsOf([{ channels: 2 }, { channels: 2 }, ...many(30)]))).toEqual([
      ['stereo-among-mono', 'note', '2 clips of Lab: 2 channels; 30 others of Lab have one.'],
    ])
    expect(auditClips(measuredClipsOf([{}, ...many(30).map(() => ({ channels: 2 }))]))).toEqual([])
  })

  it('finds clipping from 8 samples on: a note, and a warning where it is heard', () => {
    const withClipped = (clippedSamples: number) =>
      told(measuredClipsOf([{ levels: { ...FAULTLESS_LEVELS, clippedSamples } }]))
    expect(withClipped(7)).toEqual([])
    expect(withClipped(8)).toEqual([['clipped', 'note', '1.wav: 8 samples (0.025 %) are at full scale.']])
    expect(withClipped(3200)).toEqual([
      ['clipped', 'warning', '1.wav: 3200 samples (10.0 %) are at full scale.'],
    ])
  })

  it('names corpora with unknown speakers and speakers of unknown sex', () => {
    expect(
      told(
        measuredClipsOf([{ speakerId: null, sex: 'unknown' }, { sex: 'unknown' }, { sex: 'unknown' }, {}]),
      ),
    ).toEqual([
      ['unknown-speaker', 'warning', 'Who speaks in 1 clip of Lab is unknown: 1.wav.'],
      ['unknown-sex', 'note', 'The sex of 1 speaker of Lab is unknown (2 clips): anna.'],
    ])
  })

  it('says once for each corpus where listeners heard something else', () => {
    const clips = measuredClipsOf([
      { perceived: 'sad' },
      { perceived: 'neutral', listeners: { share: null, votes: 'intensity 75 of 100' } },
      { perceived: 'angry', listeners: { share: 0.6, votes: 'angry 6, sad 4' } },
      { perceived: null },
    ])
    expect(told(clips)).toEqual([
      [
        'perceived-disagrees',
        'note',
        'Lab: listeners heard another emotion than was meant in 2 of 3 clips with a clear vote (66.7 %).',
      ],
    ])
    expect(auditClips(clips)[0].clipIds).toEqual([2, 3])
    expect(auditClips(clips)[0].details?.heard).toEqual([
      { clipId: 3, meant: 'sad', heard: 'angry', share: 0.6, votes: 'angry 6, sad 4' },
      { clipId: 2, meant: 'sad', heard: 'neutral', share: null, votes: 'intensity 75 of 100' },
    ])
  })

  it('tells errors first', () => {
    const clips = measuredClipsOf([
      { sex: 'unknown' },
      { container: 'AIFF' },
      { levels: { ...FAULTLESS_LEVELS, isSilent: true } },
    ])
    expect(auditClips(clips).map(({ severity }) => severity)).toEqual(['error', 'warning', 'note'])
  })

  it('does not stumble over a recording that could not be read', () => {
    expect(
      auditClips(
        measuredClipsOf([{ levels: null, sampleRateHz: 0, channels: 0, seconds: 0, container: '' }]),
      ),
    ).toEqual([])
  })
})

describe('the kinds of finding', () => {
  it('have a name in kebab-case, a title and an explanation', () => {
    for (const [kind, info] of Object.entries(FINDING_KINDS)) {
      expect(kind).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(info.title.length).toBeLessThan(40)
      expect(info.explanation).toMatch(/[a-z].*\.$/)
    }
  })

  it('that nobody knows are shown by their name', () => {
    expect(findingKindInfo('odd-thing')).toEqual({ title: 'Odd thing', severity: 'note', explanation: '' })
    expect(findingKindInfo('silent').title).toBe('Silent')
  })
})
