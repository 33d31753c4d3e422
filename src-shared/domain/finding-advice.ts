import type { FindingKind } from './finding-kinds.ts'

/** What to do about each kind of finding; one sentence, said beside its acts. */
export const FINDING_ADVICE: Record<FindingKind, string> = {
  silent: 'Exclude it from training.',
  'contradicting-labels': 'Hear it, then keep the label that fits; where none does, exclude them.',
  identical: 'Keep one of them in training.',
  'container-mismatch': 'Nothing to do here: the studio reads it. Rename the file for other programs.',
  'header-fault': 'Nothing to do where the clip sounds whole; exclude it where a part is missing.',
  'odd-sample-rate':
    'Nothing to do here: features are taken at one rate. Listen whether pitch and speed are right.',
  'stereo-among-mono': 'Nothing to do here: the mean of the channels is used.',
  clipped: 'Exclude it where it is heard as distortion; a few samples are harmless.',
  'dc-offset': 'Nothing to do for spectral features; correct the recording chain for the next recordings.',
  dropouts: 'Hear it, and exclude it where words are missing.',
  'low-signal-to-noise': 'Hear it, and exclude it where the voice is not clear.',
  'silence-at-ends':
    'Exclude it where features see only its first seconds; or trim the file outside the studio.',
  'cut-speech': 'Hear the cut end, and exclude it where a word is missing.',
  upsampled: 'Nothing to do for one clip; where a whole source is so, resample all to that bandwidth.',
  'near-duplicate': 'Hear them at the same position, then keep one in training.',
  'unbalanced-labels': 'Judge models by UAR; nothing is to be changed on clips.',
  'unbalanced-sexes': 'Look at scores of women and men apart; nothing is to be changed on clips.',
  confound: 'Test models on another corpus or speaker; nothing is to be changed on clips.',
  'suspected-label': 'Hear it, then take the label that models expect, or mark it as seen.',
  'unknown-speaker': 'Give the speakers in a CSV manifest, then index again.',
  'unknown-sex': 'Give the sex of the speakers in a CSV manifest, then index again.',
  'perceived-disagrees':
    'Triage them one by one, or take what most listeners heard: one press for each label.',
  unreadable: 'Bring a whole copy of the file, then index again.',
  'unreadable-folder': 'Check the permissions of the folder, then index again.',
  'missing-file': 'Bring the files back, or add the folder where they are now.',
  'empty-span': 'Correct start and end in the manifest, then index again.',
  unrecognised: 'Describe the files in a CSV manifest where they belong to the library.',
  'doubled-copy': 'Nothing to do here: the second copy is not indexed.',
  'incomplete-corpus': 'Complete the download, then index again; or say in reports that it is a part.',
  'incomplete-speaker': 'Complete the download, then index again; or say in reports that it is a part.',
  'unexpected-clips': 'Check where the files come from; a published corpus has none like them.',
  'other-encoding': 'Nothing to do here: one encoding is indexed.',
  'name-disagrees':
    'Hear it, then take the other label; where the speaker is wrong, say it in a CSV manifest.',
  'speaker-alias': 'Nothing to do here: it was read as the usual speaker.',
  'speaker-sex-conflict': 'Correct the sex in the manifest, then index again.',
  'not-in-table': 'Check where the files come from; the table of the corpus does not list them.',
  'corpus-table': 'Bring a whole copy of the table, then index again.',
  'manifest-line': 'Correct the line, then index again.',
  'labels-from-folders': 'Check the labels; a CSV manifest says them for certain.',
  'speakers-from-folders': 'Check the speakers; a CSV manifest says them for certain.',
}
