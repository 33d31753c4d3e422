import { describe, expect, it } from 'vitest'
import {
  clipDetail,
  clipRow,
  facets as facetsSchema,
  type ClipFilter,
  type ClipId,
  type Facets,
} from '#shared/domain/clip.ts'
import { FACET_MEMBERS } from '#main/library/clip-filter.ts'
import { addFoundClips } from './add-found-clips.ts'
import { BY_ID, libraryOf, newLibrary } from './filled-library.ts'

const SILENCE = {
  peak: 0,
  rms: 0,
  dcOffset: 0,
  clippedSamples: 0,
  leadingZeroSamples: 0,
  trailingZeroSamples: 0,
  isSilent: true,
}

const CLIPS = [
  { corpus: 'A', speaker: '1', sex: 'female' as const, label: 'sad', text: 'Dogs bark', intensity: 'normal' },
  {
    corpus: 'A',
    speaker: '1',
    sex: 'female' as const,
    label: 'happy',
    text: 'Kids talk',
    intensity: 'strong',
  },
  { corpus: 'A', speaker: '2', sex: 'male' as const, label: 'sad', text: 'Kids talk' },
  { corpus: 'B', speaker: '1', sex: 'male' as const, label: 'angry', relativePath: 'deep/Folder/x.wav' },
  { corpus: 'B', speaker: null, label: null },
]

describe('a page of clips', () => {
  const passing = (filter: ClipFilter, clips = CLIPS) => {
    const { library, ids } = libraryOf(clips)
    return library.clips.ids(filter, BY_ID).map((id) => ids.indexOf(id))
  }

  it('has the rows of its place in the table, in the shape of the contract, and the total', () => {
    const { library, ids } = libraryOf(CLIPS)
    const { total, rows } = library.clips.page({}, BY_ID, 1, 2)
    expect(total).toBe(5)
    expect(rows.map((row) => row.id)).toEqual([ids[1], ids[2]])
    for (const row of rows) expect(clipRow.parse(row)).toEqual(row)
    expect(rows[0]).toMatchObject({ speakerId: 'A/1', label: 'happy', intended: 'happy', seconds: 2 })
  })

  it('beyond the end is empty', () => {
    expect(libraryOf(CLIPS).library.clips.page({}, BY_ID, 50, 10)).toEqual({ total: 5, rows: [] })
  })

  it('joins members by AND and the values of one by OR', () => {
    expect(passing({ corpora: ['A'], labels: ['sad', 'angry'] })).toEqual([0, 2])
    expect(passing({ speakers: ['A/1', 'B/1'], sexes: ['male'] })).toEqual([3])
    expect(passing({ corpora: [] })).toEqual([])
  })

  it('takes the empty string for what is not known', () => {
    expect(passing({ labels: [''] })).toEqual([4])
    expect(passing({ speakers: ['', 'A/2'] })).toEqual([2, 4])
    expect(passing({ intensities: [''] })).toEqual([2, 3, 4])
  })

  it('filters by length, both bounds included', () => {
    expect(passing({ minSeconds: 2, maxSeconds: 4 })).toEqual([1, 2, 3])
  })

  it('finds every word in name, path, speaker, label or spoken text, whatever its case', () => {
    expect(passing({ text: 'kids TALK' })).toEqual([1, 2])
    expect(passing({ text: 'folder' })).toEqual([3])
    expect(passing({ text: 'a/1 sad' })).toEqual([0])
    expect(passing({ text: 'clip-00 sad' })).toEqual([0, 2])
    expect(passing({ text: '100%' })).toEqual([])
  })

  it('finds words beyond ASCII, once a name has changed too, and not across the end of a text', () => {
    const { library, ids } = libraryOf([{ text: 'Grüße' }, { text: 'fein' }])
    expect(library.clips.ids({ text: 'GRÜSSE' }, BY_ID)).toEqual([])
    expect(library.clips.ids({ text: 'grüß' }, BY_ID)).toEqual([ids[0]])
    expect(library.clips.ids({ text: 'eclip' }, BY_ID)).toEqual([])
    expect(library.clips.ids({}, { by: 'name', descending: false })).toEqual(ids)
    const rename = library.internal.db.prepare('UPDATE clip SET name = ?, search = ? WHERE id = ?')
    rename.run('a.wav', 'a.wav\ngrüß gott', ids[1])
    expect(library.clips.ids({ text: 'grüß' }, BY_ID)).toEqual(ids)
    expect(library.clips.ids({}, { by: 'name', descending: false })).toEqual([ids[1], ids[0]])
  })

  it('filters by level and sample rate; what has no level is outside of every range', () => {
    const level = (rms: number) => ({ ...SILENCE, rms, isSilent: rms === 0 })
    const facts = [
      { levels: level(0.1) },
      { levels: level(0.01), sampleRateHz: 48_000 },
      { levels: level(0) },
    ]
    const library = newLibrary()
    addFoundClips(library, [{}, {}, {}, {}], undefined, (index) => facts[index] ?? {})
    const place = (filter: ClipFilter) => library.clips.ids(filter, BY_ID)
    expect(place({ minDecibels: -20.1 })).toEqual([1])
    expect(place({ maxDecibels: -20 })).toEqual([1, 2])
    expect(place({ minDecibels: -200, sampleRates: ['48000'] })).toEqual([2])
    expect(library.clips.facets({ minDecibels: -200 }).sampleRates).toEqual([
      { value: '16000', count: 1 },
      { value: '48000', count: 1 },
    ])
  })

  it('can be a playlist', () => {
    const { library, ids } = libraryOf(CLIPS)
    expect(library.clips.ids({ ids: [ids[3], ids[0]], sexes: ['male'] }, BY_ID)).toEqual([ids[3]])
  })

  it('can stand in the order in which its ids are given, each clip once', () => {
    const { library, ids } = libraryOf(CLIPS)
    const given = [ids[3], 999 as ClipId, ids[0], ids[3], ids[2]]
    const order = (filter: ClipFilter, descending = false) =>
      library.clips.ids(filter, { by: 'given', descending }).map((id) => ids.indexOf(id))
    expect(order({ ids: given })).toEqual([3, 0, 2])
    expect(order({ ids: given }, true)).toEqual([2, 0, 3])
    expect(order({ ids: given, corpora: ['A'] })).toEqual([0, 2])
    expect(order({})).toEqual([0, 1, 2, 3, 4])
    expect(library.clips.page({ ids: given }, { by: 'given', descending: false }, 1, 1)).toMatchObject({
      total: 3,
      rows: [{ id: ids[0] }],
    })
  })

  it('is sorted by any column, then by id; descending is ascending turned round', () => {
    const { library, ids } = libraryOf(CLIPS)
    const order = (by: 'speaker' | 'seconds' | 'corpus' | 'label', descending: boolean) =>
      library.clips.ids({}, { by, descending }).map((id) => ids.indexOf(id))
    expect(order('seconds', true)).toEqual([4, 3, 2, 1, 0])
    expect(order('corpus', true)).toEqual([4, 3, 2, 1, 0])
    expect(order('speaker', false)).toEqual([4, 0, 1, 2, 3])
    expect(order('label', false)).toEqual([4, 3, 1, 0, 2])
  })

  it('follows labels and exclusions at once', () => {
    const { library, ids } = libraryOf(CLIPS)
    expect(library.clips.ids({ relabelled: true }, BY_ID)).toEqual([])
    library.labels.set([ids[0]], 'angry', null)
    library.labels.exclude([ids[1]], true)
    expect(library.clips.ids({ relabelled: true }, BY_ID)).toEqual([ids[0]])
    expect(library.clips.ids({ labels: ['angry'] }, BY_ID)).toEqual([ids[0], ids[3]])
    expect(library.clips.ids({ excluded: true }, BY_ID)).toEqual([ids[1]])
  })
})

