import type { FoundClip, FoundProblem } from './importer.ts'
import { bareClip, type ListedFile, type Listing } from './listing.ts'
import { publishedCounts, type BrokenName, type NameScheme } from './name-scheme.ts'
import { addDemographics, addVotes, checkSentenceList } from './crema-d-tables.ts'

const EMOTIONS: Readonly<Record<string, string>> = {
  ANG: 'angry',
  DIS: 'disgust',
  FEA: 'fear',
  HAP: 'happy',
  NEU: 'neutral',
  SAD: 'sad',
}
const SENTENCES: Readonly<Record<string, string>> = {
  IEO: "It's eleven o'clock",
  TIE: 'That is exactly what happened',
  IOM: "I'm on my way to the meeting",
  IWW: 'I wonder what this is about',
  TAI: 'The airplane is almost full',
  MTI: 'Maybe tomorrow it will be cold',
  IWL: 'I would like a new alarm clock',
  ITH: "I think I have a doctor's appointment",
  DFA: "Don't forget a jacket",
  ITS: "I think I've seen this before",
  TSI: 'The surface is slick',
  WSI: "We'll stop in a couple of minutes",
}
/** Null: unspecified. One published name has a single X. */
const LEVELS: Readonly<Record<string, string | null>> = {
  LO: 'low',
  MD: 'medium',
  HI: 'high',
  XX: null,
  X: null,
}
const ACTORS = Array.from({ length: 91 }, (_, index) => String(1001 + index))
/** The finished responses run to tens of megabytes. */
const TABLE = /^(videodemographics|sentencefilenames|summarytable|tabulatedvotes|finis\w*responses\w*)\.csv$/i
const NAME = /^(\d{4})_([A-Z]{3})_([A-Z]{3})_([A-Z]{1,2})$/

/** `AudioWAV/AAAA_SSS_EEE_LL.wav`: Cao et al. (2014). Sex and age stand in VideoDemographics.csv only. */
export const cremaD: NameScheme = {
  corpus: 'CREMA-D',
  published: publishedCounts(ACTORS, 82, { 1002: 81, 1008: 76, 1009: 76, 1019: 76, 1076: 81 }),
  readName,
  isCompanion: (file) => TABLE.test(file.name) || (file.extension === 'flv' && NAME.test(file.stem)),
  readTables,
}

function readName(file: ListedFile): FoundClip | BrokenName | null {
  const parts = NAME.exec(file.stem)
  if (parts === null) {
    if (!/^audio(wav|mp3)$/i.test(file.folders.at(-1) ?? '')) return null
    return { reason: 'a CREMA-D name has actor, sentence, emotion and level, such as 1001_IEO_ANG_HI' }
  }
  const [, actor, sentence, emotion, level] = parts
  const reason =
    (!(sentence in SENTENCES) && `sentence ${sentence} is not one of ${Object.keys(SENTENCES).join(', ')}`) ||
    (!(emotion in EMOTIONS) && `emotion ${emotion} is not one of ${Object.keys(EMOTIONS).join(', ')}`) ||
    (!(level in LEVELS) && `level ${level} is not one of LO, MD, HI, XX`)
  if (reason) return { reason }
  return {
    ...bareClip(file, 'CREMA-D'),
    speaker: actor,
    label: EMOTIONS[emotion],
    intensity: LEVELS[level],
    text: SENTENCES[sentence],
    facts: [
      { name: 'emotion code', value: emotion },
      { name: 'sentence', value: sentence },
      { name: 'level', value: level },
    ],
    identityKey: file.name,
  }
}

async function readTables(clips: FoundClip[], listing: Listing): Promise<FoundProblem[]> {
  return [
    ...(await addDemographics(clips, listing)),
    ...(await addVotes(clips, listing, EMOTIONS)),
    ...(await checkSentenceList(clips, listing)),
  ]
}
