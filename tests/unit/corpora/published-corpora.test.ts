import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { FolderFindings } from '#main/corpora/importer.ts'
import {
  HAS_SHARED_CORPORA,
  SHARED_CORPORA,
  countBy,
  ravdessNames,
  recogniseNames,
  saveeNames,
  tessNames,
} from '#fixtures/corpora.ts'

interface Counts {
  files: number
  speakers: number
  files_by_sex: { female: number; male: number }
  by_emotion: Record<string, { total: number; female: number; male: number }>
  by_speaker: Record<string, { files: number; sex: string; by_emotion: Record<string, number> }>
}

const read = (path: string): string => readFileSync(join(SHARED_CORPORA, path), 'utf8')
const fullCounts = (corpus: string): Counts => JSON.parse(read('counts.json')).full[corpus] as Counts

function expectCounts({ clips }: FolderFindings, corpus: string): void {
  const counts = fullCounts(corpus)
  expect(clips.length).toBe(counts.files)
  expect(countBy(clips, (clip) => clip.corpus)).toEqual({ [corpus]: counts.files })
  const withClips = Object.entries(counts.files_by_sex).filter(([, files]) => files > 0)
  expect(countBy(clips, (clip) => clip.sex)).toEqual(Object.fromEntries(withClips))
  expect(countBy(clips, (clip) => clip.label)).toEqual(
    Object.fromEntries(Object.entries(counts.by_emotion).map(([label, { total }]) => [label, total])),
  )
  expect(Object.keys(counts.by_speaker)).toHaveLength(counts.speakers)
  for (const [speaker, expected] of Object.entries(counts.by_speaker)) {
    const own = clips.filter((clip) => clip.speaker === speaker)
    expect(countBy(own, (clip) => clip.label)).toEqual(expected.by_emotion)
    expect(countBy(own, (clip) => clip.sex)).toEqual({ [expected.sex]: expected.files })
  }
}

describe.skipIf(!HAS_SHARED_CORPORA)(
  'complete copies arrive at the published counts (needs shared/corpora)',
  () => {
    it('RAVDESS has 1,440 clips of 24 speakers', async () => {
      const found = await recogniseNames(ravdessNames())
      expectCounts(found, 'RAVDESS')
      expect(found.problems).toEqual([])
    })

    it('TESS has 2,800 clips of 2 women, and only its misspelt speaker is worth a note', async () => {
      const found = await recogniseNames(
        tessNames().map((path) => `TESS Toronto emotional speech set data/${path}`),
      )
      expectCounts(found, 'TESS')
      expect(found.problems.map(({ kind }) => kind)).toEqual(['speaker-alias'])
    })

    it.each(['folders', 'flat'] as const)('SAVEE (%s) has 480 clips of 4 men', async (layout) => {
      const found = await recogniseNames(saveeNames(layout), { 'Info.txt': 'about' })
      expectCounts(found, 'SAVEE')
      expect(found.problems).toEqual([])
    })

    it('CREMA-D has 7,442 clips of 91 speakers, whose sex stands in a table', async () => {
      const names = [...read('CREMA-D/SentenceFilenames.csv').matchAll(/"(\d{4}_[^"]+)"/g)].map(
        ([, name]) => name,
      )
      const found = await recogniseNames(
        names.flatMap((name) => [`AudioWAV/${name}.wav`, `AudioMP3/${name}.mp3`, `VideoFlash/${name}.flv`]),
        {
          'SentenceFilenames.csv': read('CREMA-D/SentenceFilenames.csv'),
          'VideoDemographics.csv': read('CREMA-D/VideoDemographics.csv'),
          'processedResults/summaryTable.csv': read('CREMA-D/processedResults/summaryTable.csv'),
        },
      )
      expectCounts(found, 'CREMA-D')
      expect(found.unrecognised).toEqual([])
      expect(found.problems.map(({ kind }) => kind)).toEqual(['other-encoding'])
      expect(found.clips.every((clip) => clip.perceived !== null)).toBe(true)
    })
  },
)

