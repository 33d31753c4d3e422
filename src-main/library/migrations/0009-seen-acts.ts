/**
 * The acts by which a person saw findings, or took that back, so that undo can reverse them in their turn. findings:
 * those whose state the act changed, as JSON: key, kind and evidence.
 */
export const seenActs = `
CREATE TABLE seen_act (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  is_seen INTEGER NOT NULL,
  findings TEXT NOT NULL,
  created_at TEXT NOT NULL,
  -- Null: the act stands.
  undone_at TEXT
) STRICT;
`
