import type { CustomSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type { EChartsCoreOption } from 'echarts/core'
import type { ChartTheme } from './chart-theme.ts'
import type { Interval } from './intervals.ts'
import { intervalText, percentText } from './number-text.ts'
import { RUN_COLOUR_COUNT, runLook } from './run-look.ts'

/** A dot with its whiskers. */
export interface IntervalDot {
  /** Which line of the plot, such as `women`; lines keep the order of their first dot. */
  group: string
  name: string
  lookIndex: number
  value: number
  interval: Interval | null
  clips: number
}

const INTERVAL_DOT_HEIGHT = 18
const GROUP_GAP = 10
/** Room above the dots for the word at the chance line. */
const TOP_HEIGHT = 16
const AXIS_HEIGHT = 38

interface Placed extends IntervalDot {
  /** Centre of the dot from the top of the plot, in pixels. */
  y: number
}

/** Dots under each other, those of one group close together. Heights in pixels. */
export function placeDots(dots: readonly IntervalDot[]): {
  placed: Placed[]
  groups: { name: string; y: number }[]
  height: number
} {
  const names = [...new Set(dots.map((dot) => dot.group))]
  const placed: Placed[] = []
  const groups: { name: string; y: number }[] = []
  let top = GROUP_GAP / 2
  for (const name of names) {
    const own = dots.filter((dot) => dot.group === name)
    own.forEach((dot, index) => placed.push({ ...dot, y: top + INTERVAL_DOT_HEIGHT * (index + 0.5) }))
    const height = own.length * INTERVAL_DOT_HEIGHT
    groups.push({ name, y: top + height / 2 })
    top += height + GROUP_GAP
  }
  return { placed, groups, height: top - GROUP_GAP / 2 }
}

/** How high the whole plot is, its axis included. In pixels. */
export function intervalPlotHeight(dots: readonly IntervalDot[]): number {
  return TOP_HEIGHT + placeDots(dots).height + AXIS_HEIGHT
}

/**
 * An echarts option that draws shares as dots with 95 % whiskers on one axis from 0 to 100 %, and chance as a dashed line.
 * @param title under the axis, such as `UAR`.
 */
export function intervalOption(
  title: string,
  dots: readonly IntervalDot[],
  chance: number | null,
  theme: ChartTheme,
): EChartsCoreOption {
  const { placed, groups, height } = placeDots(dots)
  const labelWidth = Math.min(150, 16 + 7 * Math.max(8, ...groups.map((group) => group.name.length)))
  const colourOf = (dot: IntervalDot) => theme.runs[dot.lookIndex % RUN_COLOUR_COUNT]
  const small = { color: theme.textSoft, fontSize: 11, fontFamily: theme.fontFamily }
  const whiskers: CustomSeriesOption = {
    type: 'custom',
    silent: true,
    data: placed.map((dot) => [dot.interval?.[0] ?? dot.value, dot.interval?.[1] ?? dot.value, dot.y]),
    encode: { x: [0, 1], y: 2 },
    renderItem: (params, api) => {
      const [left, y] = api.coord([api.value(0), api.value(2)])
      const [right] = api.coord([api.value(1), api.value(2)])
      const stroke = colourOf(placed[params.dataIndex])
      const line = (x1: number, y1: number, x2: number, y2: number) =>
        ({ type: 'line', shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth: 1.5 } }) as const
      return {
        type: 'group',
        children: [line(left, y, right, y), line(left, y - 4, left, y + 4), line(right, y - 4, right, y + 4)],
      }
    },
  }
  const points: ScatterSeriesOption = {
    type: 'scatter',
    data: placed.map((dot) => ({
      value: [dot.value, dot.y],
      symbol: runLook(dot.lookIndex).symbol,
      symbolSize: 9,
      itemStyle: { color: colourOf(dot), opacity: 1 },
    })),
    markLine:
      chance === null
        ? undefined
        : {
            silent: true,
            symbol: 'none',
            lineStyle: { color: theme.textSoft, type: 'dashed', width: 1 },
            label: { ...small, formatter: 'chance', position: 'start', distance: 3 },
            data: [{ xAxis: chance }],
          },
  }
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily, color: theme.text },
    grid: { left: labelWidth, right: 20, top: TOP_HEIGHT, height },
    tooltip: {
      trigger: 'item',
      confine: true,
      transitionDuration: 0,
      renderMode: 'richText',
      backgroundColor: theme.surface,
      borderColor: theme.lineStrong,
      textStyle: { color: theme.text, fontSize: 12, fontFamily: theme.fontFamily },
      formatter: (point: unknown) => dotText(placed[(point as { dataIndex: number }).dataIndex]),
    },
    xAxis: {
      type: 'value',
      min: 0,
      max: 1,
      interval: 0.25,
      name: title,
      nameLocation: 'middle',
      nameGap: 22,
      position: 'bottom',
      axisLine: { show: true, onZero: false, lineStyle: { color: theme.lineStrong } },
      axisTick: { lineStyle: { color: theme.lineStrong } },
      nameTextStyle: small,
      axisLabel: { ...small, formatter: (value: number) => `${Math.round(value * 100)} %` },
      splitLine: { lineStyle: { color: theme.line } },
    },
    yAxis: {
      type: 'value',
      inverse: true,
      min: 0,
      max: height,
      axisLabel: { show: false },
      axisTick: { show: false },
      axisLine: { show: false },
      splitLine: { show: false },
    },
    graphic: groups.map((group) => ({
      type: 'text',
      silent: true,
      left: 0,
      top: TOP_HEIGHT + group.y - 7,
      style: { text: group.name, fill: theme.text, font: `12px ${theme.fontFamily}` },
    })),
    series: [whiskers, points],
  }
}

/** A dot in words: `women, female: 61.2 % (52.0–70.1 %), 412 clips`. */
export function dotText(dot: IntervalDot): string {
  const interval = dot.interval ? ` (${intervalText(dot.interval)})` : ''
  return `${dot.group}, ${dot.name}: ${percentText(dot.value)}${interval}, ${dot.clips} clips`
}
