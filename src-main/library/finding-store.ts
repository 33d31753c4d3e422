import type { NewFinding } from '#main/audit/audit-clip.ts'
import type { LastAudit } from '#shared/domain/audit-state.ts'
import type { ClipId, Finding, FindingDetails } from '#shared/domain/clip.ts'
import { compareFindings } from '#shared/domain/finding-order.ts'
import type { Db } from './database.ts'
import { findingKey } from './finding-key.ts'
import { createSeenFindings, type SeenFindings } from './seen-findings.ts'

/** What indexing and the audit say is wrong. Clip rows carry the kinds that name them. */
export interface FindingStore {
  /** Null: all kinds. Errors first, then warnings, then notes; of one kind the worst first. */
  list(kinds: string[] | null): Finding[]
  /** Takes the place of all that the audit said before; what indexing found stays. */
  replaceAll(findings: NewFinding[]): void
  /**
   * Takes the place of all that the audit said before, but of these kinds; of them, what names only clips that are no
   * longer there goes.
   */
  replaceAllBut(kinds: readonly string[], findings: NewFinding[]): void
  /** Takes the place of what indexing found in one root. */
  replaceOfRoot(rootId: number, findings: NewFinding[]): void
  /** The last audit of the samples that came to its end; null: never. */
  lastAudit(): LastAudit | null
  noteAudit(audit: LastAudit): void
  /** Findings by kind, without those that a person has seen. */
  counts(): Record<string, number>
  /** What people have seen. */
  seen: SeenFindings
}

export function createFindingStore(db: Db, now: () => Date): FindingStore {
  const insertFinding = db.prepare(
    'INSERT INTO finding (root_id, kind, severity, evidence, paths, details, finding_key) VALUES (?, ?, ?, ?, ?, ?, ?)',
  )
  const insertClip = db.prepare('INSERT OR IGNORE INTO finding_clip (finding_id, clip_id) VALUES (?, ?)')
  // most clips of an audit have the findings that they had
  const refresh = db.prepare(
    `WITH named AS (SELECT DISTINCT value AS id FROM json_each(?)),
          kind_of AS (
            SELECT DISTINCT fc.clip_id, f.kind FROM finding_clip fc JOIN finding f ON f.id = fc.finding_id
            WHERE fc.clip_id IN named AND f.finding_key NOT IN (SELECT finding_key FROM seen_finding)
            ORDER BY fc.clip_id, f.kind),
          kinds_of AS (SELECT clip_id, '|' || group_concat(kind, '|') || '|' AS kinds FROM kind_of GROUP BY clip_id)
     UPDATE clip SET finding_kinds = now.kinds
     FROM (SELECT named.id, ifnull(kinds_of.kinds, '') AS kinds FROM named LEFT JOIN kinds_of ON clip_id = named.id) AS now
     WHERE clip.id = now.id AND clip.finding_kinds <> now.kinds`,
  )

  const refreshClips = (clipIds: Iterable<number>) => {
    refresh.run(JSON.stringify([...clipIds]))
  }

  const replace = db.transaction(
    (rootId: number | null, where: string, parameters: (string | number)[], findings: NewFinding[]) => {
      const touched = new Set(
        db
          .prepare<(string | number)[], number>(
            `SELECT DISTINCT clip_id FROM finding_clip WHERE finding_id IN (SELECT id FROM finding WHERE ${where})`,
          )
          .pluck()
          .all(...parameters),
      )
      db.prepare(`DELETE FROM finding WHERE ${where}`).run(...parameters)
      for (const one of findings) {
        const { kind, severity, evidence, paths, clipIds, details = {} } = one
        const { lastInsertRowid } = insertFinding.run(
          rootId,
          kind,
          severity,
          evidence,
          JSON.stringify(paths),
          JSON.stringify(details),
          findingKey(one),
        )
        for (const clipId of clipIds) {
          insertClip.run(lastInsertRowid, clipId)
          touched.add(clipId)
        }
      }
      refreshClips(touched)
    },
  )

  const readAudit = db.prepare<[], string>("SELECT value FROM setting WHERE name = 'lastAudit'").pluck()
  const writeAudit = db.prepare("INSERT OR REPLACE INTO setting (name, value) VALUES ('lastAudit', ?)")

  const seen = createSeenFindings(db, refreshClips, now)

  return {
    seen,
    list: (kinds) => readFindings(db, { kinds }),
    replaceAll: (findings) => replace(null, 'root_id IS NULL', [], findings),
    replaceAllBut: (kinds, findings) =>
      replace(
        null,
        `root_id IS NULL AND (kind NOT IN (SELECT value FROM json_each(?)) OR (
           EXISTS (SELECT 1 FROM finding_clip fc WHERE fc.finding_id = finding.id) AND
           NOT EXISTS (SELECT 1 FROM finding_clip fc JOIN clip c ON c.id = fc.clip_id
                       WHERE fc.finding_id = finding.id AND c.is_present = 1)))`,
        [JSON.stringify(kinds)],
        findings,
      ),
    replaceOfRoot: (rootId, findings) => replace(rootId, 'root_id = ?', [rootId], findings),
    lastAudit: () => {
      const text = readAudit.get()
      return text === undefined ? null : (JSON.parse(text) as LastAudit)
    },
    noteAudit: (audit) => {
      writeAudit.run(JSON.stringify(audit))
    },
    counts: () =>
      Object.fromEntries(
        db
          .prepare(
            `SELECT kind, count(*) FROM finding WHERE finding_key NOT IN (SELECT finding_key FROM seen_finding)
             GROUP BY kind ORDER BY kind`,
          )
          .raw()
          .all() as [string, number][],
      ),
  }
}

interface FindingRecord {
  id: number
  kind: string
  severity: Finding['severity']
  evidence: string
  paths: string
  clipIds: string
  details: string
  isSeen: number
}

/** Findings of some kinds, or those that name one clip: these tell only what listeners heard in that one. */
export function readFindings(
  db: Db,
  { kinds, clipId }: { kinds?: string[] | null; clipId?: ClipId },
): Finding[] {
  const wanted = kinds ? JSON.stringify(kinds) : null
  return db
    .prepare<[string | null, string | null, number | null, number | null], FindingRecord>(
      `SELECT f.id, f.kind, f.severity, f.evidence, f.paths, f.details,
              EXISTS (SELECT 1 FROM seen_finding s WHERE s.finding_key = f.finding_key) AS isSeen,
              (SELECT json_group_array(fc.clip_id) FROM finding_clip fc WHERE fc.finding_id = f.id) AS clipIds
       FROM finding f
       WHERE (? IS NULL OR f.kind IN (SELECT value FROM json_each(?)))
         AND (? IS NULL OR f.id IN (SELECT finding_id FROM finding_clip WHERE clip_id = ?))`,
    )
    .all(wanted, wanted, clipId ?? null, clipId ?? null)
    .map((record) => ({
      ...record,
      paths: JSON.parse(record.paths) as string[],
      clipIds: JSON.parse(record.clipIds) as ClipId[],
      details: detailsOf(record.details, clipId),
      isSeen: record.isSeen === 1,
    }))
    .sort(compareFindings)
}

function detailsOf(json: string, clipId: ClipId | undefined): FindingDetails {
  const details = JSON.parse(json) as FindingDetails
  if (clipId === undefined || details.heard === undefined) return details
  return { ...details, heard: details.heard.filter((one) => one.clipId === clipId) }
}
