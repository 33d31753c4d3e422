import { describe, expect, it } from 'vitest'
import { fakeEpochs } from '#fixtures/fake-run.ts'
import { PRINT_THEME } from '#renderer/components/charts/chart-theme.ts'
import { bestEpoch } from '#renderer/components/charts/curve-metrics.ts'
import { curveOption, type CurveRun } from '#renderer/components/charts/curve-option.ts'
import { curveSummary, curveTable } from '#renderer/components/charts/curve-table.ts'
import { setUpCharts, svgOfOption } from '#renderer/components/charts/echarts-setup.ts'
import { framedSvg, paperLegend } from '#renderer/components/charts/framed-svg.ts'
import { mergeEpochs } from '#renderer/stores/merge-epochs.ts'

const run = (name: string, lookIndex: number, epochCount = 8): CurveRun => ({
  name,
  lookIndex,
  epochs: fakeEpochs(epochCount, 0.6, lookIndex + 1),
  plannedEpochs: 20,
  labelCount: 4,
})

interface DrawnSeries {
  name: string
  data: [number, number | null][]
  lineStyle: { width: number; color: string }
  markLine?: { data: { yAxis: number }[] }
  markPoint?: { data: { coord: number[] }[] }
}
const seriesOf = (option: object): DrawnSeries[] => (option as { series: DrawnSeries[] }).series

describe('curves', () => {
  it('draws train thin and dev thick in one colour a run', () => {
    const [train, dev, otherTrain] = seriesOf(
      curveOption('uar', [run('mixed', 0), run('female', 1)], PRINT_THEME, () => ''),
    )
    expect([train.name, dev.name, otherTrain.name]).toEqual(['mixed train', 'mixed dev', 'female train'])
    expect(train.lineStyle.width).toBeLessThan(dev.lineStyle.width)
    expect(train.lineStyle.color).toBe(dev.lineStyle.color)
    expect(otherTrain.lineStyle.color).not.toBe(train.lineStyle.color)
  })

  it('counts epochs from 1 and is as long as the run will be', () => {
    const option = curveOption('loss', [run('mixed', 0)], PRINT_THEME, () => '')
    expect(seriesOf(option)[0].data[0][0]).toBe(1)
    expect(option.xAxis).toMatchObject({ name: 'epoch', min: 1, max: 20 })
  })

  it('marks the epoch with the best dev UAR in every metric', () => {
    const mixed = run('mixed', 0)
    const best = bestEpoch(mixed.epochs)
    const dev = seriesOf(curveOption('loss', [mixed], PRINT_THEME, () => ''))[1]
    expect(dev.markPoint?.data[0].coord).toEqual([(best?.epoch ?? 0) + 1, best?.devLoss])
  })

  it('draws chance once, and only for the UAR', () => {
    const runs = [run('mixed', 0), run('female', 1)]
    const lines = (metric: 'uar' | 'accuracy') =>
      seriesOf(curveOption(metric, runs, PRINT_THEME, () => '')).filter((series) => series.markLine)
    expect(lines('uar').map((series) => series.markLine?.data[0].yAxis)).toEqual([0.25])
    expect(lines('accuracy')).toEqual([])
  })

  it('has one line a run for the learning rate', () => {
    const series = seriesOf(curveOption('learningRate', [run('mixed', 0)], PRINT_THEME, () => ''))
    expect(series).toHaveLength(1)
  })

  it('says the same in a table and in words', () => {
    const runs = [run('mixed', 0, 2), run('male', 1, 1)]
    const table = curveTable('accuracy', runs)
    expect(table.head).toEqual(['epoch', 'mixed train', 'mixed dev', 'male train', 'male dev'])
    expect(table.rows.map((row) => row[0])).toEqual([1, 2])
    expect(table.rows[1].slice(3)).toEqual([null, null])
    expect(curveSummary('accuracy', runs)).toMatch(
      /^Accuracy by epoch\. mixed: train [\d.]+ %, dev [\d.]+ % after epoch 2 of 20\./,
    )
    expect(curveSummary('loss', [{ ...runs[0], epochs: [] }])).toContain('mixed: no epoch yet.')
  })

  it('takes the earlier of two equally good epochs, and none without a dev part', () => {
    const [first, second] = fakeEpochs(2, 0.6)
    expect(bestEpoch([{ ...first, devUar: 0.5 }, { ...second, devUar: 0.5 }])?.epoch).toBe(0) // prettier-ignore
    expect(bestEpoch([{ ...first, devUar: null }])).toBeNull()
  })

  it('merges epochs that were loaded with those that were told, the newer winning', () => {
    const [first, second, third] = fakeEpochs(3, 0.6)
    const again = { ...second, trainLoss: 9 }
    expect(mergeEpochs([first, second], [third, again])).toEqual([first, again, third])
  })

  it('becomes a picture for paper with title and legend, without a page', () => {
    setUpCharts()
    const runs = [run('mixed', 0), run('<b>', 1)]
    const inner = svgOfOption(curveOption('uar', runs, PRINT_THEME, () => ''), 640, 360) // prettier-ignore
    const svg = framedSvg('UAR', paperLegend(runs), inner, 640, 360)
    expect(svg).toContain('chance')
    expect(svg).toContain('▲</tspan> &#60;b&#62;')
    expect(svg.match(/<svg/g)).toHaveLength(svg.match(/<\/svg>/g)?.length ?? 0)
  })
})