describe('facets', () => {
  const counts = (list: { value: string; count: number }[]) =>
    Object.fromEntries(list.map(({ value, count }) => [value, count]))

  it('are each counted under the filter without their own member', () => {
    const got = libraryOf(CLIPS).library.clips.facets({ labels: ['sad'], sexes: ['male'] })
    expect(facetsSchema.parse(got)).toEqual(got)
    expect(got.total).toBe(1)
    expect(counts(got.labels)).toEqual({ angry: 1, happy: 0, sad: 1, '': 0 })
    expect(counts(got.sexes)).toEqual({ female: 1, male: 1, unknown: 0 })
    expect(counts(got.corpora)).toEqual({ A: 1, B: 0 })
    expect(counts(got.speakers)).toEqual({ 'A/2': 1 })
  })

  it.each<[string, ClipFilter]>([
    ['a text', { text: 'no such words', sexes: ['male'] }],
    ['a playlist', { ids: [], sexes: ['male'] }],
    ['a length', { minSeconds: 1000, sexes: ['male'] }],
  ])('keep all values of the library, uncounted, where %s leaves no clip', (_, filter) => {
    const { library } = libraryOf(CLIPS)
    const [got, all] = [library.clips.facets(filter), library.clips.facets({})]
    expect(got.total).toBe(0)
    for (const member of FACET_MEMBERS) {
      expect(new Set(got[member].map((one) => one.value)), member).toEqual(
        new Set(all[member].map((one) => one.value)),
      )
      expect(got[member].filter((one) => one.count > 0)).toEqual([])
    }
  })

  it('list no value that only a clip without a file has', () => {
    const { library, ids } = libraryOf(CLIPS)
    library.internal.db.prepare('UPDATE clip SET is_present = 0 WHERE id = ?').run(ids[3])
    expect(counts(library.clips.facets({ text: 'no such words' }).labels)).toEqual({
      happy: 0,
      sad: 0,
      '': 0,
    })
  })

  it('keep a chosen speaker although no clip is left', () => {
    const got = libraryOf(CLIPS).library.clips.facets({ labels: ['angry'], speakers: ['A/1'] })
    expect(counts(got.speakers)).toEqual({ 'A/1': 0, 'B/1': 1 })
  })

  it('list labels in the order of the studio, the unlabelled last', () => {
    const got = libraryOf(CLIPS).library.clips.facets({})
    expect(got.labels.map((one) => one.value)).toEqual(['angry', 'happy', 'sad', ''])
  })

  it('count lengths under the filter without the bounds of length', () => {
    const got = libraryOf(CLIPS).library.clips.facets({ maxSeconds: 2, corpora: ['A'] })
    expect(got.total).toBe(2)
    expect(got.lengths.filter((one) => one.count > 0)).toEqual([
      { fromSeconds: 1, toSeconds: 1.5, count: 1 },
      { fromSeconds: 2, toSeconds: 2.5, count: 1 },
      { fromSeconds: 3, toSeconds: 3.5, count: 1 },
    ])
  })

  it('keep the range of lengths where no clip is left', () => {
    const { library } = libraryOf(CLIPS)
    const ends = ({ lengths }: Facets) => [lengths[0].fromSeconds, lengths.at(-1)?.toSeconds]
    const got = library.clips.facets({ text: 'no such words' })
    expect(ends(got)).toEqual(ends(library.clips.facets({})))
    expect(got.lengths.filter((one) => one.count > 0)).toEqual([])
    expect(libraryOf([]).library.clips.facets({}).lengths).toEqual([])
  })

  it('count a clip under each kind of its findings', () => {
    const { library, ids } = libraryOf(CLIPS)
    const about = (kind: string, clipIds: ClipId[]) => ({
      kind,
      severity: 'note' as const,
      clipIds,
      paths: [],
      evidence: '',
    })
    library.findings.replaceAll([about('silent', [ids[0], ids[1]]), about('clipped', [ids[0]])])
    const got = library.clips.facets({ findings: ['clipped'] })
    expect(got.total).toBe(1)
    expect(got.findings).toEqual([
      { value: 'silent', count: 2 },
      { value: 'clipped', count: 1 },
    ])
    expect(library.clips.ids({ findings: ['silent'] }, BY_ID)).toEqual([ids[0], ids[1]])
    expect(library.clips.ids({}, { by: 'findings', descending: true })[0]).toBe(ids[0])
  })
})

