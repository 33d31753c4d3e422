/**
 * Who acted and why; which rows only put an earlier state back; what the gold label follows from.
 *
 * change_set is made anew because its list of kinds was a CHECK, which SQLite cannot change; foreign keys are off while
 * migrations run. `is_replayed` marks what an undo or redo wrote: the state of a clip and track is the newest row that
 * is no replay and whose change set stands.
 */
export const ratersAndGold = `
CREATE TABLE new_change_set (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  summary TEXT NOT NULL,
  -- The act that an undo or redo is about.
  target_id INTEGER REFERENCES change_set(id),
  -- done -> undone -> done (redo), or undone -> dropped when another act comes first.
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped')),
  -- Null: no person, but what a corpus says.
  rater TEXT,
  reason TEXT,
  -- The label revision that it made; null where an import made several.
  revision INTEGER,
  -- What went to what on how many clips, as JSON.
  changes TEXT NOT NULL DEFAULT '[]',
  created_at TEXT NOT NULL
) STRICT;
INSERT INTO new_change_set (id, kind, summary, target_id, state, rater, revision, created_at)
  SELECT id, kind, summary, target_id, state, iif(kind = 'import', NULL, 'rater'),
    iif(kind = 'import', NULL, ifnull(
      (SELECT max(revision) FROM annotation WHERE change_set_id = change_set.id),
      (SELECT max(revision) FROM exclusion WHERE change_set_id = change_set.id))), created_at
  FROM change_set;
DROP TABLE change_set;
ALTER TABLE new_change_set RENAME TO change_set;
CREATE INDEX change_set_by_state ON change_set (state, id);

ALTER TABLE annotation ADD COLUMN is_replayed INTEGER NOT NULL DEFAULT 0;
-- Counts by label, as JSON, where listeners voted.
ALTER TABLE annotation ADD COLUMN votes TEXT;
ALTER TABLE exclusion ADD COLUMN is_replayed INTEGER NOT NULL DEFAULT 0;
UPDATE annotation SET is_replayed = 1
  WHERE change_set_id IN (SELECT id FROM change_set WHERE kind IN ('undo', 'redo'));
UPDATE exclusion SET is_replayed = 1
  WHERE change_set_id IN (SELECT id FROM change_set WHERE kind IN ('undo', 'redo'));

-- The gold label before the label map.
ALTER TABLE clip ADD COLUMN raw_label TEXT;
UPDATE clip SET raw_label = label WHERE label IS NOT NULL;

-- Append-only, as annotation: the rule of the gold label (JSON) and the version of the label map.
CREATE TABLE gold_setting (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  change_set_id INTEGER NOT NULL REFERENCES change_set(id),
  revision INTEGER NOT NULL,
  name TEXT NOT NULL CHECK (name IN ('goldRule', 'labelMap')),
  value TEXT NOT NULL,
  is_replayed INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX gold_setting_by_name ON gold_setting (name, id);
CREATE INDEX gold_setting_by_change_set ON gold_setting (change_set_id);

-- Every label map that was ever current; a run names the version. Version 0 is none.
CREATE TABLE label_map (
  version INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL,
  entries TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`
