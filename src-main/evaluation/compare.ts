import { StudioError } from '#shared/errors.ts'
import type { Comparison } from '#shared/domain/run.ts'
import type { ComparedRun } from './compared-run.ts'
import { comparisonRemarks } from './comparison-remarks.ts'
import { differingSettings } from './run-settings.ts'

/**
 * Puts finished runs beside each other, in the order given: their reports, the settings in which they differ, and plain
 * sentences about what the comparison says and what it may not say.
 * @throws StudioError `invalid` without runs
 */
export function compareRuns(runs: readonly ComparedRun[]): Comparison {
  if (runs.length === 0) throw new StudioError('invalid', 'A comparison needs at least one run.')
  return {
    runs: runs.map(({ info, report, epochs }) => ({ info, report, epochs })),
    differences: differingSettings(runs.map((run) => run.config)),
    remarks: comparisonRemarks(runs),
  }
}
