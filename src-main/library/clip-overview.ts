import type { ClipFilter, Sex } from '#shared/domain/clip.ts'
import { MOST_SPEAKERS, type ClipOverview, type SexCounts } from '#shared/domain/overview.ts'
import { byLabel, byText, lengthBin, EDGES_SECONDS } from './clip-bins.ts'
import type { ClipColumns } from './clip-columns.ts'
import { passAll, type FilterSources } from './clip-filter.ts'
import type { ValueColumn } from './value-column.ts'

const SEXES: readonly Sex[] = ['female', 'male', 'unknown']
const SEX_COUNT = SEXES.length
const LEVEL_STEP_DECIBELS = 3
/** All that is quieter counts in the first bin. */
const QUIETEST_DECIBELS = -72
const LEVEL_BINS = -QUIETEST_DECIBELS / LEVEL_STEP_DECIBELS + 1

/** Counts by group and sex: [groupCount × SEX_COUNT]. */
type Counts = Uint32Array

/** Counts what a filter leaves, in one walk over the columns. */
export function overviewOf(columns: ClipColumns, sources: FilterSources, filter: ClipFilter): ClipOverview {
  const { corpora, labels, speakers, sampleRates, sexes } = columns
  const [seconds, levels] = [columns.seconds.values, columns.rmsDecibels.values]
  const passing = passAll(columns, sources, filter)
  const sexOf = sexes.dictionary.values.map((value) => Math.max(0, (SEXES as string[]).indexOf(value)))
  const labelCount = labels.dictionary.values.length

  const inCell = countsOf(sizeOf(corpora) * labelCount)
  const inCorpus = countsOf(sizeOf(corpora))
  const ofSpeaker = countsOf(sizeOf(speakers))
  const ofRate = countsOf(sizeOf(sampleRates))
  const inLength = countsOf(EDGES_SECONDS.length - 1)
  const atLevel = countsOf(LEVEL_BINS)
  const corpusSeconds = new Float64Array(sizeOf(corpora))
  const speakerSeconds = new Float64Array(sizeOf(speakers))
  let clips = 0
  let withoutLevel = 0
  const [corpusCodes, labelCodes, speakerCodes] = [corpora.codes, labels.codes, speakers.codes]
  const [rateCodes, sexCodes] = [sampleRates.codes, sexes.codes]
  for (let row = 0; row < columns.rowCount; row++) {
    if (passing[row] === 0) continue
    clips++
    const sex = sexOf[sexCodes[row]]
    const corpus = corpusCodes[row]
    const speaker = speakerCodes[row]
    inCell[(corpus * labelCount + labelCodes[row]) * SEX_COUNT + sex]++
    inCorpus[corpus * SEX_COUNT + sex]++
    ofSpeaker[speaker * SEX_COUNT + sex]++
    ofRate[rateCodes[row] * SEX_COUNT + sex]++
    corpusSeconds[corpus] += seconds[row]
    speakerSeconds[speaker] += seconds[row]
    inLength[lengthBin(seconds[row]) * SEX_COUNT + sex]++
    const level = levels[row]
    if (Number.isNaN(level)) withoutLevel++
    else atLevel[levelBin(level) * SEX_COUNT + sex]++
  }

  const speakerList = listSpeakers(speakers, ofSpeaker, speakerSeconds)
  return {
    clips,
    seconds: corpusSeconds.reduce((sum, value) => sum + value, 0),
    speakerCount: speakerList.filter((one) => one.speakerId !== '').length,
    corpora: corpora.dictionary.values
      .map((corpus, code) => ({ corpus, seconds: corpusSeconds[code], clips: sexesAt(inCorpus, code) }))
      .filter((one) => sumOf(one.clips) > 0)
      .sort((a, b) => byText(a.corpus, b.corpus)),
    ...listCells(corpora, labels, inCell),
    lengths: listBins(inLength, (bin, own) => ({
      fromSeconds: EDGES_SECONDS[bin],
      toSeconds: EDGES_SECONDS[bin + 1],
      clips: own,
    })),
    levels: listBins(atLevel, (bin, own) => ({
      fromDecibels: QUIETEST_DECIBELS + bin * LEVEL_STEP_DECIBELS,
      toDecibels: QUIETEST_DECIBELS + (bin + 1) * LEVEL_STEP_DECIBELS,
      clips: own,
    })),
    withoutLevel,
    sampleRates: sampleRates.dictionary.values
      .map((value, code) => ({ value, clips: sexesAt(ofRate, code) }))
      .filter((one) => sumOf(one.clips) > 0)
      .sort((a, b) => byText(a.value, b.value)),
    speakers: speakerList.slice(0, MOST_SPEAKERS),
  }
}

function levelBin(decibels: number): number {
  const bin = Math.floor((decibels - QUIETEST_DECIBELS) / LEVEL_STEP_DECIBELS)
  return Math.min(LEVEL_BINS - 1, Math.max(0, bin))
}

function listCells(corpora: ValueColumn, labels: ValueColumn, counts: Counts) {
  const labelCount = sizeOf(labels)
  const cells = corpora.dictionary.values
    .flatMap((corpus, corpusCode) =>
      labels.dictionary.values.map((label, labelCode) => ({
        corpus,
        label,
        clips: sexesAt(counts, corpusCode * labelCount + labelCode),
      })),
    )
    .filter((cell) => sumOf(cell.clips) > 0)
    .sort((a, b) => byText(a.corpus, b.corpus) || byLabel(a.label, b.label))
  return { cells, labels: [...new Set(cells.map((cell) => cell.label))].sort(byLabel) }
}

function listSpeakers(
  speakers: ValueColumn,
  counts: Counts,
  seconds: Float64Array,
): ClipOverview['speakers'] {
  return speakers.dictionary.values
    .map((speakerId, code) => {
      const own = sexesAt(counts, code)
      // a speaker has one sex; should a corpus say two, the one that it says more often
      const sex = SEXES.toSorted((a, b) => own[b] - own[a])[0]
      return { speakerId, sex, clips: sumOf(own), seconds: seconds[code] }
    })
    .filter((one) => one.clips > 0)
    .sort((a, b) => b.clips - a.clips || byText(a.speakerId, b.speakerId))
}

/** From the first bin that holds a clip to the last. */
function listBins<Bin>(counts: Counts, make: (bin: number, clips: SexCounts) => Bin): Bin[] {
  const sums = Array.from({ length: counts.length / SEX_COUNT }, (_, bin) => sumOf(sexesAt(counts, bin)))
  const first = sums.findIndex((sum) => sum > 0)
  if (first === -1) return []
  const last = sums.findLastIndex((sum) => sum > 0)
  return Array.from({ length: last - first + 1 }, (_, index) =>
    make(first + index, sexesAt(counts, first + index)),
  )
}

function sizeOf(column: ValueColumn): number {
  return column.dictionary.values.length
}

function countsOf(groupCount: number): Counts {
  return new Uint32Array(groupCount * SEX_COUNT)
}

function sexesAt(counts: Counts, group: number): SexCounts {
  const [female, male, unknown] = counts.subarray(group * SEX_COUNT, (group + 1) * SEX_COUNT)
  return { female, male, unknown }
}

function sumOf({ female, male, unknown }: SexCounts): number {
  return female + male + unknown
}
