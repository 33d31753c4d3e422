/** The level of a clip's recording stands on the clip row, where filters and charts look: RMS in dB relative to full scale. */
export const clipLevels = `
ALTER TABLE clip ADD COLUMN rms_decibels REAL;
UPDATE clip SET rms_decibels = (
  SELECT 20 * log10(nullif(json_extract(r.levels, '$.rms'), 0)) FROM recording r WHERE r.id = clip.recording_id);
`
