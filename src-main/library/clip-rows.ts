import type { ClipId, ClipRow, Sex } from '#shared/domain/clip.ts'

/** The columns of the table clip that make a row of the clip table. */
export const CLIP_ROW_COLUMNS =
  'id, name, corpus, speaker_id, sex, label, intended, perceived, intensity, text, seconds, sample_rate_hz, is_excluded, finding_kinds'

export interface ClipRecord {
  id: number
  name: string
  corpus: string
  speaker_id: string | null
  sex: Sex
  label: string | null
  intended: string | null
  perceived: string | null
  intensity: string | null
  text: string | null
  seconds: number
  sample_rate_hz: number
  is_excluded: number
  finding_kinds: string
}

export function clipRowOf(record: ClipRecord): ClipRow {
  return {
    id: record.id as ClipId,
    name: record.name,
    corpus: record.corpus,
    speakerId: record.speaker_id,
    sex: record.sex,
    label: record.label,
    intended: record.intended,
    perceived: record.perceived,
    intensity: record.intensity,
    text: record.text,
    seconds: record.seconds,
    sampleRateHz: record.sample_rate_hz,
    excluded: record.is_excluded === 1,
    findings: kindsOf(record.finding_kinds),
  }
}

/** `|silence|clipping|` → both kinds; the bars let a kind be found as text. */
export function kindsOf(findingKinds: string): string[] {
  return findingKinds === '' ? [] : findingKinds.slice(1, -1).split('|')
}
