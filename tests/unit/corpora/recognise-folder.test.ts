import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differingFolders } from '#main/corpora/differing-folders.ts'
import { ravdessNames, recogniseNames, saveeNames, tessNames } from '#fixtures/corpora.ts'

describe('a folder', () => {
  it('may hold several corpora at any depth', async () => {
    const { corpora, clips } = await recogniseNames([
      ...ravdessNames([1]).map((path) => `archive/audio_speech_actors_01-24/${path}`),
      ...tessNames(2).map((path) => `b/TESS Toronto emotional speech set data/${path}`),
      ...saveeNames('flat').map((path) => `c/d/e/${path}`),
      'c/emodb/wav/03a01Fa.wav',
    ])
    expect(corpora).toEqual(['RAVDESS', 'TESS', 'SAVEE', 'EMO-DB'])
    expect(clips).toHaveLength(60 + 28 + 480 + 1)
  })

  it('that is empty holds nothing', async () => {
    expect(await recogniseNames([])).toEqual({ corpora: [], clips: [], unrecognised: [], problems: [] })
  })

  it('may be listed with backslashes', async () => {
    const { clips } = await recogniseNames(['Actor_01\\03-01-05-01-01-01-01.wav'])
    expect(clips[0].relativePath).toBe('Actor_01/03-01-05-01-01-01-01.wav')
  })

  it('keeps silent about texts and hidden files, and lists what may be sound', async () => {
    const { unrecognised } = await recogniseNames([
      'README.md',
      'LICENSE',
      'notes.pdf',
      '.DS_Store',
      '__MACOSX/Actor_01/._03-01-05-01-01-01-01.wav',
      'Actor_01/._03-01-05-01-01-01-01.wav',
      'Video_Actor_01/01-01-05-01-01-01-01.mp4',
      'voice memo.m4a',
      'TESS.zip',
      'odd.xyz',
      'loose.wav',
    ])
    expect(unrecognised).toEqual([
      { relativePath: 'TESS.zip', reason: 'an archive is not opened: unpack .zip files first' },
      { relativePath: 'loose.wav', reason: 'fits no known naming scheme, manifest or folder of a class' },
      { relativePath: 'odd.xyz', reason: '.xyz is no known kind of file' },
      { relativePath: 'voice memo.m4a', reason: '.m4a is a format that the studio does not read' },
    ])
  })

  it('loses no sound: each is a clip or listed', async () => {
    const part = fc.constantFrom(
      'Actor_01',
      'OAF_Sad',
      'DC',
      'AudioData',
      'angry',
      'other',
      'wav',
      'x y',
      'AudioWAV',
    )
    const name = fc.constantFrom(
      '03-01-05-01-01-01-01',
      '03-01-55-01-01-01-01',
      'OAF_bite_sad',
      'OAF_bite',
      'sa03',
      'DC_sa03',
      '1001_IEO_ANG_HI',
      '1001_IEO',
      '03a01Fa',
      'memo',
    )
    const path = fc
      .tuple(fc.array(part, { maxLength: 3 }), name, fc.constantFrom('wav', 'FLAC', 'Mp3', 'opus'))
      .map(([folders, stem, extension]) => [...folders, `${stem}.${extension}`].join('/'))
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { maxLength: 30 }), async (paths) => {
        const { clips, unrecognised, problems } = await recogniseNames(paths)
        const seen = [...clips, ...unrecognised].map(({ relativePath }) => relativePath)
        expect(new Set(seen).size).toBe(seen.length)
        const leftOut = problems
          .filter(({ kind }) => kind === 'other-encoding')
          .map(({ evidence }) => parseInt(evidence, 10))
        expect(seen.length + leftOut.reduce((sum, count) => sum + count, 0)).toBe(paths.length)
      }),
    )
  })
})

describe('a corpus that circulates twice', () => {
  it('is recognised twice under the same keys, and counts once', async () => {
    const { clips, problems } = await recogniseNames([
      ...ravdessNames(),
      ...ravdessNames().map((path) => `audio_speech_actors_01-24/${path}`),
    ])
    expect(clips).toHaveLength(2880)
    expect(new Set(clips.map((clip) => clip.identityKey)).size).toBe(1440)
    expect(problems).toEqual([])
  })

  it('is told as one pair of folders, the outer one first', () => {
    const folder = 'TESS Toronto emotional speech set data'
    const name = 'OAF_angry/OAF_back_angry.wav'
    expect(differingFolders(`${folder}/${name}`, `${folder}/${folder}/${name}`)).toEqual([
      folder,
      `${folder}/${folder}`,
    ])
  })

  it('may lie inside its original, as RAVDESS does', () => {
    const name = 'Actor_01/03-01-01-01-01-01-01.wav'
    expect(differingFolders(name, `audio_speech_actors_01-24/${name}`)).toEqual([
      '.',
      'audio_speech_actors_01-24',
    ])
  })
})

describe('hundreds of thousands of files', () => {
  const COUNT = 200_000
  const names = Array.from({ length: COUNT }, (_, at) => `${at}.wav`)

  it.each([
    [
      'a manifest',
      { 'manifest.csv': ['path,label', ...names.map((name) => `${name},sad`)].join('\n') },
      (name: string) => name,
    ],
    ['folders of classes', {}, (name: string) => `${name.endsWith('1.wav') ? 'sad' : 'happy'}/${name}`],
    ['a published corpus', {}, (name: string) => `take ${name.slice(0, -4)}/03-01-05-01-02-01-12.wav`],
  ])('are recognised as %s', async (_, texts, pathOf) => {
    const { clips, unrecognised } = await recogniseNames(names.map(pathOf), texts)
    expect(clips).toHaveLength(COUNT)
    expect(unrecognised).toEqual([])
  })

  it('are each named where none of them fits', async () => {
    const { unrecognised } = await recogniseNames(names)
    expect(unrecognised).toHaveLength(COUNT)
  })
})
