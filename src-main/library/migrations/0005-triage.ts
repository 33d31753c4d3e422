/**
 * What a rule measured, and that a person has looked at a finding and found it no fault: findings are written anew by
 * every audit, so the latter is kept by what the finding says, see `findingKey`. Playlists of triage with the answers
 * that people gave: appended, never changed; the newest that stands holds.
 */
export const triage = `
ALTER TABLE finding ADD COLUMN details TEXT NOT NULL DEFAULT '{}';
ALTER TABLE finding ADD COLUMN finding_key TEXT NOT NULL DEFAULT '';
UPDATE finding SET finding_key = 'written before keys, ' || id;

CREATE TABLE seen_finding (
  finding_key TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  evidence TEXT NOT NULL,
  seen_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- source: the shape of src-shared/domain/triage.ts; clip_ids: all that were ever in it, in their order.
CREATE TABLE triage_playlist (
  playlist_key TEXT PRIMARY KEY,
  source TEXT NOT NULL,
  clip_ids TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- An answer that wrote a label or an exclusion stands as long as that act does. 'none' takes a skip or an unsure back.
CREATE TABLE triage_answer (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  playlist_key TEXT NOT NULL REFERENCES triage_playlist(playlist_key),
  clip_id INTEGER NOT NULL REFERENCES clip(id),
  rater TEXT NOT NULL,
  answer TEXT NOT NULL CHECK (answer IN ('label', 'exclude', 'skip', 'unsure', 'note', 'none')),
  label TEXT,
  note TEXT,
  seconds REAL,
  change_set_id INTEGER REFERENCES change_set(id),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX triage_answer_by_playlist ON triage_answer (playlist_key, rater, id);
`
