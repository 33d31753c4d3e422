import type { LineSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type { EpochMetrics } from '#shared/domain/run.ts'
import type { ChartTheme } from './chart-theme.ts'
import { bestEpoch, CURVE_METRICS, type CurveMetric, type CurveMetricInfo } from './curve-metrics.ts'
import { bareText, percentText } from './number-text.ts'
import { RUN_COLOUR_COUNT, runLook } from './run-look.ts'

/** One run's epochs under the name it has on this screen. */
export interface CurveRun {
  name: string
  /** Place in the screen's list of runs; sets colour and symbol. */
  lookIndex: number
  epochs: readonly EpochMetrics[]
  /** How many epochs the run is to have: the axis is as long from the start, so that nothing moves. */
  plannedEpochs: number
  labelCount: number
}

/** How far an axis goes before there is a number. */
const EMPTY_AXIS: Partial<Record<CurveMetric, number>> = { loss: 1.5, learningRate: 1e-3 }
const TRAIN_WIDTH = 1
const DEV_WIDTH = 2.25

/** Epochs are counted from 0 in the data and from 1 on the screen. */
const epochNumber = (metrics: EpochMetrics): number => metrics.epoch + 1

/** Text of a value on an axis or in a tip. */
export function curveValueText(metric: CurveMetric, value: number | null): string {
  return CURVE_METRICS[metric].isShare ? percentText(value) : bareText(value)
}

/**
 * An echarts option with one metric of some runs over the epochs: train thin, dev thick, one colour and symbol a run,
 * the epoch with the best dev UAR marked by a ring, and for the UAR a dashed line at chance.
 * @param tip makes the content of the tip over an epoch, numbered from 1.
 */
export function curveOption(
  metric: CurveMetric,
  runs: readonly CurveRun[],
  theme: ChartTheme,
  tip: (epochNumber: number) => HTMLElement | string,
): EChartsCoreOption {
  const info = CURVE_METRICS[metric]
  const lastEpoch = Math.max(1, ...runs.map((run) => Math.max(run.plannedEpochs, run.epochs.length)))
  const axisText = { color: theme.textSoft, fontSize: 11, fontFamily: theme.fontFamily }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily, color: theme.text },
    grid: { left: 44, right: 16, top: 10, bottom: 36 },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      axisPointer: { type: 'line', lineStyle: { color: theme.lineStrong, type: 'solid' } },
      backgroundColor: theme.surface,
      borderColor: theme.lineStrong,
      padding: [4, 8],
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.fontFamily },
      formatter: (points: unknown) => tip(pointedEpoch(points)),
    },
    xAxis: {
      type: 'value',
      name: 'epoch',
      nameLocation: 'middle',
      nameGap: 20,
      nameTextStyle: axisText,
      // a single epoch has no axis of its own: it stands in the middle of one
      min: lastEpoch > 1 ? 1 : 0,
      max: Math.max(2, lastEpoch),
      minInterval: 1,
      axisLabel: {
        ...axisText,
        hideOverlap: true,
        formatter: (value: number) => (value >= 1 && value <= lastEpoch ? String(value) : ''),
      },
      axisLine: { lineStyle: { color: theme.lineStrong } },
      axisTick: { lineStyle: { color: theme.lineStrong } },
      splitLine: { show: false },
    },
    yAxis: {
      type: 'value',
      min: 0,
      max: info.isShare ? 1 : runs.some((run) => run.epochs.length > 0) ? undefined : EMPTY_AXIS[metric],
      interval: info.isShare ? 0.25 : undefined,
      splitNumber: 4,
      axisLabel: {
        ...axisText,
        formatter: (value: number) => (info.isShare ? `${Math.round(value * 100)} %` : axisNumber(value)),
      },
      splitLine: { lineStyle: { color: theme.line } },
    },
    series: runs.flatMap((run, index) => runSeries(info, metric, run, theme, index === 0)),
  }
}

function runSeries(
  info: CurveMetricInfo,
  metric: CurveMetric,
  run: CurveRun,
  theme: ChartTheme,
  drawsChance: boolean,
): LineSeriesOption[] {
  const colour = theme.runs[run.lookIndex % RUN_COLOUR_COUNT]
  const shared: LineSeriesOption = {
    type: 'line',
    symbol: runLook(run.lookIndex).symbol,
    color: colour,
    emphasis: { disabled: true },
    animation: false,
  }
  const isStepped = metric === 'learningRate'
  const train: LineSeriesOption = {
    ...shared,
    name: `${run.name} train`,
    step: isStepped ? 'middle' : undefined,
    showSymbol: run.epochs.length < 2,
    symbolSize: 4,
    lineStyle: { width: isStepped ? DEV_WIDTH : TRAIN_WIDTH, color: colour, opacity: isStepped ? 1 : 0.75 },
    data: run.epochs.map((epoch) => [epochNumber(epoch), info.train(epoch)]),
    markLine: metric === 'uar' && drawsChance ? chanceLine(run.labelCount, theme) : undefined,
  }
  if (isStepped) return [train]

  const best = bestEpoch(run.epochs)
  const bestValue = best === null ? null : info.dev(best)
  const dev: LineSeriesOption = {
    ...shared,
    name: `${run.name} dev`,
    showSymbol: run.epochs.length < 2,
    symbolSize: 6,
    lineStyle: { width: DEV_WIDTH, color: colour },
    data: run.epochs.map((epoch) => [epochNumber(epoch), info.dev(epoch)]),
    markPoint:
      best === null || bestValue === null
        ? undefined
        : {
            silent: true,
            symbol: runLook(run.lookIndex).symbol,
            symbolSize: 10,
            itemStyle: { color: theme.surface, borderColor: colour, borderWidth: 2 },
            label: { show: false },
            data: [{ name: 'best epoch', coord: [epochNumber(best), bestValue] }],
          },
  }
  return [train, dev]
}

function chanceLine(labelCount: number, theme: ChartTheme): LineSeriesOption['markLine'] {
  return {
    silent: true,
    symbol: 'none',
    lineStyle: { color: theme.textSoft, type: 'dashed', width: 1 },
    label: {
      formatter: 'chance',
      position: 'insideEndTop',
      color: theme.textSoft,
      fontSize: 11,
      fontFamily: theme.fontFamily,
    },
    data: [{ yAxis: 1 / labelCount }],
  }
}

function pointedEpoch(points: unknown): number {
  const first: unknown = Array.isArray(points) ? points[0] : points
  const value = (first as { value?: unknown } | undefined)?.value
  return Array.isArray(value) ? Number(value[0]) : NaN
}

function axisNumber(value: number): string {
  if (value !== 0 && Math.abs(value) < 0.01) return value.toExponential(0)
  return String(Number(value.toFixed(2)))
}
