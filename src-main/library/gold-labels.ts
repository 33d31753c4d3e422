import type { ClipId } from '#shared/domain/clip.ts'
import {
  corpusMapOf,
  goldLabelOf,
  goldSharesOf,
  IDENTITY_MAP,
  type CorpusMap,
} from '#shared/domain/gold-label.ts'
import { NO_LABEL_MAP, type GoldRule, type LabelMap, type LabelMapEntry } from '#shared/domain/gold-rule.ts'
import type { GoldEffect } from '#shared/domain/label-history.ts'
import { TRACK_PERCEIVED } from '#shared/domain/labels.ts'
import type { Db } from './database.ts'
import { EMPTY_SETTINGS } from './label-ledgers.ts'
import { createChangeCount } from './label-changes.ts'
import { createVoiceReader, type SupposedAnnotation } from './label-voices.ts'
import { PART_ROWS, partsOf } from './parts.ts'

/** The rule and the map that gold labels follow from. */
export interface GoldSettings {
  rule: GoldRule
  map: LabelMap
}

/** What an act is about to write. */
export interface Supposed {
  /** In the order of writing; of several about one clip and track the last holds. */
  annotations: readonly SupposedAnnotation[]
  /** All clips of which the act speaks. */
  clipIds: ReadonlySet<number>
  /** New values, as the table of settings holds them. */
  settings: Partial<Record<'goldRule' | 'labelMap', string>>
}

/** What a clip's gold label goes to. */
export interface GoldChange {
  clipId: ClipId
  from: string | null
  to: string | null
}

/** Keeps `label` and `raw_label` of the clip rows in line with what is said of the clips. */
export interface GoldLabels {
  settings(): GoldSettings
  /** Of the value as the table of settings holds it; null says the default. */
  ruleOf(value: string | null): GoldRule
  /** @throws Error for a version that never was */
  mapOf(value: string | null): LabelMap
  /** To be called before a setting is written: a number that was rolled back may come again with another value. */
  forgetSettings(): void
  /** One clip, after somebody said something about it. @param track the one that was spoken on */
  refresh(clipId: number, track: string): void
  /** Many clips, after an act that spoke about them. */
  refreshMany(clipIds: Iterable<number>): void
  /** All clips, after rule or map have changed. @returns those whose gold label is another one now */
  refreshAll(): ClipId[]
  /** What another rule or map would change, one clip after the other. */
  compare(settings: Pick<GoldSettings, 'rule'> & { map: Pick<LabelMap, 'entries'> }): Generator<GoldChange>
  /** What gold labels would be after an act. Nothing is written. */
  suppose(act: Supposed): GoldEffect
  /** Gold labels as they were at a revision, by clip; clips without one are not in it. @param clipIds null: all */
  at(revision: number, settings: GoldSettings, clipIds: readonly ClipId[] | null): Map<ClipId, string>
  /** What training learns under the soft rule, by clip; null under all others. */
  shares(): ((clipId: number, corpus: string) => Record<string, number> | null) | null
}

/** Rules under which a gold label follows from what listeners heard. */
const HEARS_LISTENERS: ReadonlySet<GoldRule['kind']> = new Set(['perceived', 'votes', 'soft'])

interface Target {
  id: ClipId
  corpus: string
  label: string | null
  rawLabel: string | null
}

