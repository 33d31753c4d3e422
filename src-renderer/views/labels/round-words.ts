import { formatClock, plural } from '../../format.ts'
import { answersOf, clipsOfRound, type Round } from './history-lines.ts'

/** Such as `Triage: 43 clips by anna, 14:02–14:31`. */
export function roundTitle(round: Round): string {
  const { rater, playlist, entries, mayGoOn } = round
  const [from, to] = [entries.at(-1)!, entries[0]].map(({ createdAt }) => formatClock(createdAt))
  const what = playlist === null ? 'One by one' : 'Triage'
  const when = from === to ? from : `${from}–${to}`
  return `${what}: ${plural(clipsOfRound(round).length, 'clip')} by ${rater}, ${when}${mayGoOn ? ', and earlier' : ''}`
}

/** What has become of its answers: null where all stand. */
export function roundState(round: Round): string | null {
  const answers = answersOf(round)
  const undoneCount = answers.filter(({ isUndone }) => isUndone).length
  if (undoneCount === 0) return null
  return undoneCount === answers.length ? 'undone' : `${undoneCount} undone`
}
