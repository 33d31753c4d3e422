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
/** The track of the person who sits at this studio, until raters have names. */
export const DEFAULT_RATER = 'rater'
