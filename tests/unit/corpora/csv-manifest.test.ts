import { describe, expect, it } from 'vitest'
import { recogniseNames } from '#fixtures/corpora.ts'

const SOUNDS = ['calls/a.wav', 'calls/b.flac', 'calls/c.mp3']
const withManifest = (lines: string[], name = 'calls/manifest.csv', sounds = SOUNDS) =>
  recogniseNames(sounds, { [name]: lines.join('\n') })

describe('a CSV manifest', () => {
  it('gives clips with speaker, sex, span and text', async () => {
    const { clips, corpora, problems, unrecognised } = await withManifest([
      'path,label,speaker,sex,start,end,text,mood',
      'a.wav,Anger,anna,f,0.5,2.25,"Well, no",bad',
      'a.wav,neutral,anna,female,2.25,4,,',
      './b.flac,complaint,bert,M,,,,',
      'calls/c.mp3,,,,,,,',
    ])
    expect(problems).toEqual([])
    expect(unrecognised).toEqual([])
    expect(corpora).toEqual(['calls'])
    expect(clips).toMatchObject([
      {
        relativePath: 'calls/a.wav',
        label: 'angry',
        speaker: 'anna',
        sex: 'female',
        startSeconds: 0.5,
        endSeconds: 2.25,
        text: 'Well, no',
        facts: [{ name: 'mood', value: 'bad' }],
        identityKey: 'calls/a.wav@0.5-2.25',
      },
      { relativePath: 'calls/a.wav', label: 'neutral', startSeconds: 2.25, endSeconds: 4, text: null },
      {
        relativePath: 'calls/b.flac',
        label: 'complaint',
        sex: 'male',
        startSeconds: null,
        identityKey: 'calls/b.flac',
      },
      { relativePath: 'calls/c.mp3', label: null, speaker: null, sex: 'unknown' },
    ])
  })

  it.each([
    ['semicolons and decimal commas', 'path;label;start;end', 'a.wav;sad;0,5;1,5'],
    ['tabs', 'path\tlabel\tstart\tend', 'a.wav\tsad\t0.5\t1.5'],
    [
      'a byte order mark, Windows line ends and capitals',
      '\ufeffPath,Label,Start,End\r',
      '"a.wav",sad,0.5,1.5\r',
    ],
  ])('may have %s', async (_, header, line) => {
    const { clips } = await withManifest([header, line])
    expect(clips).toMatchObject([{ label: 'sad', startSeconds: 0.5, endSeconds: 1.5 }])
  })

  it('names the line of each fault and imports the others', async () => {
    const { clips, problems, unrecognised } = await withManifest([
      'path,label,speaker,sex,start,end',
      'a.wav,happy,anna,f,0,1',
      'a.wav,happy,anna,f,2.5,1.0',
      'a.wav,happy,anna,f,-1,1.0',
      'a.wav,happy,anna,f,one,2',
      '',
      'a.wav,happy,anna,x,3,4',
      'a.wav,happy,anna',
      'gone.wav,happy,anna,f,,',
      '../../etc/passwd.wav,happy,anna,f,,',
      '/somewhere/else.wav,happy,anna,f,,',
      'a.wav,happy,anna,f,0,1',
      'b.flac,happy,anna,m,5,1',
    ])
    expect(clips).toHaveLength(1)
    expect(problems.map(({ evidence }) => evidence)).toEqual([
      'calls/manifest.csv: line 3: start=2.5 must be before end=1.0.',
      'calls/manifest.csv: line 4: start=-1 must be a number of seconds, 0 or more.',
      'calls/manifest.csv: line 5: start=one must be a number of seconds, 0 or more.',
      'calls/manifest.csv: line 7: sex=x must be female, male, unknown or empty.',
      'calls/manifest.csv: line 8: 3 fields where the header has 6.',
      'calls/manifest.csv: line 9: path=gone.wav is not there.',
      'calls/manifest.csv: line 10: path=../../etc/passwd.wav is not there.',
      "calls/manifest.csv: line 11: path=/somewhere/else.wav must be below the manifest's folder.",
      'calls/manifest.csv: line 12: repeats line 2.',
      'calls/manifest.csv: line 13: start=5 must be before end=1.',
    ])
    expect(unrecognised).toEqual([
      { relativePath: 'calls/b.flac', reason: 'its line in the manifest has a fault' },
      { relativePath: 'calls/c.mp3', reason: 'fits no known naming scheme, manifest or folder of a class' },
    ])
  })

  it('counts the faults beyond the twentieth', async () => {
    const lines = Array.from({ length: 50 }, (_, index) => `no${index}.wav,sad`)
    const { problems } = await withManifest(['path,label', 'a.wav,sad', ...lines])
    expect(problems).toHaveLength(21)
    expect(problems.at(-1)?.evidence).toBe('calls/manifest.csv: 30 more lines have faults.')
  })

  it('without a label column is told so, but only where sounds are left over', async () => {
    const table = ['path,speaker', 'a.wav,anna']
    const { problems } = await withManifest(table)
    expect(problems.map(({ evidence }) => evidence)).toEqual([
      'calls/manifest.csv: line 1: column label is missing; a manifest has at least path and label, this table has path, speaker.',
    ])
    const known = await withManifest(table, 'manifest.csv', ['wav/03a01Fa.wav'])
    expect(known.problems.filter(({ kind }) => kind === 'manifest-line')).toEqual([])
  })

  it('without a path column is told so where it names sounds that are left over, and passed over where it names none', async () => {
    const { problems } = await withManifest(['file,emo', 'a.wav,sad'])
    expect(problems.map(({ evidence }) => evidence)).toEqual([
      'calls/manifest.csv: line 1: column path is missing; a manifest has at least path and label, this table has file, emo.',
    ])
    expect((await withManifest(['frame,energy', '1,0.5'])).problems).toEqual([])
  })

  it('never closed in its quotes is a problem, not a crash', async () => {
    const { problems } = await withManifest(['path,label', '"a.wav,sad', 'b.flac,sad'])
    expect(problems[0].evidence).toMatch(/^calls\/manifest.csv was not used: .*quote/i)
  })

  it('has its say before the naming schemes', async () => {
    const { clips, corpora } = await recogniseNames(['RAVDESS/03-01-05-01-01-01-01.wav'], {
      'RAVDESS/list.csv': 'path,label\n03-01-05-01-01-01-01.wav,happy',
    })
    expect(clips).toMatchObject([{ label: 'happy', speaker: null }])
    expect(corpora).toEqual(['RAVDESS (own labels)'])
  })

  it('warns where a speaker has both sexes', async () => {
    const { problems } = await withManifest([
      'path,label,speaker,sex',
      'a.wav,sad,anna,f',
      'b.flac,sad,anna,m',
    ])
    expect(problems).toMatchObject([{ kind: 'speaker-sex-conflict', severity: 'warning' }])
  })
})
