/**
 * The acts that one undo or redo is about where these are several, `target_id` being the newest of them. And which answer
 * of triage wrote a change set: the history tells its round by it.
 */
export const actsTurnedTogether = `
CREATE TABLE change_set_target (
  change_set_id INTEGER NOT NULL REFERENCES change_set(id),
  target_id INTEGER NOT NULL REFERENCES change_set(id),
  PRIMARY KEY (change_set_id, target_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX change_set_target_by_target ON change_set_target (target_id);
CREATE INDEX change_set_by_target ON change_set (target_id) WHERE target_id IS NOT NULL;
CREATE INDEX triage_answer_by_change_set ON triage_answer (change_set_id) WHERE change_set_id IS NOT NULL;
`
