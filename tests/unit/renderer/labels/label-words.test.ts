import { describe, expect, it } from 'vitest'
import {
  cellAt,
  intervalText,
  kappaText,
  parseAgreementQuery,
  strengthOf,
  toggled,
  writeAgreementQuery,
} from '#renderer/views/labels/agreement-query.ts'
import { countDifferences } from '#renderer/views/labels/diff-words.ts'
import {
  canUndo,
  changeText,
  filterHistory,
  restoreWord,
  stateText,
  undoWord,
} from '#renderer/views/labels/history-words.ts'
import { corpusText, mapRows, withTarget } from '#renderer/views/labels/map-rows.ts'
import { RULE_CHOICES } from '#renderer/views/labels/rule-choices.ts'
import { historyEntryOf as entry } from '../../../fixtures/history-entry.ts'
import { EVERY_CORPUS, GOLD_RULE_KINDS, shortGoldRule } from '#shared/domain/gold-rule.ts'

describe('the history in words', () => {
  it('says what went to what, and what was only confirmed', () => {
    const change = { kind: 'label', track: 'Ann', from: null, to: 'sad', clips: 1 } as const
    expect(changeText(change)).toBe('Ann: no label → sad, 1 clip')
    expect(changeText({ ...change, from: 'sad', clips: 3 })).toBe('Ann: sad confirmed, 3 clips')
    const rule = { kind: 'gold rule' as const, track: null, from: 'intended', to: 'newest' }
    expect(changeText({ ...rule, clips: 2 })).toBe('gold rule: intended → newest, 2 clips')
    expect(changeText({ ...rule, clips: 0 })).toBe('gold rule: intended → newest')
  })

  it('names the revision that comes back, and that of the corpora as theirs', () => {
    expect(restoreWord(entry({}))).toBe('Restore label revision 2')
    expect(restoreWord(entry({ kind: 'import' }))).toBe('Restore label revision 2, what the corpora said')
    expect(restoreWord(entry({ labelRevision: null }))).toBe('It wrote no label')
  })

  it('knows what can be undone, and what to undo an undo is called', () => {
    expect([entry({}), entry({ kind: 'import' }), entry({ isUndone: true })].map(canUndo)).toEqual([
      true,
      false,
      false,
    ])
    expect(undoWord(entry({ kind: 'undo' }))).toBe('Do again')
    expect(
      [entry({}), entry({ isUndone: true }), entry({ kind: 'undo', isUndone: true })].map(stateText),
    ).toEqual([null, 'undone', 'undone again'])
  })

  it('is filtered by who acted and by words in what and why', () => {
    const all = [
      entry({}),
      entry({ rater: null, kind: 'import', summary: 'read' }),
      entry({ reason: 'A Door' }),
    ]
    expect(filterHistory(all, 'corpus', '')).toEqual([all[1]])
    expect(filterHistory(all, null, 'door sad')).toEqual([all[2]])
    expect(filterHistory(all, 'Ann', '')).toEqual([all[0], all[2]])
  })

  it('counts equal differences together', () => {
    const one = { kind: 'label', clipId: null, name: '', track: 'Ann', from: null, to: 'sad' } as const
    const differences = [1, 2].map((id) => ({ ...one, clipId: id as never }))
    expect(countDifferences([{ ...one, kind: 'gold rule', track: null }, ...differences])).toEqual([
      { text: 'label of Ann: no label → sad', clips: 2 },
      { text: 'gold rule: none → sad', clips: 0 },
    ])
  })
})

describe('the agreement in words', () => {
  it('keeps tracks, corpora and pair in the address', () => {
    const query = { tracks: ['Ann', 'Ben'], corpora: ['A'], pair: ['Ann', 'Ben'] as [string, string] }
    expect(parseAgreementQuery(writeAgreementQuery(query))).toEqual(query)
    expect(writeAgreementQuery({ tracks: [], corpora: [], pair: null })).toEqual({})
    expect(parseAgreementQuery({ pair: 'Ann' })).toEqual({ tracks: [], corpora: [], pair: null })
    expect([toggled(['a'], 'b'), toggled(['a', 'b'], 'b')]).toEqual([['a', 'b'], ['a']])
  })

  it('gives numbers with two digits, and the scale of Landis and Koch', () => {
    expect([kappaText(0.613), kappaText(-0.05), kappaText(null)]).toEqual(['0.61', '−0.05', '–'])
    expect([intervalText([0.1, 0.2]), intervalText(null)]).toEqual(['0.10 to 0.20', ''])
    expect([null, -0.1, 0.2, 0.21, 0.41, 0.61, 0.81].map(strengthOf)).toEqual([
      null,
      'worse than chance',
      'slight',
      'fair',
      'moderate',
      'substantial',
      'almost perfect',
    ])
    expect(cellAt(['Ann', 'Ben'], ['calm', 'sad'], 0, 1)).toEqual({
      first: 'Ann',
      second: 'Ben',
      firstLabel: 'calm',
      secondLabel: 'sad',
    })
  })
})

describe('the label map on screen', () => {
  const corpusLabels = [
    { corpus: 'A', label: 'calm', clips: 3 },
    { corpus: 'B', label: 'calm', clips: 1 },
  ]
  const every = { corpus: '*', label: 'calm', to: 'neutral' }

  it('shows for each label of each corpus where it goes, and by which entry', () => {
    expect(mapRows(corpusLabels, [every, { corpus: 'B', label: 'calm', to: null }])).toEqual([
      { corpus: 'A', label: 'calm', clips: 3, to: 'neutral', isFromEvery: true },
      { corpus: 'B', label: 'calm', clips: 1, to: null, isFromEvery: false },
    ])
    expect(mapRows(corpusLabels, [])[0].to).toBe('calm')
  })

  it('shows what a map says of labels that no clip has, and lets it go', () => {
    const lost = { corpus: 'Nowhere', label: 'calm', to: 'neutral' }
    const rows = mapRows(corpusLabels, [lost, { corpus: EVERY_CORPUS, label: 'foo', to: null }])
    expect(rows.slice(corpusLabels.length)).toEqual([
      { ...lost, clips: 0, isFromEvery: false },
      { corpus: EVERY_CORPUS, label: 'foo', clips: 0, to: null, isFromEvery: false },
    ])
    expect(withTarget([lost], rows[corpusLabels.length], 'calm')).toEqual([])
    expect([EVERY_CORPUS, 'TESS'].map(corpusText)).toEqual(['every corpus', 'TESS'])
  })

  it('writes an entry only where the map would say something else', () => {
    const own = withTarget([every], corpusLabels[0], 'calm')
    expect(own).toEqual([every, { corpus: 'A', label: 'calm', to: 'calm' }])
    expect(withTarget(own, corpusLabels[0], 'neutral')).toEqual([every])
    expect(withTarget([], corpusLabels[0], 'calm')).toEqual([])
  })

  it('offers every rule, and has a short word for the head of a column', () => {
    expect(RULE_CHOICES.map(({ kind }) => kind).sort()).toEqual([...GOLD_RULE_KINDS].sort())
    expect(shortGoldRule({ kind: 'rater', rater: 'Ann', otherwise: 'intended' })).toBe('by Ann')
    expect(shortGoldRule({ kind: 'votes', rater: null, otherwise: 'intended' })).toBe('most votes')
    expect(shortGoldRule({ kind: 'soft', rater: null, otherwise: 'intended' })).toBe('soft')
  })
})
