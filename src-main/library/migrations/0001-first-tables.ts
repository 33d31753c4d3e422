/** The first tables. Never edited: what changes comes as a migration of its own. */
export const firstTables = `
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

CREATE TABLE corpus_root (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  path TEXT NOT NULL UNIQUE,
  indexed_at TEXT
) STRICT;

-- An audio file as delivered. 'doubled': a second copy, reported and not indexed twice.
CREATE TABLE recording (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  root_id INTEGER NOT NULL REFERENCES corpus_root(id),
  relative_path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  modified_ms REAL NOT NULL,
  hash TEXT NOT NULL,
  corpus TEXT NOT NULL,
  identity_key TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('readable', 'unreadable', 'doubled')),
  is_missing INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  doubled_of INTEGER REFERENCES recording(id),
  container TEXT NOT NULL,
  encoding TEXT NOT NULL,
  bits INTEGER NOT NULL,
  sample_rate_hz REAL NOT NULL,
  channels INTEGER NOT NULL,
  seconds REAL NOT NULL,
  levels TEXT,
  faults TEXT NOT NULL,
  UNIQUE (root_id, relative_path)
) STRICT;
CREATE INDEX recording_by_root ON recording (root_id, corpus);
CREATE INDEX recording_counted ON recording (id) WHERE is_missing = 0 AND state != 'doubled';
CREATE INDEX recording_by_hash ON recording (hash);
CREATE INDEX recording_by_original ON recording (doubled_of) WHERE doubled_of IS NOT NULL;

CREATE TABLE unrecognised_file (
  root_id INTEGER NOT NULL REFERENCES corpus_root(id),
  relative_path TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (root_id, relative_path)
) STRICT, WITHOUT ROWID;

-- What filters and tables need stands on the clip row itself; label, intended, perceived and is_excluded follow
-- from annotation and exclusion and are written in the same transaction.
CREATE TABLE clip (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  recording_id INTEGER NOT NULL REFERENCES recording(id),
  start_seconds REAL,
  end_seconds REAL,
  is_present INTEGER NOT NULL,
  is_excluded INTEGER NOT NULL DEFAULT 0,
  name TEXT NOT NULL,
  corpus TEXT NOT NULL,
  speaker_id TEXT,
  sex TEXT NOT NULL,
  label TEXT,
  intended TEXT,
  perceived TEXT,
  intensity TEXT,
  text TEXT,
  seconds REAL NOT NULL,
  sample_rate_hz REAL NOT NULL,
  finding_kinds TEXT NOT NULL DEFAULT '',
  search TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX clip_by_span ON clip (recording_id, ifnull(start_seconds, -1), ifnull(end_seconds, -1));
CREATE INDEX clip_by_recording ON clip (recording_id, is_present);

-- What the importer read, as JSON: shown as it is, and compared to see whether names or tables have changed.
CREATE TABLE clip_source (
  clip_id INTEGER PRIMARY KEY REFERENCES clip(id),
  found TEXT NOT NULL
) STRICT;

CREATE TABLE change_set (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('import', 'label', 'exclude', 'undo', 'redo')),
  summary TEXT NOT NULL,
  -- The act that an undo or redo is about.
  target_id INTEGER REFERENCES change_set(id),
  -- done -> undone -> done (redo), or undone -> dropped when another act comes first.
  state TEXT NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undone', 'dropped')),
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX change_set_by_state ON change_set (state, id) WHERE kind IN ('label', 'exclude');

-- Append-only. The newest row of a clip and track holds; revision says since which state of all labels.
CREATE TABLE annotation (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  change_set_id INTEGER NOT NULL REFERENCES change_set(id),
  revision INTEGER NOT NULL,
  clip_id INTEGER NOT NULL REFERENCES clip(id),
  track TEXT NOT NULL,
  label TEXT,
  confidence REAL,
  note TEXT,
  created_at TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_by_clip ON annotation (clip_id, track, id);
CREATE INDEX annotation_by_change_set ON annotation (change_set_id);

-- Append-only, as annotation.
CREATE TABLE exclusion (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  change_set_id INTEGER NOT NULL REFERENCES change_set(id),
  revision INTEGER NOT NULL,
  clip_id INTEGER NOT NULL REFERENCES clip(id),
  is_excluded INTEGER NOT NULL
) STRICT;
CREATE INDEX exclusion_by_clip ON exclusion (clip_id, id);
CREATE INDEX exclusion_by_change_set ON exclusion (change_set_id);

-- root_id: set for what indexing found in one root, null for what the audit says.
CREATE TABLE finding (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  root_id INTEGER REFERENCES corpus_root(id),
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  evidence TEXT NOT NULL,
  paths TEXT NOT NULL
) STRICT;
CREATE INDEX finding_by_kind ON finding (kind);

CREATE TABLE finding_clip (
  finding_id INTEGER NOT NULL REFERENCES finding(id) ON DELETE CASCADE,
  clip_id INTEGER NOT NULL REFERENCES clip(id),
  PRIMARY KEY (finding_id, clip_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX finding_clip_by_clip ON finding_clip (clip_id);

CREATE TABLE experiment (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- info and config: the shapes of src-shared/domain/run.ts as JSON.
CREATE TABLE run (
  run_id TEXT PRIMARY KEY,
  experiment_id TEXT NOT NULL REFERENCES experiment(id),
  created_at TEXT NOT NULL,
  info TEXT NOT NULL,
  config TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE epoch (
  run_id TEXT NOT NULL REFERENCES run(run_id) ON DELETE CASCADE,
  epoch INTEGER NOT NULL,
  metrics TEXT NOT NULL,
  PRIMARY KEY (run_id, epoch)
) STRICT, WITHOUT ROWID;

-- Name, speaker and truth as they were when the run predicted: later labels do not change them.
CREATE TABLE prediction (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES run(run_id) ON DELETE CASCADE,
  clip_id INTEGER NOT NULL,
  name TEXT NOT NULL,
  speaker_id TEXT NOT NULL,
  corpus TEXT NOT NULL,
  sex TEXT NOT NULL,
  truth TEXT NOT NULL,
  predicted TEXT NOT NULL,
  probabilities TEXT NOT NULL,
  split TEXT NOT NULL
) STRICT;
CREATE INDEX prediction_by_run ON prediction (run_id, split, truth, predicted);
`
