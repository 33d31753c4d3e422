/** Filters with a name. filter and sort: the shapes of src-shared/domain/clip.ts as JSON. */
export const views = `
CREATE TABLE view (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL COLLATE NOCASE UNIQUE,
  filter TEXT NOT NULL,
  sort TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT;
`
