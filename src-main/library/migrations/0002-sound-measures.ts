/**
 * What the audit measured in the samples, by clip hash: moved and renamed files keep it. `version` says by which rules;
 * `measures` is SoundMeasures as JSON without the fingerprint, which lies in 32-bit words of little-endian.
 */
export const soundMeasures = `
CREATE TABLE sound_measure (
  clip_hash TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  measures TEXT NOT NULL,
  fingerprint BLOB NOT NULL
) STRICT;
`
