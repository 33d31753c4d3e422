import { describe, expect, it } from 'vitest'
import { countBy, recogniseNames } from '#fixtures/corpora.ts'

describe('folders named by class', () => {
  it('give their sounds the emotion of their name, in several words and languages', async () => {
    const { clips, corpora, unrecognised } = await recogniseNames([
      'Anger/1.wav',
      'happiness/1.wav',
      '03_sadness/1.wav',
      'Pleasant_surprised/1.wav',
      'Wut/2.wav',
      'dégoût/3.wav',
    ])
    expect(corpora).toEqual(['my corpus'])
    expect(unrecognised).toEqual([])
    expect(countBy(clips, (clip) => clip.label)).toEqual({
      angry: 2,
      happy: 1,
      sad: 1,
      surprise: 1,
      disgust: 1,
    })
    expect(clips.every((clip) => clip.speaker === null && clip.sex === 'unknown')).toBe(true)
    expect(clips.map((clip) => clip.identityKey)).toContain('Anger/1.wav')
  })

  it('are named for the folder above them', async () => {
    const { corpora } = await recogniseNames(['lab/angry/1.wav', 'lab/sad/2.wav'])
    expect(corpora).toEqual(['lab'])
  })

  it('may stand beside a class of one’s own word', async () => {
    const { clips } = await recogniseNames(['angry/1.wav', 'sad/2.wav', 'frustrated/3.wav'])
    expect(clips.map((clip) => clip.label).sort()).toEqual(['angry', 'frustrated', 'sad'])
  })

  it('may all have words of one’s own, and the studio says what it took for labels', async () => {
    const { clips, problems } = await recogniseNames(['complaint/1.wav', 'praise/2.wav'])
    expect(clips.map((clip) => clip.label)).toEqual(['complaint', 'praise'])
    expect(problems).toMatchObject([
      { kind: 'labels-from-folders', evidence: 'The folder names were taken for labels: complaint, praise.' },
    ])
  })

  it('are not made out of speakers, sessions or parts of a split', async () => {
    for (const folders of [
      ['speaker_a', 'speaker_b'],
      ['session1', 'session2'],
      ['train', 'test'],
      ['only'],
    ]) {
      const { clips, unrecognised } = await recogniseNames(folders.map((folder) => `${folder}/1.wav`))
      expect(clips).toEqual([])
      expect(unrecognised).toHaveLength(folders.length)
    }
  })

  it('below several folders tell the speakers apart', async () => {
    const { clips, problems, corpora } = await recogniseNames([
      'ESD/0011/Angry/0011_1.wav',
      'ESD/0011/Sad/0011_2.wav',
      'ESD/0012/Angry/0012_1.wav',
      'ESD/0012/Sad/0012_2.wav',
    ])
    expect(corpora).toEqual(['ESD'])
    expect(countBy(clips, (clip) => clip.speaker)).toEqual({ '0011': 2, '0012': 2 })
    expect(problems).toMatchObject([{ kind: 'speakers-from-folders', relativePaths: ['ESD'] }])
  })

  it('below female and male tell the sex, not the speaker', async () => {
    const { clips } = await recogniseNames([
      'female/angry/1.wav',
      'female/sad/2.wav',
      'male/angry/3.wav',
      'male/sad/4.wav',
    ])
    expect(clips.map(({ sex, speaker }) => [sex, speaker])).toEqual([
      ['female', null],
      ['female', null],
      ['male', null],
      ['male', null],
    ])
  })

  it('leave the files of a published corpus alone, even when they are sorted by emotion', async () => {
    const { clips, corpora } = await recogniseNames([
      'angry/03-01-05-01-01-01-01.wav',
      'sad/03-01-04-01-01-01-02.wav',
    ])
    expect(corpora).toEqual(['RAVDESS'])
    expect(clips.map((clip) => clip.speaker)).toEqual(['01', '02'])
  })
})
