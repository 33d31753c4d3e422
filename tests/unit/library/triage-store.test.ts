import { describe, expect, it } from 'vitest'
import { calls } from '#shared/contract/contract.ts'
import type { ClipId } from '#shared/domain/clip.ts'
import type { TriageDecision, TriageSource } from '#shared/domain/triage.ts'
import type { Library } from '#main/library/library.ts'
import { mergePlaylist } from '#main/library/triage-store.ts'
import { BY_ID, libraryOf } from './filled-library.ts'

const SAD: TriageSource = { type: 'clips', filter: { labels: ['sad'] }, sort: BY_ID }
const CLIPS = [{ label: 'sad' }, { label: 'sad' }, { label: 'sad' }, { label: 'happy' }]

function opened(source = SAD) {
  const { library, ids } = libraryOf(CLIPS)
  const { playlistKey } = library.triage.open(source, 'ann')
  const answer = (clipId: ClipId, decision: TriageDecision, rater = 'ann') =>
    library.triage.answer({ playlistKey, clipId, rater, decision, seconds: 1.5 })
  const open = (rater = 'ann') => library.triage.open(source, rater)
  return { library, ids, playlistKey, answer, open }
}
const said = (library: Library, source = SAD, rater = 'ann') =>
  library.triage.open(source, rater).answers.map(({ clipId, decision }) => [clipId, decision.type])

describe('a playlist', () => {
  it('holds the clips of its source, and what was answered, as the contract has it', () => {
    const { library, ids, answer, open } = opened()
    answer(ids[0], { type: 'skip' })
    const playlist = open()
    expect(calls['triage.open'].output.parse(playlist)).toEqual(playlist)
    expect(playlist.clipIds).toEqual(ids.slice(0, 3))
    expect(said(library)).toEqual([[ids[0], 'skip']])
  })

  it('keeps a clip whose new label no longer fits the filter, as it was answered here', () => {
    const { library, ids, answer, open } = opened()
    answer(ids[1], { type: 'label', label: 'happy' })
    expect(library.clips.detail(ids[1]).row.label).toBe('happy')
    expect(open().clipIds).toEqual(ids.slice(0, 3))
  })

  it('loses what no longer fits and was not answered, and gets what fits now, last', () => {
    const [a, b, c, d] = [1, 2, 3, 4] as ClipId[]
    expect(mergePlaylist([a, b, c], [d, c], new Set([a]))).toEqual([a, c, d])
  })

  it('is one for each source, and its answers are each rater’s own', () => {
    const { library, ids, answer, open, playlistKey } = opened()
    answer(ids[0], { type: 'unsure' }, 'ben')
    expect(open('ann').answers).toEqual([])
    expect(said(library, SAD, 'ben')).toEqual([[ids[0], 'unsure']])
    const other = library.triage.open({ ...SAD, filter: { labels: ['happy'] } }, 'ann')
    expect(other.playlistKey).not.toBe(playlistKey)
    expect(other.clipIds).toEqual([ids[3]])
  })

  it('stands among those that a rater has started, the last used first', () => {
    const { library, ids, answer, playlistKey } = opened()
    const happy: TriageSource = { ...SAD, filter: { labels: ['happy'] } }
    const other = library.triage.open(happy, 'ann')
    expect(library.triage.list('ann'), 'opened is not started').toEqual([])
    answer(ids[0], { type: 'skip' })
    answer(ids[1], { type: 'label', label: 'happy' })
    library.triage.answer({
      playlistKey: other.playlistKey,
      clipId: ids[3],
      rater: 'ann',
      decision: { type: 'unsure' },
      seconds: null,
    })
    const list = library.triage.list('ann')
    expect(calls['triage.list'].output.parse(list)).toEqual(list)
    expect(list).toMatchObject([
      { source: happy, clips: 1, answered: 1 },
      { source: SAD, playlistKey, clips: 3, answered: 2 },
    ])
    expect(library.triage.list('ben')).toEqual([])
    library.triage.open(SAD, 'ben')
    expect(library.triage.list('ann').map((one) => one.playlistKey)).toEqual([playlistKey, other.playlistKey])
    library.labels.undo('ann')
    expect(library.triage.list('ann')[0].answered, 'what was undone is no answer').toBe(1)
  })

  it('is removed from that list with its answers kept, and comes back when it is opened', () => {
    const { library, ids, answer, playlistKey, open } = opened()
    answer(ids[0], { type: 'skip' })
    library.triage.remove(playlistKey, true)
    expect(library.triage.list('ann')).toEqual([])
    library.triage.remove(playlistKey, false)
    expect(library.triage.list('ann')).toMatchObject([{ answered: 1 }])
    library.triage.remove(playlistKey, true)
    expect(open().answers).toHaveLength(1)
    expect(library.triage.list('ann')).toMatchObject([{ playlistKey, answered: 1 }])
    expect(() => library.triage.remove('nothing', true)).toThrow('There is no playlist')
  })

  it('of a kind of finding has what models expect, in the order of the findings, without those that were seen', () => {
    const { library, ids } = libraryOf(CLIPS)
    const doubt = (clipId: ClipId, probability: number) => ({
      kind: 'suspected-label',
      severity: 'note' as const,
      clipIds: [clipId],
      paths: [],
      evidence: '',
      details: { expected: { label: 'angry', probability } },
    })
    library.findings.replaceAll([doubt(ids[2], 0.9), doubt(ids[0], 0.8), doubt(ids[1], 0.7)])
    library.findings.seen.see([library.findings.list(null)[1].id], true)
    const playlist = library.triage.open({ type: 'finding', kind: 'suspected-label' }, 'ann')
    expect(playlist.clipIds).toEqual([ids[2], ids[1]])
    expect(playlist.opinions[0]).toEqual({ clipId: ids[2], who: 'audit', label: 'angry', probability: 0.9 })
  })
})

