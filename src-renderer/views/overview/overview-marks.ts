import type { ClipFilter, Sex } from '#shared/domain/clip.ts'
import type { ClipOverview, SexCounts } from '#shared/domain/overview.ts'
import { withMinus } from '#shared/wording.ts'
import { formatCount, formatLength, formatRate, plural } from '../../format.ts'

/** A bar, a column or a cell of a chart: what it says, and the filter that a click on it stands for. */
export interface Mark {
  key: string
  title: string
  /** Small and grey after the title. */
  note?: string
  clips: SexCounts
  /** How long the mark is, in any unit that its neighbours share. */
  size: number
  text: string
  filter: ClipFilter
}

export const SEXES: readonly Sex[] = ['female', 'male', 'unknown']
export const SEX_WORDS: Record<Sex, string> = { female: 'women', male: 'men', unknown: 'sex not known' }

export function clipCount({ female, male, unknown }: SexCounts): number {
  return female + male + unknown
}

/** `12 women, 3 men`; what is 0 is left out. */
export function sexWords(clips: SexCounts): string {
  const parts = SEXES.filter((sex) => clips[sex] > 0).map(
    (sex) => `${formatCount(clips[sex])} ${SEX_WORDS[sex]}`,
  )
  return parts.join(', ')
}

/** Round counts for the axis of a histogram, from 0 up to at most `most`: 432 → 0, 200, 400. */
export function countTicks(most: number): number[] {
  const least = Math.max(1, most / 4)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= least) ?? 1
  return Array.from({ length: Math.floor(most / step) + 1 }, (_, index) => index * step)
}

/** How long the clips of each corpus are together. */
export function corpusMarks(overview: ClipOverview, filter: ClipFilter): Mark[] {
  return overview.corpora.map(({ corpus, seconds, clips }) => ({
    key: corpus,
    title: corpus,
    note: plural(clipCount(clips), 'clip'),
    clips,
    size: seconds,
    text: formatLength(seconds),
    filter: { ...filter, corpora: [corpus] },
  }))
}

export function speakerMarks(overview: ClipOverview, filter: ClipFilter): Mark[] {
  return overview.speakers.map(({ speakerId, sex, clips, seconds }) => {
    const at = speakerId.indexOf('/')
    return {
      key: speakerId,
      title: speakerId === '' ? 'not known' : speakerId.slice(at + 1),
      note: at === -1 ? '' : speakerId.slice(0, at),
      clips: { female: 0, male: 0, unknown: 0, [sex]: clips },
      size: clips,
      text: `${formatCount(clips)} · ${formatLength(seconds)}`,
      filter: { ...filter, speakers: [speakerId] },
    }
  })
}

export function rateMarks(overview: ClipOverview, filter: ClipFilter): Mark[] {
  return overview.sampleRates.map(({ value, clips }) => ({
    key: value,
    title: formatRate(value),
    clips,
    size: clipCount(clips),
    text: formatCount(clipCount(clips)),
    filter: { ...filter, sampleRates: [value] },
  }))
}

export function lengthMarks(overview: ClipOverview, filter: ClipFilter): Mark[] {
  return overview.lengths.map(({ fromSeconds, toSeconds, clips }) => ({
    key: String(fromSeconds),
    title: `${fromSeconds}–${toSeconds} s`,
    clips,
    size: clipCount(clips),
    text: plural(clipCount(clips), 'clip'),
    filter: { ...filter, minSeconds: fromSeconds, maxSeconds: toSeconds },
  }))
}

export function levelMarks(overview: ClipOverview, filter: ClipFilter): Mark[] {
  return overview.levels.map(({ fromDecibels, toDecibels, clips }, index) => ({
    key: String(fromDecibels),
    title: `${withMinus(String(fromDecibels))} to ${withMinus(String(toDecibels))} dBFS`,
    clips,
    size: clipCount(clips),
    text: plural(clipCount(clips), 'clip'),
    filter: {
      ...filter,
      // the first bin takes what is quieter, too
      ...(index > 0 ? { minDecibels: fromDecibels } : {}),
      maxDecibels: toDecibels,
    },
  }))
}

export interface MatrixRow {
  corpus: string
  /** In the order of the overview's labels; null where there is no clip. */
  cells: (Mark | null)[]
}

/** Clips by corpus and label. */
export function matrixRows(overview: ClipOverview, filter: ClipFilter): MatrixRow[] {
  const byPlace = new Map(overview.cells.map((cell) => [`${cell.corpus}\n${cell.label}`, cell]))
  return overview.corpora.map(({ corpus }) => ({
    corpus,
    cells: overview.labels.map((label) => {
      const cell = byPlace.get(`${corpus}\n${label}`)
      if (cell === undefined) return null
      const count = clipCount(cell.clips)
      return {
        key: label,
        title: `${corpus}, ${label || 'unlabelled'}`,
        clips: cell.clips,
        size: count,
        text: formatCount(count),
        filter: { ...filter, corpora: [corpus], labels: [label] },
      }
    }),
  }))
}
