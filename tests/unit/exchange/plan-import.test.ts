import { describe, expect, it } from 'vitest'
import { judgement, labelLine } from '#fixtures/labelled-clips.ts'
import type { ExclusionLine, Judgement, LabelLine } from '#main/exchange/label-line.ts'
import { createImportPlan } from '#main/exchange/plan-import.ts'
import type { ImportOptions, LabelFormat } from '#shared/domain/exchange.ts'

const PLAIN: ImportOptions = { rater: null, tracks: null, newLabels: false, overNewer: false, asGold: false }
const NOW: Record<string, Judgement> = {
  '1 intended': judgement('intended', 'sad'),
  '1 ann': judgement('ann', 'fear', { note: 'quiet', createdAt: '2026-01-10T00:00:00.000Z' }),
  '2 ann': judgement('ann', null),
  '3 gold': judgement('gold', 'sad'),
}

/** Clip 1 is excluded, 2 was let in again. */
const EXCLUDED: Record<number, { isExcluded: boolean; createdAt: string }> = {
  1: { isExcluded: true, createdAt: '2026-01-10T00:00:00.000Z' },
  2: { isExcluded: false, createdAt: '2026-01-10T00:00:00.000Z' },
}

/** Plans lines whose path is the number of their clip. */
function planOf(
  lines: Partial<LabelLine>[],
  options: Partial<ImportOptions> = {},
  excluded: Partial<ExclusionLine>[] = [],
  format: LabelFormat = 'csv',
) {
  let seen: readonly number[] = []
  const plan = createImportPlan(
    {
      match: ({ path }) => {
        const clipId = Number(path)
        return clipId > 0 ? { clipId, by: 'path' } : { reason: 'no recording', isAmbiguous: path === 'many' }
      },
      look: (clipIds) => (seen = clipIds),
      labels: new Set(['sad', 'fear', 'angry', 'meh']),
      exclusion: (clipId) => (seen.includes(clipId) ? EXCLUDED[clipId] : undefined),
      current: (clipId, track) => (seen.includes(clipId) ? NOW[`${clipId} ${track}`] : undefined),
    },
    { ...PLAIN, ...options },
    format,
  )
  plan.add(
    lines.map((line, index) => labelLine({ path: '1', at: `line ${index + 2}`, ...line })),
    [],
    excluded.map((line) => labelLine(line)),
  )
  return plan
}
const kinds = (...args: Parameters<typeof planOf>) =>
  planOf(...args)
    .planned()
    .map(({ kind }) => kind)
const reasons = (...args: Parameters<typeof planOf>) =>
  planOf(...args)
    .planned()
    .map(({ reason }) => reason)

