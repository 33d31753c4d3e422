import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emotone, emotoneJson, makeScratch, type Scratch } from './emotone.ts'
import { toneWav } from './tone-wav.ts'

const COMMANDS =
  'index clips audit train runs compare predict models labels engines serve open install-tensorflow'.split(
    ' ',
  )

let scratch: Scratch
beforeAll(() => {
  scratch = makeScratch()
})
afterAll(() => scratch.remove())

it('explains every command', async () => {
  for (const command of COMMANDS) {
    const { code, stdout } = await emotone(scratch, command, '--help')
    expect(code, command).toBe(0)
    expect(stdout, command).toContain(`emotone ${command}`)
  }
})

it('ends with 2 when it is called in a wrong way, and says how to call it', async () => {
  const wrong = [
    ['fly'],
    ['clips'],
    ['clips', '--library', 'x', '--sort', 'colour'],
    ['train', '--library', 'x', '--epochs', 'many'],
    ['train', '--library', 'x', '--population', 'children'],
    ['predict', '--library', 'x', 'a.wav'],
    ['compare', '--library', 'x', 'run-1'],
    ['index', '--colour'],
  ]
  for (const args of wrong) {
    const { code, stdout, stderr } = await emotone(scratch, ...args)
    expect(code, args.join(' ')).toBe(2)
    expect(stdout, args.join(' ')).toBe('')
    expect(stderr, args.join(' ')).not.toBe('')
  }
})

it('ends with 1 where there is no library, and still prints one document with --json', async () => {
  const { code, stdout, stderr } = await emotone(
    scratch,
    'clips',
    '--library',
    scratch.at('none.emotone'),
    '--json',
  )
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: expect.any(String) } })
  expect(stderr).toContain('none.emotone')
})

it('refuses a corpus folder that is not there', async () => {
  const { code, stderr } = await emotone(
    scratch,
    'index',
    '--library',
    scratch.at('a.emotone'),
    scratch.at('gone'),
  )
  expect(code).toBe(1)
  expect(stderr).toContain('is not a folder')
})

it('lists the engines of this machine, wasm always among them', async () => {
  const { engines } = await emotoneJson<{
    engines: { name: string; isAvailable: boolean; installCommand: string | null }[]
  }>(scratch, 'engines')
  expect(engines.map((one) => one.name).toSorted()).toEqual(['tensorflow', 'wasm', 'webgpu'])
  expect(engines.find((one) => one.name === 'wasm')?.isAvailable).toBe(true)
})

it('imports a manifest, says which lines are wrong, and keeps the labels that are given', async () => {
  const corpus = scratch.at('own')
  mkdirSync(corpus)
  const wav = path.join(corpus, 'a.wav')
  writeFileSync(wav, toneWav())
  writeFileSync(path.join(corpus, 'b.wav'), toneWav(300))
  writeFileSync(
    path.join(corpus, 'manifest.csv'),
    'path,label,speaker,sex,start,end,text\na.wav,angry,Ann,female,,,go away\nb.wav,sad,Ben,male,0.9,0.1,\nb.wav,sad,Ben,male,0.1,0.9,\n',
  )
  const library = scratch.at('own.emotone')
  const before = readFileSync(wav)
  const summary = await emotoneJson<{ clips: number; findings: Record<string, number> }>(
    scratch,
    'index',
    '--library',
    library,
    corpus,
  )
  expect(summary.clips).toBe(2)
  expect(JSON.stringify(summary.findings)).toContain('manifest')
  const { clips } = await emotoneJson<{ clips: { id: number; label: string; sex: string }[] }>(
    scratch,
    'clips',
    '--library',
    library,
  )
  expect(clips.map(({ label, sex }) => [label, sex])).toEqual([
    ['angry', 'female'],
    ['sad', 'male'],
  ])

  const set = ['labels', 'set', '--library', library, 'happy', String(clips[0].id)]
  expect(await emotoneJson(scratch, ...set)).toMatchObject({ clipIds: [clips[0].id] })
  const labelled = await emotoneJson<{ clips: { label: string }[] }>(scratch, 'clips', '--library', library)
  expect(labelled.clips[0].label).toBe('happy')
  await emotoneJson(scratch, 'labels', 'undo', '--library', library)
  const undone = await emotoneJson<{ clips: { label: string }[] }>(scratch, 'clips', '--library', library)
  expect(undone.clips[0].label).toBe('angry')
  expect(readFileSync(wav).equals(before)).toBe(true)
})

