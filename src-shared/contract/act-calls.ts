import * as z from 'zod'
import { DEFAULT_RATER, raterName } from '../domain/labels.ts'
import { call } from './call.ts'

const turn = [
  z.strictObject({ rater: raterName.default(DEFAULT_RATER) }),
  z.strictObject({
    /** What the act was about; null where there was none. */
    about: z.enum(['labels', 'findings']).nullable(),
    /** Such as `undo: label sad on 3 clips`. */
    summary: z.string(),
  }),
] as const

export const actCalls = {
  /** Reverses the newest act that stands, on labels or on findings, whichever was later. */
  'acts.undo': call(...turn),
  /** Does the act again that was undone last, until another act comes between. */
  'acts.redo': call(...turn),
}
