/** Lists of clips that are too long for an address. clip_ids: JSON, ascending; the key is made from them. */
export const clipLists = `
CREATE TABLE clip_list (
  list_key TEXT PRIMARY KEY,
  clip_ids TEXT NOT NULL,
  created_at TEXT NOT NULL
) STRICT, WITHOUT ROWID;
`