it('says that a name does not exist, in place of an empty answer', async () => {
  const corpus = scratch.at('named')
  mkdirSync(corpus)
  writeFileSync(path.join(corpus, 'a.wav'), toneWav())
  writeFileSync(path.join(corpus, 'manifest.csv'), 'path,label,speaker\na.wav,calm,Ann\n')
  const library = scratch.at('named.emotone')
  await emotoneJson(scratch, 'index', '--library', library, corpus)
  const wrong: [string[], string][] = [
    [['clips', '--corpus', 'Foo'], '--corpus Foo must be one of named'],
    [['clips', '--speaker', 'named/Bob'], '--speaker named/Bob must be one of named/Ann'],
    [['clips', '--label', 'angrry'], '--label angrry must be one of angry, happy'],
    [['clips', '--finding', 'foo'], '--finding foo must be one of silent'],
    [['audit', '--kind', 'foo'], '--kind foo must be one of silent'],
    [['labels', 'export', '--format', 'csv', '--corpus', 'Foo'], '--corpus Foo must be one of named'],
    [['labels', 'set', 'sadd', '1'], 'without --new-label, the label sadd must be one of angry'],
    [['labels', 'agreement', '--track', 'nobody'], '--track nobody must be one of intended'],
    [['labels', 'agreement', '--corpus', 'Foo'], '--corpus Foo must be one of named'],
    [['train', '--labels', 'angry'], '--labels angry must be two classes at least'],
  ]
  for (const [args, told] of wrong) {
    const { code, stdout, stderr } = await emotone(scratch, ...args, '--library', library)
    expect(stderr).toContain(told)
    expect([args.join(' '), code, stdout]).toEqual([args.join(' '), 2, ''])
  }
  const labels = scratch.at('crowd.csv')
  writeFileSync(labels, 'path,label,rater\na.wav,sad,Ben\n')
  const strange = await emotone(
    scratch,
    ...['labels', 'import', labels, '--track', 'nobody', '--library', library],
  )
  expect(strange).toMatchObject({ code: 2, stdout: '' })
  expect(strange.stderr).toContain('--track nobody must be one of Ben')
  // what does not exist yet is possible where it is meant
  await emotoneJson(scratch, 'labels', 'set', '--library', library, 'Tense', '1', '--new-label')
  const { clips } = await emotoneJson<{ clips: object[] }>(
    scratch,
    ...['clips', '--library', library, '--label', 'tense'],
  )
  expect(clips).toHaveLength(1)
  const map = await emotone(scratch, 'labels', 'map', 'Foo/calm=neutral', 'bar=', '--library', library)
  expect(map.code).toBe(0)
  expect(map.stderr).toContain('the library has no corpus Foo')
  expect(map.stderr).toContain('no clip has the label bar')
}, 240_000)

it('ends with 1 where nothing was recognised, and says what is wrong with the table', async () => {
  const corpus = scratch.at('strange')
  mkdirSync(corpus)
  writeFileSync(path.join(corpus, 'x.wav'), toneWav())
  writeFileSync(path.join(corpus, 'manifest.csv'), 'file,emo\nx.wav,sad\n')
  const { code, stdout } = await emotone(scratch, 'index', '--library', scratch.at('s.emotone'), corpus)
  expect(code).toBe(1)
  expect(stdout).toContain('1 file not recognised:')
  expect(stdout).toContain('column path is missing')
})

it('keeps several raters apart, measures their agreement, and goes back to any act and any revision', async () => {
  const corpus = scratch.at('rated')
  mkdirSync(corpus)
  writeFileSync(path.join(corpus, 'a.wav'), toneWav())
  writeFileSync(path.join(corpus, 'b.wav'), toneWav(300))
  writeFileSync(path.join(corpus, 'manifest.csv'), 'path,label,speaker\na.wav,calm,Ann\nb.wav,sad,Ben\n')
  const library = scratch.at('rated.emotone')
  await emotoneJson(scratch, 'index', '--library', library, corpus)
  const labels = <Document>(...args: string[]) =>
    emotoneJson<Document>(scratch, 'labels', args[0], '--library', library, ...args.slice(1))
  const goldOf = async () => {
    const { clips } = await emotoneJson<{ clips: { label: string | null }[] }>(
      scratch,
      'clips',
      '--library',
      library,
    )
    return clips.map(({ label }) => label)
  }

  const first = await labels<{ changeSetId: number; labelRevision: number }>(
    'set',
    'fear',
    '1',
    '2',
    '--rater',
    'Ann',
  )
  await labels('set', 'sad', '2', '--rater', 'Ben', '--note', 'heard twice')
  expect(await labels('agreement')).toMatchObject({
    tracks: ['Ann', 'Ben'],
    all: { clips: 1, disagreements: 1 },
  })
  await labels('gold-rule', 'majority', '--otherwise', 'unlabelled')
  expect(await goldOf()).toEqual(['fear', null])
  await labels('map', 'fear=surprise')
  expect(await goldOf()).toEqual(['surprise', null])
  await labels('undo', '--change-set', String(first.changeSetId))
  expect(await goldOf()).toEqual([null, 'sad'])
  const diff = await labels<{ differences: { to: string | null }[] }>('diff', String(first.labelRevision))
  expect(diff.differences.length).toBeGreaterThan(3)
  await labels('restore', String(first.labelRevision))
  expect(await goldOf()).toEqual(['fear', 'fear'])
  const { changeSets } = await labels<{ changeSets: { kind: string; rater: string | null }[] }>('history')
  expect(changeSets.map(({ kind }) => kind)).toEqual([
    'restore',
    'undo',
    'label-map',
    'gold-rule',
    'label',
    'label',
    'import',
  ])
  const { code, stderr } = await emotone(scratch, 'labels', 'undo', '--library', library, '--change-set', '1')
  expect(code).toBe(1)
  expect(stderr).toContain('What a corpus says is not undone')
  expect((await emotone(scratch, 'labels', 'map', 'calm', '--library', library)).code).toBe(2)
}, 240_000)
