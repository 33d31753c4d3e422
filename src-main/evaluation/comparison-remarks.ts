import { LEAST_INTERVAL_SPEAKERS } from '#shared/metrics/bootstrap.ts'
import { chanceUar } from '#shared/metrics/scores.ts'
import type { ComparedRun } from './compared-run.ts'
import { isLeaking, nameRuns, peopleOf, traineesOf, type NamedRun } from './name-runs.ts'

/** Plain sentences about runs beside each other; the first says what was learned, the others limit it. */
export function comparisonRemarks(compared: readonly ComparedRun[]): string[] {
  const runs = nameRuns(compared)
  const honest = runs.filter((run) => !isLeaking(run))
  const leaking = runs.filter(isLeaking)
  return [
    headline(honest, leaking),
    ...leaking.map(leakRemark),
    ...leakagePairs(honest, leaking),
    ...classRemarks(runs),
    ...honest.flatMap(chanceRemark),
    ...runs.flatMap(sexRemark),
    ...sameSpeakersRemarks(honest),
    ...pairsOf(honest).flatMap(([a, b]) => intervalRemark(a, b)),
    ...testSetRemarks(honest),
    ...sizeRemarks(honest),
    ...labelRemarks(runs),
    ...honest.flatMap(fewSpeakersRemark),
  ]
}

function headline(honest: readonly NamedRun[], leaking: readonly NamedRun[]): string {
  const state =
    leaking.length === 0
      ? 'No run leaks.'
      : honest.length === 0
        ? 'Every run here leaks: none of these numbers tells how a model does on unseen speakers.'
        : `${leaking.length} of ${honest.length + leaking.length} runs ${leaking.length === 1 ? 'leaks' : 'leak'}.`
  if (honest.length === 0) return state
  const scores = honest.map(
    (run) =>
      `${run.name} scores UAR ${score(run.report.test.uar)}${intervalText(run)} on unseen ${peopleOf(run)}`,
  )
  const chances = new Set(honest.map((run) => score(chanceUar(run.report.labels.length))))
  const chance = chances.size === 1 ? `; chance is ${[...chances][0]}` : ''
  return `${state} ${capital(scores.join('; '))}${chance}.`
}

function leakRemark(run: NamedRun): string {
  return (
    `${capital(run.name)} scores UAR ${score(run.report.test.uar)}, but ${percent(run.report.leakedShare)} of its test rows ` +
    'have a row of the same clip in training: its numbers cannot be compared with those of runs that do not leak.'
  )
}

/** What leakage alone adds: the same population and classes, trained both ways. */
function leakagePairs(honest: readonly NamedRun[], leaking: readonly NamedRun[]): string[] {
  return leaking.flatMap((leak) =>
    honest
      .filter((run) => run.info.population === leak.info.population && hasSameClasses([run, leak]))
      .map(
        (run) =>
          `Trained on ${traineesOf(run.info.population)}, UAR is ${score(leak.report.test.uar)} where the split leaks and ` +
          `${score(run.report.test.uar)} where no speaker is in two parts.`,
      ),
  )
}

function classRemarks(runs: readonly NamedRun[]): string[] {
  return hasSameClasses(runs) ? [] : ['The classes differ: scores over different classes cannot be compared.']
}

function chanceRemark(run: NamedRun): string[] {
  const interval = run.report.uarInterval
  const chance = chanceUar(run.report.labels.length)
  if (interval === null || interval[0] > chance) return []
  return interval[1] < chance
    ? [`${capital(run.name)} is below chance (${score(chance)}).`]
    : [`${capital(run.name)} is not shown to be above chance: its interval includes ${score(chance)}.`]
}

function sexRemark(run: NamedRun): string[] {
  const { female, male } = run.report.bySex
  if (!female || !male) return []
  return [`${capital(run.name)} scores UAR ${score(female.uar)} on women and ${score(male.uar)} on men.`]
}