describe('what the names of published corpora say', () => {
  it('reads a RAVDESS name', async () => {
    const { clips } = await recogniseNames(['Actor_08/03-01-06-02-02-01-08.wav'])
    expect(clips).toMatchObject([
      {
        corpus: 'RAVDESS',
        speaker: '08',
        sex: 'female',
        label: 'fear',
        intensity: 'strong',
        text: 'Dogs are sitting by the door',
        take: '01',
        identityKey: '03-01-06-02-02-01-08.wav',
      },
    ])
  })

  it('reads EMO-DB names: the sex comes from a table, unknown speakers stay unknown', async () => {
    const { clips } = await recogniseNames([
      'wav/03a01Fa.wav',
      'wav/08b10Wc.wav',
      'wav/16a02Lb.wav',
      'wav/99a02Tb.wav',
    ])
    expect(clips.map(({ corpus, speaker, sex, label, take }) => [corpus, speaker, sex, label, take])).toEqual(
      [
        ['EMO-DB', '03', 'male', 'happy', 'a'],
        ['EMO-DB', '08', 'female', 'angry', 'c'],
        ['EMO-DB', '16', 'female', 'boredom', 'b'],
        ['EMO-DB', '99', 'unknown', 'sad', 'b'],
      ],
    )
    expect(clips[0].text).toBe('Der Lappen liegt auf dem Eisschrank.')
  })

  it('takes OA for OAF and says so', async () => {
    const { clips, problems } = await recogniseNames(['OAF_neutral/OA_bite_neutral.wav'])
    expect(clips).toMatchObject([
      { speaker: 'OAF', sex: 'female', label: 'neutral', text: 'Say the word bite' },
    ])
    expect(problems.find(({ kind }) => kind === 'speaker-alias')?.evidence).toBe(
      'OA_bite_neutral.wav: the name begins with OA; the speaker was taken for OAF.',
    )
  })

  it('leaves the sex of CREMA-D speakers unknown without the table', async () => {
    const { clips } = await recogniseNames(['AudioWAV/1001_IEO_ANG_HI.wav', 'AudioWAV/1040_ITH_SAD_X.wav'])
    expect(clips).toMatchObject([
      {
        speaker: '1001',
        sex: 'unknown',
        label: 'angry',
        intensity: 'high',
        text: "It's eleven o'clock",
        perceived: null,
      },
      { speaker: '1040', sex: 'unknown', label: 'sad', intensity: null },
    ])
  })

  it('says that a table is only a Git LFS pointer', async () => {
    const { clips, problems } = await recogniseNames(['AudioWAV/1001_IEO_ANG_HI.wav'], {
      'VideoDemographics.csv': 'version https://git-lfs.github.com/spec/v1\noid sha256:00\n',
    })
    expect(clips).toHaveLength(1)
    expect(problems).toContainEqual(
      expect.objectContaining({
        kind: 'corpus-table',
        evidence: 'VideoDemographics.csv was not used: it is a Git LFS pointer, not the table itself.',
      }),
    )
  })

  it('lists a name that breaks the rules of its corpus, with the rule', async () => {
    const { clips, unrecognised } = await recogniseNames([
      'Actor_01/03-01-09-01-01-01-01.wav',
      'Actor_01/03-02-05-01-01-01-01.wav',
      'Actor_01/notes to self.wav',
      'AudioWAV/1001_IEO_JOY_HI.wav',
      'YAF_fear/YAF_neat_panic.wav',
      'AudioData/DC/sa16.wav',
      'wav/03a01Xa.wav',
    ])
    expect(clips).toEqual([])
    expect(
      Object.fromEntries(
        unrecognised.map(({ relativePath, reason }) => [relativePath.split('/').at(-1), reason]),
      ),
    ).toEqual({
      '03-01-09-01-01-01-01.wav': 'emotion 09 is not one of 01…08',
      '03-02-05-01-01-01-01.wav': 'channel 02 is song: only speech is indexed',
      'notes to self.wav': 'a RAVDESS name has seven two-digit fields, such as 03-01-05-01-02-01-07',
      '1001_IEO_JOY_HI.wav': 'emotion JOY is not one of ANG, DIS, FEA, HAP, NEU, SAD',
      'YAF_neat_panic.wav': 'emotion panic is not one of angry, disgust, fear, happy, neutral, ps, sad',
      'sa16.wav': 'sentence 16 is not one of 01…15',
      '03a01Xa.wav': 'emotion X is not one of W, L, E, A, F, T, N',
    })
  })
})

describe('the votes of CREMA-D listeners', () => {
  const summary = [
    '"","FileName","VoiceVote","VoiceLevel","FaceVote","FaceLevel","MultiModalVote","MultiModalLevel"',
    '"1","1001_IEO_NEU_XX","N","69.1","N","92.22","N","64.78"',
    '"9","1001_IEO_ANG_MD","A:D","37.2:58.6","A","45.5","A","44.2"',
  ].join('\n')
  const paths = [
    'AudioWAV/1001_IEO_NEU_XX.wav',
    'AudioWAV/1001_IEO_ANG_MD.wav',
    'AudioWAV/1001_IEO_SAD_LO.wav',
  ]
  const perceived = async (texts: Record<string, string>): Promise<unknown[]> =>
    (await recogniseNames(paths, texts)).clips.map((clip) => clip.perceived)

  it('come from the summary without a share, and a tie has no label', async () => {
    expect(await perceived({ 'processedResults/summaryTable.csv': summary })).toEqual([
      { label: null, confidence: null, votes: 'angry or disgust, intensity 37 or 59 of 100' },
      { label: 'neutral', confidence: null, votes: 'intensity 69 of 100' },
      null,
    ])
  })

  it('come with the share of the voice-only votes where they are tabulated', async () => {
    const tabulated = [
      '"","A","D","F","H","N","S","fileName","numResponses","agreement","emoVote"',
      '"100001",0,0,0,1,10,0,"1001_IEO_NEU_XX",11,0.909,"N"',
      '"100009",5,5,0,0,1,1,"1001_IEO_ANG_MD",12,0.417,"A:D"',
      '"200009",9,0,0,0,1,1,"1001_IEO_ANG_MD",11,0.8,"A"',
    ].join('\n')
    const texts = {
      'processedResults/summaryTable.csv': summary,
      'processedResults/tabulatedVotes.csv': tabulated,
    }
    expect(await perceived(texts)).toEqual([
      {
        label: null,
        confidence: null,
        votes: 'angry 5, disgust 5, neutral 1, sad 1',
        counts: { angry: 5, disgust: 5, neutral: 1, sad: 1 },
      },
      {
        label: 'neutral',
        confidence: 10 / 11,
        votes: 'neutral 10, happy 1',
        counts: { happy: 1, neutral: 10 },
      },
      null,
    ])
  })
})