describe('a line of an import', () => {
  it('is new, a change or no change, by what the track says now', () => {
    const lines = [
      { track: 'ann', label: 'Fear' },
      { path: '2', track: 'ann' },
      { path: '3', track: 'ben' },
    ]
    expect(kinds(lines)).toEqual(['unchanged', 'new', 'new'])
    expect(planOf([{ track: 'ann', label: 'Meh' }]).planned()).toMatchObject([
      { kind: 'changed', clipId: 1, track: 'ann', from: 'fear', to: 'meh' },
    ])
  })

  it('may change confidence or note alone; what it does not say stays', () => {
    const plan = planOf([{ track: 'ann', label: 'fear', confidence: 0.5 }])
    expect(plan.planned()).toMatchObject([{ kind: 'changed', reason: 'another confidence' }])
    expect(plan.annotations()).toMatchObject([{ label: 'fear', confidence: 0.5, note: 'quiet' }])
  })

  it('belongs to the track that the file names, to the rater who was named, and to nobody else', () => {
    const tracks = (options: Partial<ImportOptions>) =>
      planOf([{ path: '3', track: 'ben' }, { path: '3' }], options)
        .planned()
        .map(({ track }) => track)
    expect(tracks({})).toEqual(['ben', null])
    expect(tracks({ rater: 'cleo' })).toEqual(['cleo', 'cleo'])
    expect(tracks({ tracks: [''] })).toEqual([null])
    expect(kinds([{ path: '3' }])).toEqual(['noRater'])
    expect(planOf([{ path: '3' }]).annotations()).toEqual([])
    expect([...planOf([{ track: 'ben' }, {}]).tracks()]).toEqual([
      ['ben', 1],
      ['', 1],
    ])
  })

  it('never writes what corpora own or what is derived', () => {
    expect(kinds([{ track: 'intended', label: 'sad' }])).toEqual(['unchanged'])
    expect(kinds([{ track: 'intended', label: 'fear' }, { track: 'gold' }])).toEqual(['conflict', 'conflict'])
    expect(kinds([{ track: 'intended', label: 'fear' }], { rater: 'ann' })).toEqual(['unchanged'])
  })

  it('that is older than the label here is a conflict, unless that was asked for', () => {
    const older = [{ track: 'ann', label: 'sad', createdAt: '2026-01-09T00:00:00.000Z' }]
    const newer = [{ track: 'ann', label: 'sad', createdAt: '2026-01-11T00:00:00.000Z' }]
    expect(reasons(older)).toEqual(['the label here is newer: 2026-01-10'])
    expect(kinds(older, { overNewer: true })).toEqual(['changed'])
    expect(kinds(newer)).toEqual(['changed'])
  })

  it('of a label track that says what the gold label says is left out, unless that was asked for', () => {
    const lines = [
      { path: '3', label: 'sad' },
      { path: '3', label: 'fear' },
      { path: '1', label: 'fear' },
    ]
    const gold = (options: Partial<ImportOptions>, format: LabelFormat) =>
      planOf(lines, options, [], format)
        .planned()
        .map(({ kind }) => kind)
    expect(gold({}, 'audacity')).toEqual(['asGold', 'noRater', 'noRater'])
    expect(gold({ rater: 'ann' }, 'audacity')).toEqual(['asGold', 'new', 'unchanged'])
    expect(gold({ rater: 'ben', asGold: true }, 'audacity')).toEqual(['conflict', 'conflict', 'new'])
    // a table may well hold the judgements of a person who agrees
    expect(gold({ rater: 'ben' }, 'csv')).toEqual(['conflict', 'conflict', 'new'])
  })

  it('that contradicts another line is a conflict on both; a repetition is none', () => {
    const plan = planOf([{ path: '3' }, { path: '3' }, { path: '4' }, { path: '4', label: 'fear' }], {
      rater: 'ben',
    })
    expect(plan.planned().map(({ kind, reason }) => [kind, reason])).toEqual([
      ['new', ''],
      ['unchanged', 'repeats line 2'],
      ['conflict', 'line 5 says fear'],
      ['conflict', 'line 4 says sad'],
    ])
    expect(plan.annotations().map(({ clipId }) => clipId)).toEqual([3])
  })

  it('with a word of another language or corpus means the studio’s label; unknown labels are taken on request', () => {
    expect(planOf([{ path: '3', track: 'ben', label: 'Wut' }]).planned()).toMatchObject([
      { kind: 'new', to: 'angry' },
    ])
    expect(kinds([{ path: '3', track: 'ben', label: 'Sehnsucht' }])).toEqual(['unknownLabel'])
    expect(
      planOf([{ path: '3', track: 'ben', label: ' Sehnsucht' }], { newLabels: true }).annotations(),
    ).toMatchObject([{ label: 'sehnsucht' }])
    expect(kinds([{ path: '3', track: 'ben', label: 'x'.repeat(41) }], { newLabels: true })).toEqual([
      'unknownLabel',
    ])
  })

  it('without a label says nothing; without a clip, or with a name that no rater has, it cannot be used', () => {
    expect(kinds([{ label: null }, { path: 'none' }, { path: 'many' }, { track: 'x'.repeat(41) }])).toEqual([
      'empty',
      'noClip',
      'conflict',
      'bad',
    ])
  })
})

describe('an exclusion of an import', () => {
  const planned = (excluded: Partial<ExclusionLine>[], options: Partial<ImportOptions> = {}) =>
    planOf([], options, excluded)
      .planned()
      .map(({ kind, what, from, to, reason }) => [kind, what, from, to, reason])

  it('is new where the clip is trained on, and counts once, however many lines say it', () => {
    const plan = planOf([], {}, [{ path: '3' }, { path: '3' }, { path: '1' }, { path: 'none' }])
    expect(plan.planned().map(({ kind, clipId }) => [kind, clipId])).toEqual([
      ['new', 3],
      ['unchanged', 1],
      ['noClip', null],
    ])
    expect(plan.exclusions()).toEqual([3])
    expect(plan.annotations()).toEqual([])
    expect(planned([{ path: '3' }])).toEqual([['new', 'training', 'included', 'excluded', '']])
  })

  it('that was taken back here later is a conflict, unless overwriting was asked for', () => {
    const older = [{ path: '2', createdAt: '2026-01-09T00:00:00.000Z' }]
    expect(planned(older)).toEqual([
      ['conflict', 'training', 'included', 'excluded', 'included again here later: 2026-01-10'],
    ])
    expect(planOf([], { overNewer: true }, older).exclusions()).toEqual([2])
    expect(planOf([], {}, [{ path: '2', createdAt: '2026-01-11T00:00:00.000Z' }]).exclusions()).toEqual([2])
  })

  it('stays out where one track of the file was chosen', () => {
    expect(planned([{ path: '3' }], { tracks: ['ann'] })).toEqual([])
  })
})
