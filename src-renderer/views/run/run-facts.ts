import type { RunReport } from '#shared/domain/run.ts'
import { formatCount, formatTimeLeft, plural } from '../../format.ts'

/** What a finished run was made of, as names and values. */
export function reportFacts(report: RunReport): { name: string; value: string }[] {
  return [
    { name: 'Engine', value: report.engineDescription },
    { name: 'Speed', value: `${formatCount(Math.round(report.samplesPerSecond))} rows/s` },
    { name: 'Time', value: formatTimeLeft(report.seconds) },
    { name: 'Parameters', value: formatCount(report.parameterCount) },
    { name: 'Train rows', value: formatCount(report.trainRows) },
    { name: 'Dev rows', value: formatCount(report.devRows) },
    { name: 'Test rows', value: formatCount(report.testRows) },
  ]
}

/** The speakers of each part, and whether a speaker is in two. */
export function splitParts(report: RunReport): { name: string; speakers: string[] }[] {
  return [
    { name: 'train', speakers: report.trainSpeakers },
    { name: 'dev', speakers: report.devSpeakers },
    { name: 'test', speakers: report.testSpeakers },
  ]
}

/** One sentence about who is in two parts: `No speaker is in two parts.` */
export function splitSentence(report: RunReport): string {
  const train = new Set([...report.trainSpeakers, ...report.devSpeakers])
  const shared = report.testSpeakers.filter((speaker) => train.has(speaker)).length
  if (report.leakedShare === 0 && shared === 0) return 'No speaker is in two parts.'
  const rows = `${(report.leakedShare * 100).toFixed(report.leakedShare > 0.999 ? 3 : 1)} % of the test rows have another row of the same clip in train.`
  return `${plural(shared, 'test speaker is', 'test speakers are')} in train too; ${rows}`
}
