import { describe, expect, it } from 'vitest'
import { auditClips } from '#main/audit/audit-clips.ts'
import { auditClipsOf } from '#fixtures/audit-clips.ts'
import { HAS_SHARED_CORPORA, SHARED_CORPORA } from '#fixtures/corpora.ts'

describe.skipIf(!HAS_SHARED_CORPORA)('the audit of three real corpora (needs shared/corpora)', () => {
  it('finds the known faults and does not cry over the rest', async () => {
    const clips = await auditClipsOf(SHARED_CORPORA)
    const findings = auditClips(clips)
    const evidence = (kind: string): string[] =>
      findings.filter((one) => one.kind === kind).map((one) => one.evidence)

    expect(evidence('silent')).toEqual(['All 2.57 s of 1076_MTI_SAD_XX.wav are digital silence.'])
    expect(evidence('contradicting-labels')).toEqual([
      '2 files are byte-identical: 1006_TIE_HAP_XX.wav (happy) = 1006_TIE_NEU_XX.wav (neutral).',
      '2 files are byte-identical: 1013_WSI_DIS_XX.wav (disgust) = 1013_WSI_SAD_XX.wav (sad).',
      '2 files are byte-identical: 1017_IWW_ANG_XX.wav (angry) = 1017_IWW_FEA_XX.wav (fear).',
    ])
    expect(evidence('identical')).toEqual([
      '2 files are byte-identical: 03-01-03-01-02-01-07.wav = 03-01-03-01-02-02-07.wav.',
    ])
    expect(evidence('container-mismatch')).toEqual([
      'YAF_germ_angry.wav is called .wav, its content is AIFF.',
      'YAF_neat_fear.wav is called .wav, its content is AIFF.',
    ])
    expect(evidence('odd-sample-rate')).toEqual([
      'OAF_food_fear.wav: 96000 Hz; 125 others of TESS have 24414 Hz.',
    ])
    expect(evidence('stereo-among-mono')).toEqual([
      '4 clips of RAVDESS: 2 channels; 184 others of RAVDESS have one.',
    ])
    expect(evidence('perceived-disagrees')).toEqual([
      'CREMA-D: listeners heard another emotion than was meant in 480 of 890 clips with a clear vote (53.9 %).',
    ])
    expect(evidence('header-fault')).toEqual([])
    expect(evidence('unknown-sex')).toEqual([])

    // clipping is named only where samples are at full scale, and loudly nowhere
    const clipped = findings.filter(({ kind }) => kind === 'clipped')
    expect(clipped).toHaveLength(41)
    expect(clipped.every(({ severity }) => severity === 'note')).toBe(true)
    const faultless = clips.filter((clip) => clip.levels?.clippedSamples === 0).map((clip) => clip.clipId)
    const alarmed = new Set(
      findings.filter(({ kind }) => kind !== 'perceived-disagrees').flatMap(({ clipIds }) => clipIds),
    )
    expect(faultless.filter((id) => alarmed.has(id)).length / faultless.length).toBeLessThan(0.02)
  })
})
