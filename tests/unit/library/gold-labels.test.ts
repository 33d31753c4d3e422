import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import { DEFAULT_GOLD_RULE, LABEL_MAP_PRESETS, type GoldRule } from '#shared/domain/gold-rule.ts'
import type { Library } from '#main/library/library.ts'
import { BY_ID, libraryOf } from './filled-library.ts'

const BY = { rater: 'Ann', reason: 'for the paper' }
const MAJORITY: GoldRule = { kind: 'majority', rater: null, otherwise: 'unlabelled' }
const VOTES: GoldRule = { kind: 'votes', rater: null, otherwise: 'intended' }
const CLIPS = [
  { corpus: 'RAVDESS', label: 'calm' },
  { corpus: 'RAVDESS', label: 'happy' },
  {
    corpus: 'CREMA-D',
    label: 'sad',
    perceived: { label: 'sad', confidence: 0.6, votes: '', counts: { sad: 3, neutral: 2 } },
  },
]
const labelsOf = (library: Library, ids: ClipId[]) => ids.map((id) => library.clips.detail(id).row.label)
const CALM_TO_NEUTRAL = LABEL_MAP_PRESETS[2]

describe('the gold rule', () => {
  it('is an act: it makes a label revision, stands in the history, is undone and done again', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0]], 'fear', null, 'Ann')
    const before = library.labels.revision()
    const change = library.labels.setGoldRule({ kind: 'intended', rater: null, otherwise: 'intended' }, BY)
    expect(calls['labels.setGoldRule'].output.parse(change)).toEqual(change)
    expect(change).toMatchObject({
      labelRevision: before + 1,
      clipIds: [ids[0]],
      summary: 'gold rule: intended',
    })
    expect(labelsOf(library, ids)).toEqual(['calm', 'happy', 'sad'])
    expect(library.info().goldRule.kind).toBe('intended')
    expect(library.labels.history(1)[0]).toMatchObject({
      kind: 'gold-rule',
      rater: 'Ann',
      reason: 'for the paper',
      changes: [{ kind: 'gold rule', from: 'newest rater, else intended', to: 'intended', clips: 1 }],
    })
    library.labels.undo()
    expect(labelsOf(library, ids)).toEqual(['fear', 'happy', 'sad'])
    expect(library.labels.gold().rule).toEqual(DEFAULT_GOLD_RULE)
    library.labels.redo()
    expect(labelsOf(library, ids)).toEqual(['calm', 'happy', 'sad'])
  })

  it('that holds already is no act', () => {
    const { library } = libraryOf(CLIPS)
    expect(library.labels.setGoldRule(DEFAULT_GOLD_RULE, BY)).toMatchObject({
      changeSetId: null,
      clipIds: [],
    })
  })

  it('goes on deciding when somebody judges later', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.setGoldRule(MAJORITY, BY)
    expect(labelsOf(library, ids)).toEqual([null, null, null])
    library.labels.set(ids, 'fear', null, 'Ann')
    library.labels.set([ids[1]], 'calm', null, 'Ben')
    expect(labelsOf(library, ids)).toEqual(['fear', null, 'fear'])
  })

  it('knows on how many clips listeners gave a label without counts', () => {
    const perceived = { label: 'fear', confidence: null, votes: 'level 75' }
    const { library } = libraryOf([...CLIPS, { corpus: 'CREMA-D', label: 'sad', perceived }])
    expect(library.labels.uncounted()).toBe(1)
    expect(libraryOf(CLIPS).library.labels.uncounted()).toBe(0)
  })

  it('counts the votes of listeners where a corpus ships them', () => {
    const { library, ids } = libraryOf(CLIPS)
    for (const rater of ['Ann', 'Ben']) library.labels.set([ids[2]], 'neutral', null, rater)
    library.labels.setGoldRule(VOTES, BY)
    expect(labelsOf(library, ids)).toEqual(['calm', 'happy', 'neutral'])
  })

  it('of the soft distribution gives training the shares beside the label', () => {
    const { library, ids } = libraryOf(CLIPS)
    expect(library.clips.training()[2].shares).toBeUndefined()
    library.labels.setGoldRule({ ...VOTES, kind: 'soft' }, BY)
    const [calm, , sad] = library.clips.training()
    expect(sad).toMatchObject({ label: 'sad', shares: { sad: 0.6, neutral: 0.4 } })
    expect(calm).toMatchObject({ label: 'calm', shares: null })
    for (const rater of ['Ann', 'Ben', 'Cem']) library.labels.set([ids[2]], 'neutral', null, rater)
    expect(library.clips.training()[2]).toMatchObject({
      label: 'neutral',
      shares: { sad: 3 / 8, neutral: 5 / 8 },
    })
  })

  it('can be looked at before it is chosen', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.set([ids[0], ids[1]], 'fear', null, 'Ann')
    const preview = library.labels.previewGold({ rule: MAJORITY, entries: [] })
    expect(calls['labels.previewGold'].output.parse(preview)).toEqual(preview)
    expect(preview).toEqual([{ kind: 'label', track: null, from: 'sad', to: null, clips: 1 }])
    expect(labelsOf(library, ids)).toEqual(['fear', 'fear', 'sad'])
  })
})

describe('the label map', () => {
  it('speaks of gold labels; intended ones stay as the corpus says them', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.setLabelMap(CALM_TO_NEUTRAL.name, CALM_TO_NEUTRAL.entries, BY)
    expect(library.clips.detail(ids[0]).row).toMatchObject({ label: 'neutral', intended: 'calm' })
    expect(library.clips.ids({ relabelled: true }, BY_ID)).toEqual([])
    expect(library.clips.training().map(({ label }) => label)).toEqual(['neutral', 'happy', 'sad'])
  })

  it('keeps a number for ever: the same map again is the same version', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.labels.setLabelMap('a', CALM_TO_NEUTRAL.entries, BY)
    library.labels.setLabelMap('b', [{ corpus: 'RAVDESS', label: 'calm', to: null }], BY)
    expect(labelsOf(library, ids)).toEqual([null, 'happy', 'sad'])
    library.labels.setLabelMap('a', CALM_TO_NEUTRAL.entries, BY)
    expect(library.info().labelMap).toMatchObject({ version: 1, name: 'a' })
    expect(library.labels.maps().map(({ version }) => version)).toEqual([2, 1])
    library.labels.undo()
    expect(library.info().labelMap).toMatchObject({ version: 2, name: 'b' })
    library.labels.setLabelMap('', [], BY)
    expect(library.info().labelMap).toMatchObject({ version: 0, name: 'none' })
  })

  it('refuses two entries about the same label', () => {
    const { library } = libraryOf(CLIPS)
    const twice = ['neutral', 'sad'].map((to) => ({ corpus: '*', label: 'calm', to }))
    expect(() => library.labels.setLabelMap('a', twice, BY)).toThrow('one entry for a corpus and label')
  })

  it('knows which labels of which corpus it may speak of', () => {
    const { library } = libraryOf(CLIPS)
    expect(library.labels.corpusLabels()).toEqual([
      { corpus: 'CREMA-D', label: 'sad', clips: 1 },
      { corpus: 'RAVDESS', label: 'calm', clips: 1 },
      { corpus: 'RAVDESS', label: 'happy', clips: 1 },
    ])
  })
})
