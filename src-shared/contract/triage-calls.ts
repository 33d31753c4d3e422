import * as z from 'zod'
import { clipId } from '../domain/clip.ts'
import { raterName } from '../domain/labels.ts'
import {
  startedPlaylist,
  triageAnswer,
  triageDecision,
  triagePlaylist,
  triageSource,
} from '../domain/triage.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

const playlistKey = z.string().min(1).max(100)

export const triageCalls = {
  /** Makes a playlist, or goes on with it: what was answered stays in its place, and clips that fit now come last. */
  'triage.open': call(z.strictObject({ source: triageSource, rater: raterName }), triagePlaylist),
  /** Playlists that the rater has started, the last used first; those that were removed are not in it. */
  'triage.list': call(z.strictObject({ rater: raterName }), z.array(startedPlaylist)),
  /** Takes a playlist off that list, or puts it back; its answers stay, and to open it again puts it back too. */
  'triage.remove': call(z.strictObject({ playlistKey, isRemoved: z.boolean() }), nothing),
  /** Stores an answer, with the label or the exclusion that it gives, before it is acknowledged. */
  'triage.answer': call(
    z.strictObject({
      playlistKey,
      clipId,
      rater: raterName,
      decision: triageDecision,
      seconds: z.number().nonnegative().nullable(),
    }),
    triageAnswer,
  ),
  /** Stores a note on a clip; it goes with the label that is given afterwards. */
  'triage.note': call(
    z.strictObject({ playlistKey, clipId, rater: raterName, note: z.string().trim().max(2000) }),
    nothing,
  ),
  /** Takes the rater's newest answer back, with what it changed; null where there is none. */
  'triage.takeBack': call(
    z.strictObject({ playlistKey, rater: raterName }),
    z.strictObject({ clipId: clipId.nullable() }),
  ),
}