export function createGoldLabels(db: Db): GoldLabels {
  const readValue = db
    .prepare<[string], string | null>(
      'SELECT value FROM gold_setting WHERE name = ? ORDER BY id DESC LIMIT 1',
    )
    .pluck()
  const readMap = db.prepare<[number], { version: number; name: string; entries: string }>(
    'SELECT version, name, entries FROM label_map WHERE version = ?',
  )
  const readOne = db.prepare<[number], Target>(
    'SELECT id, corpus, label, raw_label AS rawLabel FROM clip WHERE id = ?',
  )
  const readSome = db.prepare<[string], Target>(
    `SELECT id, corpus, label, raw_label AS rawLabel FROM clip WHERE id IN (SELECT value FROM json_each(?))`,
  )
  const readAfter = db.prepare<[number, number], Target>(
    'SELECT id, corpus, label, raw_label AS rawLabel FROM clip WHERE id > ? ORDER BY id LIMIT ?',
  )
  const write = db.prepare('UPDATE clip SET label = ?, raw_label = ? WHERE id = ?')
  const writeMany = db.prepare(
    'UPDATE clip SET label = ?, raw_label = ? WHERE id IN (SELECT value FROM json_each(?))',
  )
  const voices = createVoiceReader(db)

  const ruleOf = cached((value) => JSON.parse(value ?? EMPTY_SETTINGS.goldRule) as GoldRule)
  const entriesOf = cached((text) => JSON.parse(text ?? '[]') as LabelMapEntry[])
  const mapOf = (value: string | null): LabelMap => {
    const version = Number(value ?? EMPTY_SETTINGS.labelMap)
    if (version === 0) return NO_LABEL_MAP
    const stored = readMap.get(version)
    if (!stored) throw new Error(`there is no label map ${version}`)
    return { ...stored, entries: entriesOf(stored.entries) }
  }
  const newestSetting = db.prepare<[], number | null>('SELECT max(id) FROM gold_setting').pluck()
  let known: { newestId: number | null; settings: GoldSettings } | null = null
  const settings = (): GoldSettings => {
    const newestId = newestSetting.get() ?? null
    if (known?.newestId === newestId) return known.settings
    const rule = ruleOf(readValue.get('goldRule') ?? null)
    const read = { rule, map: mapOf(readValue.get('labelMap') ?? null) }
    known = { newestId, settings: read }
    return read
  }

  /** Some clips at a time: all of them at once would fill the memory. @param clipIds null: all */
  function* targetParts(clipIds: readonly number[] | null): Generator<Target[]> {
    if (clipIds !== null) {
      for (const part of partsOf(clipIds)) yield readSome.all(JSON.stringify(part))
      return
    }
    for (let part = readAfter.all(0, PART_ROWS); part.length > 0;) {
      yield part
      part = readAfter.all(part[part.length - 1].id, PART_ROWS)
    }
  }
  const idsOf = (targets: readonly Target[]) => targets.map(({ id }) => id)

  /** @param clipIds null: all. @returns clips whose gold label is another one now */
  const bringIntoLine = (clipIds: readonly number[] | null): ClipId[] => {
    const { rule, map } = settings()
    const mapsOf = corpusMaps(map.entries)
    const changed: ClipId[] = []
    for (const targets of targetParts(clipIds)) {
      const said = voices.ofMany(idsOf(targets))
      const written = new Map<string, { label: string | null; raw: string | null; ids: ClipId[] }>()
      for (const target of targets) {
        const own = said(target.id)
        const label = goldLabelOf(own, rule, mapsOf(target.corpus))
        const raw = map.version === 0 ? label : goldLabelOf(own, rule, IDENTITY_MAP)
        if (label !== target.label) changed.push(target.id)
        if (label === target.label && raw === target.rawLabel) continue
        const key = JSON.stringify([label, raw])
        const known = written.get(key)
        if (known) known.ids.push(target.id)
        else written.set(key, { label, raw, ids: [target.id] })
      }
      for (const { label, raw, ids } of written.values()) writeMany.run(label, raw, JSON.stringify(ids))
    }
    return changed
  }

  return {
    settings,
    forgetSettings: () => (known = null),
    ruleOf,
    mapOf,
    refresh(clipId, track) {
      const { rule, map } = settings()
      if (track === TRACK_PERCEIVED && !HEARS_LISTENERS.has(rule.kind)) return
      const target = readOne.get(clipId)
      if (!target) return
      const said = voices.ofClip(clipId)
      const label = goldLabelOf(said, rule, corpusMapOf(map.entries, target.corpus))
      const raw = map.version === 0 ? label : goldLabelOf(said, rule, IDENTITY_MAP)
      if (label !== target.label || raw !== target.rawLabel) write.run(label, raw, clipId)
    },
    refreshMany: (clipIds) => void bringIntoLine([...clipIds]),
    refreshAll: () => bringIntoLine(null),
    *compare({ rule, map }) {
      const mapsOf = corpusMaps(map.entries)
      for (const targets of targetParts(null)) {
        const said = voices.ofMany(idsOf(targets))
        for (const { id, corpus, label } of targets) {
          const to = goldLabelOf(said(id), rule, mapsOf(corpus))
          if (to !== label) yield { clipId: id, from: label, to }
        }
      }
    },
    suppose({ annotations, clipIds, settings: { goldRule, labelMap } }) {
      const now = settings()
      const rule = goldRule === undefined ? now.rule : ruleOf(goldRule)
      const map = labelMap === undefined ? now.map : mapOf(labelMap)
      const looked =
        goldRule === undefined && labelMap === undefined ? [...clipIds].sort((a, b) => a - b) : null
      const [mapsNow, mapsThen] = [corpusMaps(now.map.entries), corpusMaps(map.entries)]
      const annotationsOf = walkByClip(annotations)
      const isSoft = now.rule.kind === 'soft' || rule.kind === 'soft'
      const counted = createChangeCount()
      const { version, name } = map
      const effect = { clips: 0, changedClips: 0, otherShares: 0, rule, map: { version, name } }
      for (const targets of targetParts(looked)) {
        const ids = idsOf(targets)
        const saidThen = voices.supposing(ids, annotationsOf(Math.max(...ids)))
        const saidNow = isSoft ? voices.ofMany(ids) : null
        effect.clips += targets.length
        for (const { id, corpus, label: from } of targets) {
          const [said, toLabel] = [saidThen(id), mapsThen(corpus)]
          const to = goldLabelOf(said, rule, toLabel)
          if (from !== to) {
            counted.add({ kind: 'label', track: null, from, to })
            effect.changedClips++
          } else if (saidNow !== null && to !== null) {
            const before = goldSharesOf(saidNow(id), now.rule, mapsNow(corpus)) ?? { [to]: 1 }
            const after = goldSharesOf(said, rule, toLabel) ?? { [to]: 1 }
            if (!isSameShares(before, after)) effect.otherShares++
          }
        }
      }
      return { ...effect, changes: counted.list() }
    },
    shares() {
      const { rule, map } = settings()
      if (rule.kind !== 'soft') return null
      const mapsOf = corpusMaps(map.entries)
      const said = voices.ofMany(null)
      return (clipId, corpus) => goldSharesOf(said(clipId), rule, mapsOf(corpus))
    },
    at(revision, { rule, map }, clipIds) {
      const mapsOf = corpusMaps(map.entries)
      const labels = new Map<ClipId, string>()
      for (const targets of targetParts(clipIds)) {
        const said = voices.ofMany(idsOf(targets), revision)
        for (const { id, corpus } of targets) {
          const label = goldLabelOf(said(id), rule, mapsOf(corpus))
          if (label !== null) labels.set(id, label)
        }
      }
      return labels
    },
  }
}

