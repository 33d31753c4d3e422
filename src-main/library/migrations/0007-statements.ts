/**
 * Which statement a repeated row repeats: after an undo, the rater who judged last is the one who did so before. Rows
 * from before stand where they were written.
 */
export const statements = `
ALTER TABLE annotation ADD COLUMN stated_id INTEGER;
`