/** Where the mixed model was tested on the very clips that tested a model of one sex, the two can be set side by side. */
function sameSpeakersRemarks(runs: readonly NamedRun[]): string[] {
  const mixed = runs.filter((run) => run.info.population === 'mixed')
  return runs.flatMap((run) => {
    const { population } = run.info
    if (population === 'mixed') return []
    return mixed
      .filter((other) => hasSameClasses([run, other]) && testsSame(run, other, population))
      .map(
        (other) =>
          `On the same unseen ${peopleOf(run)}, ${run.name} scores UAR ${score(run.report.test.uar)} and ` +
          `${other.name} ${score(other.report.bySex[population].uar)}.`,
      )
  })
}

const testsSame = (run: NamedRun, mixed: NamedRun, sex: 'female' | 'male'): boolean =>
  run.report.testSpeakers.every((speakerId) => mixed.report.testSpeakers.includes(speakerId)) &&
  run.report.test.clips === mixed.report.bySex[sex]?.clips

function intervalRemark(a: NamedRun, b: NamedRun): string[] {
  const [first, second] = [a.report.uarInterval, b.report.uarInterval]
  if (first === null || second === null || !hasSameClasses([a, b])) return []
  const difference = points(Math.abs(a.report.test.uar - b.report.test.uar))
  const overlap = first[0] <= second[1] && second[0] <= first[1]
  return [
    overlap
      ? `The 95 % intervals of ${a.name} and ${b.name} overlap: their difference of ${difference} of UAR may be chance.`
      : `The 95 % intervals of ${a.name} and ${b.name} do not overlap: they differ by ${difference} of UAR.`,
  ]
}

function testSetRemarks(runs: readonly NamedRun[]): string[] {
  const speakers = new Set(runs.map((run) => run.report.testSpeakers.join('\n')))
  if (speakers.size < 2) return []
  return [
    'The test speakers differ: a difference between models is also a difference between their speakers.',
  ]
}

function sizeRemarks(runs: readonly NamedRun[]): string[] {
  const rows = runs.map((run) => run.report.trainRows)
  const [least, most] = [Math.min(...rows), Math.max(...rows)]
  if (runs.length < 2 || most <= least * 1.1) return []
  return [
    `The models saw ${least} to ${most} training rows: part of a difference may come from the amount of data.`,
  ]
}

function labelRemarks(runs: readonly NamedRun[]): string[] {
  if (new Set(runs.map((run) => run.config.labelRevision)).size < 2) return []
  return ['The label revisions differ: labels were changed between these runs.']
}

function fewSpeakersRemark(run: NamedRun): string[] {
  const count = run.report.testSpeakers.length
  if (count >= LEAST_INTERVAL_SPEAKERS) return []
  return [
    `${capital(run.name)} was tested on ${count === 1 ? '1 speaker' : `${count} speakers`}, ` +
      `too few for an interval over speakers (${LEAST_INTERVAL_SPEAKERS} at least): other speakers may give quite other scores.`,
  ]
}

const hasSameClasses = (runs: readonly NamedRun[]): boolean =>
  new Set(runs.map((run) => run.report.labels.join('\n'))).size < 2

const intervalText = ({ report: { uarInterval } }: NamedRun): string =>
  uarInterval === null ? '' : ` (95 % interval ${score(uarInterval[0])} to ${score(uarInterval[1])})`

const pairsOf = <Item>(items: readonly Item[]): [Item, Item][] =>
  items.flatMap((first, index) => items.slice(index + 1).map((second): [Item, Item] => [first, second]))

/** As the tables say it: `58.3 %`. */
const score = (share: number): string => `${(100 * share).toFixed(1)} %`
/** Between two scores: `4.2 points`. */
const points = (share: number): string => `${(100 * share).toFixed(1)} points`
const percent = (share: number): string => `${(100 * share).toFixed(share > 0.99 && share < 1 ? 2 : 0)} %`
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