describe('one clip', () => {
  it('shows all that is known of it', () => {
    const { library, ids } = libraryOf([
      {
        ...CLIPS[0],
        take: '02',
        facts: [{ name: 'age', value: '21' }],
        perceived: { label: 'angry', confidence: 0.6, votes: 'A 6, S 4' },
      },
    ])
    const detail = library.clips.detail(ids[0])
    expect(clipDetail.parse(detail)).toEqual(detail)
    expect(detail).toMatchObject({
      take: '02',
      corpusFacts: [{ name: 'age', value: '21' }],
      startSeconds: 0,
      endSeconds: 1,
      row: { label: 'sad', perceived: 'angry' },
    })
    expect(
      detail.annotations.map(({ track, label, confidence, note }) => [track, label, confidence, note]),
    ).toEqual([
      ['perceived', 'angry', 0.6, 'A 6, S 4'],
      ['intended', 'sad', null, null],
    ])
  })

  it('knows where its sound lies', () => {
    const { library, ids } = libraryOf([{ relativePath: 'a/b.wav', startSeconds: 0.25, endSeconds: 0.75 }])
    expect(library.clips.source(ids[0])).toMatchObject({
      path: '/nowhere/a/b.wav',
      name: 'b.wav',
      startSeconds: 0.25,
      endSeconds: 0.75,
      hash: 'hash-0',
    })
    expect(library.clips.page({}, BY_ID, 0, 1).rows[0].seconds).toBe(0.5)
  })

  it('that is not there is said by its number', () => {
    const { library } = libraryOf([])
    expect(() => library.clips.detail(7 as ClipId)).toThrow('There is no clip 7.')
    expect(() => library.clips.source(7 as ClipId)).toThrow('There is no clip 7.')
  })
})

describe('clips for training', () => {
  it('are those not excluded, with the gold label and a hash that tells parts of one recording apart', () => {
    const { library, ids } = libraryOf([...CLIPS.slice(0, 2), { startSeconds: 0.5, endSeconds: 2 }])
    library.labels.exclude([ids[0]], true)
    library.labels.set([ids[1]], 'neutral', null)
    expect(library.clips.training().map(({ clipId, clipHash, label }) => [clipId, clipHash, label])).toEqual([
      [ids[1], 'hash-1', 'neutral'],
      [ids[2], 'hash-2@0.5-2', null],
    ])
    expect(library.clips.training({ corpora: ['A'] })).toHaveLength(1)
  })
})
