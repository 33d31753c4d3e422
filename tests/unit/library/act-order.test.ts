import { describe, expect, it } from 'vitest'
import { libraryOf } from './filled-library.ts'

/** Two clips, each with a finding. */
function audited() {
  const { library, ids } = libraryOf([{}, {}])
  library.findings.replaceAll(
    ids.map((id) => ({
      kind: 'silent',
      severity: 'error' as const,
      clipIds: [id],
      paths: [`${id}.wav`],
      evidence: 'All 2.1 s are silent.',
    })),
  )
  const findingIds = library.findings.list(null).map((one) => one.id)
  const seen = () => library.findings.list(null).map((one) => one.isSeen)
  const label = () => library.clips.detail(ids[0]).row.label
  return { library, ids, findingIds, seen, label, acts: library.acts, see: library.findings.seen.see }
}

describe('undo of acts on labels and on findings', () => {
  it('takes the latest back first, whichever kind it is', () => {
    const { library, ids, findingIds, seen, label, acts, see } = audited()
    see([findingIds[0]], true)
    library.labels.set([ids[0]], 'sad', null, 'Ada')
    see([findingIds[1]], true)
    expect(acts.undo('Ada').summary).toBe('undo: 1 finding seen, fine')
    expect([seen(), label()]).toEqual([[true, false], 'sad'])
    expect(acts.undo('Ada').summary).toBe('undo: label sad on 1 clip')
    expect([seen(), label()]).toEqual([[true, false], null])
    expect(acts.undo('Ada').findings).toEqual({ findingIds: [findingIds[0]], isSeen: false })
    expect(seen()).toEqual([false, false])
    expect(acts.undo('Ada')).toEqual({ labels: null, findings: null, summary: '' })
  })

  it('brings the kind back to the clip rows', () => {
    const { library, ids, findingIds, acts, see } = audited()
    see(findingIds, true)
    expect(library.clips.detail(ids[0]).row.findings).toEqual([])
    acts.undo('Ada')
    expect(library.clips.detail(ids[0]).row.findings).toEqual(['silent'])
  })

  it('is redone in its order, until another act comes between', () => {
    const { library, ids, findingIds, seen, label, acts, see } = audited()
    see([findingIds[0]], true)
    library.labels.set([ids[0]], 'sad', null, 'Ada')
    acts.undo('Ada')
    acts.undo('Ada')
    expect(acts.redo('Ada').summary).toBe('redo: 1 finding seen, fine')
    expect([seen(), label()]).toEqual([[true, false], null])
    expect(acts.redo('Ada').summary).toBe('redo: label sad on 1 clip')
    expect([seen(), label()]).toEqual([[true, false], 'sad'])
    acts.undo('Ada')
    see([findingIds[1]], true)
    expect(acts.redo('Ada').summary, 'another act came between').toBe('')
    acts.undo('Ada')
    library.labels.set([ids[1]], 'happy', null, 'Ada')
    expect(acts.redo('Ada').summary).toBe('')
    expect([seen(), label()]).toEqual([[true, false], null])
  })

  it('takes back that a finding was opened again; what changed nothing is no act', () => {
    const { findingIds, seen, acts, see } = audited()
    see(findingIds, true)
    see([findingIds[0]], false)
    see([findingIds[0]], false)
    expect(acts.undo('Ada').summary).toBe('undo: 1 finding open again')
    expect(seen()).toEqual([true, true])
    acts.undo('Ada')
    expect(seen()).toEqual([false, false])
  })

  it('holds over the next audit, which writes findings anew', () => {
    const { library, ids, findingIds, seen, acts, see } = audited()
    see([findingIds[0]], true)
    const [first] = library.findings.list(null)
    library.findings.replaceAll([{ ...first, evidence: 'All 2.2 s are silent.', clipIds: [ids[0]] }])
    expect(seen()).toEqual([true])
    acts.undo('Ada')
    expect(seen()).toEqual([false])
  })
})
