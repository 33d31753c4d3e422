import type { EpochMetrics, RunConfig, RunInfo, RunReport } from '#shared/domain/run.ts'

/** A finished run with all that a comparison looks at. */
export interface ComparedRun {
  info: RunInfo
  config: RunConfig
  report: RunReport
  epochs: EpochMetrics[]
}
