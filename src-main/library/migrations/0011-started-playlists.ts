/** When a playlist was last opened, how many clips it had then, and whether it was taken off the list of those started. */
export const startedPlaylists = `
ALTER TABLE triage_playlist ADD COLUMN opened_at TEXT NOT NULL DEFAULT '';
ALTER TABLE triage_playlist ADD COLUMN clip_count INTEGER NOT NULL DEFAULT 0;
ALTER TABLE triage_playlist ADD COLUMN removed_at TEXT;
UPDATE triage_playlist SET opened_at = created_at, clip_count = json_array_length(clip_ids);
`
