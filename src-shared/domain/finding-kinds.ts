import type { Finding } from './clip.ts'

/** What the interface says about a kind of finding. */
export interface FindingKindInfo {
  /** A few words, for lists and chips. */
  title: string
  /** The usual severity; a single finding may have another. */
  severity: Finding['severity']
  /** What it means for the work, and what to do. */
  explanation: string
  /** Which end of what is measured is the worse one; absent where nothing is measured. */
  worse?: 'high' | 'low'
  /** What a finding that names no clips is about; absent: clips, or files. */
  about?: 'corpus'
}

/** Every kind of finding that the audit, the importers and the indexer write. */
export const FINDING_KINDS = {
  silent: {
    title: 'Silent',
    severity: 'error',
    explanation:
      'Every sample is zero. A model learns nothing from it, or learns silence as an emotion: exclude it.',
    worse: 'high',
  },
  'contradicting-labels': {
    title: 'Same sound, different labels',
    severity: 'error',
    explanation:
      'Byte-identical recordings carry different labels: at most one is right. Listen, keep the one whose label fits, and exclude the others.',
  },
  identical: {
    title: 'Same sound twice',
    severity: 'warning',
    explanation:
      'Byte-identical recordings with one label. Keep one: copies in two parts of a split are leakage.',
  },
  'container-mismatch': {
    title: 'Misnamed file',
    severity: 'warning',
    explanation:
      'The content is of another format than the name says. The studio reads it; other programs may not.',
  },
  'header-fault': {
    title: 'Faulty header',
    severity: 'note',
    explanation: 'The file was read, but not as its header says. Listen whether it is whole.',
  },
  'odd-sample-rate': {
    title: 'Odd sample rate',
    severity: 'warning',
    explanation:
      'The sample rate is unlike that of the rest of the corpus: the recording was made or converted otherwise.',
  },
  'stereo-among-mono': {
    title: 'Stereo among mono',
    severity: 'note',
    explanation: 'The rest of the corpus has one channel. The studio takes the mean of the channels.',
  },
  clipped: {
    title: 'Clipped',
    severity: 'note',
    explanation: 'Samples reach full scale: the peaks are cut off. Many of them are heard as distortion.',
    worse: 'high',
  },
  'dc-offset': {
    title: 'Off its middle',
    severity: 'note',
    explanation:
      'The mean of the samples is not 0: a fault of the recording chain. Features of the level see it; the ear does not.',
    worse: 'high',
  },
  dropouts: {
    title: 'Dropouts',
    severity: 'warning',
    explanation:
      'Gaps of exact zeros cut speech off: samples were lost while recording or copying. Listen, and exclude it where words are missing.',
    worse: 'high',
  },
  'low-signal-to-noise': {
    title: 'Much background',
    severity: 'note',
    explanation:
      'The speech hardly stands out from the background. A model may learn the room instead of the voice.',
    worse: 'low',
  },
  'silence-at-ends': {
    title: 'Long silence at an end',
    severity: 'note',
    explanation:
      'Features that look at the first seconds see silence instead of speech. Trim it outside, or exclude it.',
    worse: 'high',
  },
  'cut-speech': {
    title: 'Cut speech',
    severity: 'warning',
    explanation: 'The clip starts or ends at the level of its speech: a word is cut off. Listen to that end.',
    worse: 'low',
  },
  upsampled: {
    title: 'Less bandwidth than its rate',
    severity: 'note',
    explanation:
      'The spectrum ends well below half the sample rate: recorded or coded with less. Beside full recordings it gives its source away.',
    worse: 'low',
  },
  'near-duplicate': {
    title: 'Same sound, other file',
    severity: 'warning',
    explanation:
      'One sound at another level, rate, trim or coding. Keep one: copies in two parts of a split are leakage, with two labels one is wrong.',
    worse: 'low',
  },
  'unbalanced-labels': {
    title: 'Labels out of balance',
    severity: 'note',
    explanation:
      'A model of these clips guesses the frequent label too often. Judge it by UAR and macro F1, not by accuracy.',
    worse: 'low',
    about: 'corpus',
  },
  'unbalanced-sexes': {
    title: 'Sexes out of balance',
    severity: 'note',
    explanation:
      'What a model learns here it learns mostly from one sex. Look at the scores of women and men apart.',
    about: 'corpus',
  },
  confound: {
    title: 'Told from features alone',
    severity: 'note',
    explanation:
      'What has nothing to do with emotion can be read from the features. Where labels go with it, a model may learn it instead.',
    worse: 'high',
    about: 'corpus',
  },
  'suspected-label': {
    title: 'Label worth checking',
    severity: 'note',
    explanation:
      'Models that never heard the speaker expect another label. Listen, most suspicious first; being rare for a speaker is no error.',
    worse: 'low',
  },
  'unknown-speaker': {
    title: 'Speaker unknown',
    severity: 'warning',
    explanation: 'Without speakers no split can be speaker-disjoint: such clips stay out of honest training.',
  },
  'unknown-sex': {
    title: 'Sex unknown',
    severity: 'note',
    explanation: 'These speakers take part in mixed training only, not in models of women or of men.',
  },
  'perceived-disagrees': {
    title: 'Heard otherwise than meant',
    severity: 'note',
    explanation:
      'Most listeners heard another emotion than the actor meant. Worth a second ear before training.',
    worse: 'high',
  },
  unreadable: {
    title: 'Unreadable',
    severity: 'error',
    explanation: 'The file cannot be read as sound. It stays in the list, but out of training.',
  },
  'unreadable-folder': {
    title: 'Unreadable folder',
    severity: 'error',
    explanation:
      'The folder or link cannot be read: what lies there is not indexed, what was known of it stays.',
  },
  'missing-file': {
    title: 'Missing recordings',
    severity: 'warning',
    explanation:
      'Recordings are no longer where they were. Their labels and history are kept, and return with the files.',
  },
  'empty-span': {
    title: 'Empty span',
    severity: 'warning',
    explanation: 'A clip starts behind the end of its recording. Correct the manifest.',
  },
  unrecognised: {
    title: 'Unrecognised file',
    severity: 'note',
    explanation: 'The file fits no naming scheme, manifest or folder of a class, and is not indexed.',
  },
  'doubled-copy': {
    title: 'Second copy',
    severity: 'note',
    explanation: 'The same recording of the same corpus is there twice. The second copy is not indexed.',
  },
  'incomplete-corpus': {
    title: 'Incomplete corpus',
    severity: 'note',
    explanation:
      'Fewer clips than were published. Figures made from it are not comparable with published ones.',
    about: 'corpus',
  },
  'incomplete-speaker': {
    title: 'Incomplete speaker',
    severity: 'note',
    explanation: 'The speaker has fewer clips than were published.',
    about: 'corpus',
  },
  'unexpected-clips': {
    title: 'More than was published',
    severity: 'note',
    explanation: 'The corpus as published has no such speaker, or fewer clips of the speaker.',
    about: 'corpus',
  },
  'other-encoding': {
    title: 'Other encodings',
    severity: 'note',
    explanation: 'The same recordings are there in a second format. The WAV files are indexed.',
  },
  'name-disagrees': {
    title: 'Label and file name disagree',
    severity: 'warning',
    explanation:
      'The file name says another label or speaker than its folder or the manifest. One of them is wrong: listen.',
  },
  'speaker-alias': {
    title: 'Speaker spelled otherwise',
    severity: 'note',
    explanation:
      'The file name spells the speaker otherwise than the rest of the corpus; it was read as the usual speaker.',
  },
  'speaker-sex-conflict': {
    title: 'Speaker of both sexes',
    severity: 'warning',
    explanation: 'One speaker is said to be female here, male there. Correct the manifest.',
  },
  'not-in-table': {
    title: 'Not in the corpus table',
    severity: 'note',
    explanation: 'The table that the corpus ships does not list these clips.',
  },
  'corpus-table': {
    title: 'Table not used',
    severity: 'warning',
    explanation: 'A table of the corpus could not be used; what it would have said stays unknown.',
  },
  'manifest-line': {
    title: 'Fault in a manifest',
    severity: 'warning',
    explanation: 'A line of the manifest breaks a rule and was left out. Correct it and index again.',
  },
  'labels-from-folders': {
    title: 'Labels from folder names',
    severity: 'note',
    explanation: 'No known scheme fits, so the folder names were taken for labels.',
  },
  'speakers-from-folders': {
    title: 'Speakers from folder names',
    severity: 'note',
    explanation: 'Several folders hold the same classes, so they were taken for speakers. Splits rely on it.',
  },
} as const satisfies Record<string, FindingKindInfo>

export type FindingKind = keyof typeof FINDING_KINDS

/** What is known of a kind; a kind that is not in the table is shown by its name. */
export function findingKindInfo(kind: string): FindingKindInfo {
  if (Object.hasOwn(FINDING_KINDS, kind)) return FINDING_KINDS[kind as FindingKind]
  const words = kind.replaceAll('-', ' ')
  return { title: words.charAt(0).toUpperCase() + words.slice(1), severity: 'note', explanation: '' }
}

/** The usual severity of the worst of some kinds; `note` where there are none. */
export function worstSeverity(kinds: readonly string[]): Finding['severity'] {
  const severities = new Set(kinds.map((kind) => findingKindInfo(kind).severity))
  return (['error', 'warning'] as const).find((severity) => severities.has(severity)) ?? 'note'
}