describe('an answer', () => {
  it('with a label or an exclusion is that act, and stands as long as the act does', () => {
    const { library, ids, answer } = opened()
    answer(ids[0], { type: 'label', label: 'fear' })
    answer(ids[1], { type: 'exclude' })
    expect(library.clips.detail(ids[1]).row.excluded).toBe(true)
    library.labels.undo()
    expect(said(library)).toEqual([[ids[0], 'label']])
    library.labels.redo()
    expect(said(library)).toEqual([
      [ids[0], 'label'],
      [ids[1], 'exclude'],
    ])
  })

  it('that is given again takes the place of the one before', () => {
    const { library, ids, answer } = opened()
    answer(ids[0], { type: 'unsure' })
    answer(ids[1], { type: 'skip' })
    answer(ids[0], { type: 'label', label: 'sad' })
    expect(said(library)).toEqual([
      [ids[1], 'skip'],
      [ids[0], 'label'],
    ])
  })

  it('is taken back together with its label, the newest first', () => {
    const { library, ids, answer, playlistKey } = opened()
    answer(ids[0], { type: 'label', label: 'fear' })
    answer(ids[1], { type: 'unsure' })
    expect(library.triage.takeBack(playlistKey, 'ann')).toEqual({ clipId: ids[1], change: null })
    expect(library.triage.takeBack(playlistKey, 'ann')).toMatchObject({ clipId: ids[0] })
    expect(library.clips.detail(ids[0]).row.label).toBe('sad')
    expect(library.triage.takeBack(playlistKey, 'ann')).toEqual({ clipId: null, change: null })
    expect(said(library)).toEqual([])
  })

  it('is taken back although another act came since; that one stays', () => {
    const { library, ids, answer, playlistKey } = opened()
    answer(ids[0], { type: 'label', label: 'fear' })
    library.labels.exclude([ids[3]], true)
    expect(library.triage.takeBack(playlistKey, 'ann').clipId).toBe(ids[0])
    expect(library.clips.detail(ids[0]).row.label).toBe('sad')
    expect(library.clips.detail(ids[3]).row.excluded).toBe(true)
    expect(said(library)).toEqual([])
  })

  it('carries the note that was written before it', () => {
    const { library, ids, answer, playlistKey, open } = opened()
    library.triage.note({ playlistKey, clipId: ids[0], rater: 'ann', note: 'a laugh at the end' })
    answer(ids[0], { type: 'label', label: 'happy' })
    expect(open().notes).toEqual([{ clipId: ids[0], note: 'a laugh at the end' }])
    expect(library.clips.detail(ids[0]).annotations[0]).toMatchObject({
      track: 'ann',
      note: 'a laugh at the end',
    })
  })

  it('on a clip that is not in the playlist, or for a playlist that was never opened, is refused', () => {
    const { ids, answer, library } = opened()
    expect(() => answer(ids[3], { type: 'skip' })).toThrow('is not in this playlist')
    expect(() => library.triage.takeBack('clips-none', 'ann')).toThrow('There is no playlist clips-none')
  })
})

describe('the history', () => {
  it('tells of an act in which playlist it was an answer, and of which clip', () => {
    const { library, ids, answer, playlistKey } = opened()
    const alone = library.labels.set([ids[3]], 'calm', null, 'ann').changeSetId!
    answer(ids[1], { type: 'label', label: 'happy' })
    answer(ids[2], { type: 'exclude' })
    library.triage.takeBack(playlistKey, 'ann')
    library.labels.set(ids, 'calm', null, 'ann')
    const history = library.labels.history(5)
    expect(calls['labels.history'].output.parse(history)).toEqual(history)
    const playlist = { playlistKey, source: SAD }
    expect(history).toMatchObject([
      { kind: 'label', clipId: null, clips: 4, playlist: null },
      { kind: 'undo', clipId: ids[2], playlist },
      { kind: 'exclude', clipId: ids[2], playlist, isUndone: true },
      { kind: 'label', clipId: ids[1], playlist },
      { kind: 'label', clipId: ids[3], playlist: null },
    ])
    expect(library.labels.history(2, history[2].changeSetId)).toEqual(history.slice(3))
    expect(library.labels.history(9, alone)).toMatchObject([{ kind: 'import' }])
  })

  it('undoes a round as one act, which opens its answers again', () => {
    const { library, ids, answer } = opened()
    for (const id of ids.slice(0, 3)) answer(id, { type: 'label', label: 'happy' })
    const round = library.labels.history(3).map(({ changeSetId }) => changeSetId)
    const undo = library.labels.undoChangeSets(round, 'keep', { rater: 'ann', reason: null })
    expect([said(library), undo.summary]).toEqual([[], 'undo: 3 acts on 3 clips'])
    library.labels.undo('ann')
    expect(library.labels.redo('ann').summary).toBe('redo: 3 acts on 3 clips')
    expect(said(library).map(([id]) => id)).toEqual(ids.slice(0, 3))
  })
})
