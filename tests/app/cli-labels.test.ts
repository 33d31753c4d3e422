import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { HistoryEntry } from '#shared/domain/label-history.ts'
import { encodeWav } from '#main/audio/encode-wav.ts'
import { emotone, emotoneJson, makeScratch, type Scratch } from './emotone.ts'

interface Preview {
  totals: Record<string, number>
  lines: { kind: string; at: string; from: string | null; to: string | null }[]
  change: { changeSetId: number | null; clipIds: number[] } | null
}

describe('labels leave the library and come back on the command line', () => {
  let scratch: Scratch
  let library: string
  beforeAll(async () => {
    scratch = makeScratch()
    library = scratch.at('own.emotone')
    mkdirSync(scratch.at('own', 'angry'), { recursive: true })
    mkdirSync(scratch.at('own', 'sad'))
    for (const [index, name] of ['angry/a.wav', 'angry/b.wav', 'sad/c.wav'].entries()) {
      const sound = Float32Array.from({ length: 8000 }, (_, at) => Math.sin(at * 0.1 * (index + 1)) / 4)
      writeFileSync(scratch.at('own', name), encodeWav([sound], 16_000))
    }
    await emotoneJson(scratch, 'index', '--library', library, scratch.at('own'))
    await emotoneJson(scratch, 'labels', 'set', '--library', library, '--rater', 'ann', 'fear', '1', '2')
  })
  afterAll(() => scratch.remove())

  const run = <Document>(...args: string[]) =>
    emotoneJson<Document>(scratch, 'labels', ...args, '--library', library)

  it('an export is written where it was asked for, in every format', async () => {
    for (const format of ['csv', 'json', 'audformat', 'audacity']) {
      const dest = scratch.at('out', format)
      const { path: place } = await run<{ path: string }>('export', '--format', format, dest)
      expect(place).toBe(dest)
      expect(existsSync(dest), format).toBe(true)
    }
    expect(readdirSync(scratch.at('out', 'audformat')).sort()).toEqual([
      'db.emotion.csv',
      'db.files.csv',
      'db.yaml',
    ])
    expect(readFileSync(scratch.at('out', 'csv'), 'utf8').split('\n')).toHaveLength(1 + 3 + 2 + 1)
    expect(readdirSync(path.join(library, 'exports'))).toEqual([])
    const kept = await run<{ path: string }>('export', '--format', 'csv', '--track', 'ann', '--corpus', 'own')
    expect(readdirSync(path.join(library, 'exports'))).toEqual([path.basename(kept.path)])
  })

  it('a preview of a label, an undo and a restore tells the gold labels, and changes nothing', async () => {
    const gold = { clips: 2, changedClips: 2, rule: { kind: 'newest' } }
    const set = ['set', 'sad', '1', '2', '--rater', 'ben', '--preview']
    expect(await run(...set)).toMatchObject({
      changes: [{ track: 'ben', from: null, to: 'sad', clips: 2 }],
      gold: { ...gold, changes: [{ from: 'fear', to: 'sad', clips: 2 }] },
    })
    const [act] = (await run<{ changeSets: HistoryEntry[] }>('history')).changeSets
    const back = { changes: [{ track: 'ann', from: 'fear', to: null, clips: 2 }], gold }
    expect(await run('undo', '--change-set', String(act.changeSetId), '--preview')).toMatchObject(back)
    expect(await run('restore', String(act.labelRevision! - 1), '--preview')).toMatchObject(back)
    const { stdout } = await emotone(scratch, 'labels', ...set, '--library', library)
    expect(stdout).toContain(
      'gold label: 2 of 2 clips change; the gold label follows the newest rater, else intended',
    )
    const { changeSets } = await run<{ changeSets: HistoryEntry[] }>('history')
    expect(changeSets[0]).toEqual(act)
  })

  it('a dry run shows what would change, an import changes it, a second one nothing', async () => {
    const file = scratch.at('edited.csv')
    writeFileSync(
      file,
      '\ufeffpath;label\r\nangry/a.wav;Trauer\r\nsad/c.wav;sad\r\nnone.wav;sad\r\nsad/c.wav\r\n',
    )
    const dry = await run<Preview>('import', file, '--rater', 'ann', '--dry-run')
    expect(dry.totals).toMatchObject({ changed: 1, new: 1, noClip: 1, bad: 1 })
    expect(dry.lines[0]).toMatchObject({ kind: 'changed', at: 'line 2', from: 'fear', to: 'sad' })
    expect(dry.change).toBeNull()
    const done = await run<Preview>('import', file, '--rater', 'ann', '--reason', 'second look')
    expect(done.change?.clipIds).toHaveLength(2)
    const again = await run<Preview>('import', file, '--rater', 'ann')
    expect(again.change?.changeSetId).toBeNull()
    await run('undo')
    const undone = await run<Preview>('import', file, '--rater', 'ann', '--dry-run')
    expect(undone.totals).toMatchObject({ changed: 1, new: 1 })
  })

  it('says for people what would change', async () => {
    const { code, stdout } = await emotone(
      scratch,
      'labels',
      'import',
      scratch.at('edited.csv'),
      '--library',
      library,
      '--rater',
      'ann',
      '--dry-run',
    )
    expect(code).toBe(0)
    expect(stdout).toContain('edited.csv (csv): 1 new, 1 changed, 1 no such clip, 1 bad line')
    expect(stdout).toContain('Nothing was changed: this was a dry run.')
  })

  it('labels of nobody are refused with 2 until a rater is named', async () => {
    const file = scratch.at('nobody.csv')
    writeFileSync(file, 'path,label\nsad/c.wav,calm\n')
    const args = ['labels', 'import', file, '--library', library]
    const { code, stderr } = await emotone(scratch, ...args)
    expect([code, stderr]).toEqual([
      2,
      expect.stringContaining('nobody.csv names no rater: --rater must say'),
    ])
    const { stdout } = await emotone(scratch, ...args, '--dry-run')
    expect(stdout).toContain('nobody.csv (csv): 1 of no named rater')
  })

  it('the soft distribution is chosen as the gold rule, and shown', async () => {
    await run('gold-rule', 'soft', '--rater', 'ann', '--note', 'raters differ')
    expect(await run('gold-rule')).toMatchObject({ rule: { kind: 'soft', otherwise: 'intended' } })
    const { stdout } = await emotone(scratch, 'labels', 'gold-rule', '--library', library)
    expect(stdout).toContain('gold label: soft distribution of raters and listeners, else intended')
  })

  it('what cannot be read is refused with the reason and 1, a wrong format with 2', async () => {
    const file = scratch.at('wrong.csv')
    const refused = async (content: string | Uint8Array) => {
      writeFileSync(file, content)
      const { code, stderr } = await emotone(scratch, 'labels', 'import', file, '--library', library)
      expect(code).toBe(1)
      return stderr
    }
    expect(await refused('speaker,mood\n1,2\n')).toContain('line 1: no column path and no column label')
    expect(await refused(Uint8Array.of(0x50, 0x4b, 0, 0))).toContain('wrong.csv is no text')
    expect(await refused(Buffer.from('path,label\nä.wav,sad\n', 'latin1'))).toContain('is not UTF-8 text')
    expect(await refused('')).toContain('the table is empty')
    const wrong = await emotone(scratch, 'labels', 'export', '--library', library, '--format', 'xml')
    expect(wrong.code).toBe(2)
    const full = await emotone(
      scratch,
      'labels',
      'export',
      '--library',
      library,
      '--format',
      'csv',
      scratch.at('own'),
    )
    expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining('a folder with other files') })
  })
})