/**
 * Gives annotations out by ascending clips, each once; those about one clip in the order in which they came.
 * @returns what is left of those up to a clip
 */
function walkByClip(annotations: readonly SupposedAnnotation[]) {
  const byClip = annotations.toSorted((a, b) => a.clipId - b.clipId)
  let at = 0
  return (lastClipId: number): SupposedAnnotation[] => {
    const from = at
    while (at < byClip.length && byClip[at].clipId <= lastClipId) at++
    return byClip.slice(from, at)
  }
}

function isSameShares(a: Record<string, number>, b: Record<string, number>): boolean {
  const labels = Object.keys(a)
  return labels.length === Object.keys(b).length && labels.every((label) => a[label] === b[label])
}

function corpusMaps(entries: readonly LabelMapEntry[]): (corpus: string) => CorpusMap {
  const maps = new Map<string, CorpusMap>()
  return (corpus) => {
    let map = maps.get(corpus)
    if (!map) maps.set(corpus, (map = corpusMapOf(entries, corpus)))
    return map
  }
}

/** Remembers the last value: settings change seldom and are read at every annotation. */
function cached<Result>(read: (value: string | null) => Result): (value: string | null) => Result {
  let last: { value: string | null; result: Result } | null = null
  return (value) => {
    if (last === null || last.value !== value) last = { value, result: read(value) }
    return last.result
  }
}
