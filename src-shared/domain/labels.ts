import * as z from 'zod'

/** The studio's label set, in the order of keys and charts. A corpus of one's own may bring others. */
export const STUDIO_LABELS = [
  'angry',
  'happy',
  'neutral',
  'sad',
  'fear',
  'disgust',
  'surprise',
  'calm',
  'boredom',
] as const

/** The four classes of the seed experiment, in its order. */
export const SEED_LABELS = ['angry', 'happy', 'neutral', 'sad'] as const

/** The class used for training, after mapping: lower case, no spaces at the ends. */
export const label = z.string().trim().toLowerCase().min(1).max(40)

/** Where a judgement comes from: what the corpus intended, what listeners perceived, or one local rater. */
export const TRACK_INTENDED = 'intended'
export const TRACK_PERCEIVED = 'perceived'
/** The rater who has not given a name. */
export const DEFAULT_RATER = 'rater'

/** Who annotates: a name of one's own choice, and the name of the track. */
export const raterName = z
  .string()
  .trim()
  .min(1, 'a rater needs a name')
  .max(40, 'a rater’s name has at most 40 characters')
  .refine((name) => isRater(name.toLowerCase()), {
    message: `a rater cannot be called ${TRACK_INTENDED} or ${TRACK_PERCEIVED}: these are tracks of the corpora`,
  })

/** True for the track of a person, false for those that a corpus brings. */
function isRater(track: string): boolean {
  return track !== TRACK_INTENDED && track !== TRACK_PERCEIVED
}
