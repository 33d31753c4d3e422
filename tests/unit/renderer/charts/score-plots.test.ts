import { describe, expect, it } from 'vitest'
import { fakeReport, fakeRun } from '#fixtures/fake-run.ts'
import { PRINT_THEME } from '#renderer/components/charts/chart-theme.ts'
import { csvText } from '#renderer/components/charts/csv.ts'
import { setUpCharts, svgOfOption } from '#renderer/components/charts/echarts-setup.ts'
import {
  dotText,
  intervalOption,
  intervalPlotHeight,
  placeDots,
} from '#renderer/components/charts/interval-option.ts'
import { bareText, intervalText, percentText } from '#renderer/components/charts/number-text.ts'
import { runLook } from '#renderer/components/charts/run-look.ts'
import { inPopulationOrder } from '#renderer/stores/experiment-groups.ts'
import { runNames } from '#renderer/stores/run-names.ts'
import { countedUnit, scoreParts } from '#renderer/components/charts/score-parts.ts'

const dot = (group: string, lookIndex: number, value = 0.6) => ({
  group,
  name: `run ${lookIndex}`,
  lookIndex,
  value,
  interval: [value - 0.1, value + 0.1] as const,
  clips: 412,
})

describe('interval plot', () => {
  it('puts the dots of a group close together, below those of the group before', () => {
    const { placed, groups } = placeDots([dot('all', 0), dot('female', 0), dot('all', 1)])
    expect(placed.map(({ group, lookIndex }) => [group, lookIndex])).toEqual([
      ['all', 0],
      ['all', 1],
      ['female', 0],
    ])
    expect(placed[1].y - placed[0].y).toBeLessThan(placed[2].y - placed[1].y)
    expect(groups[0].y).toBe((placed[0].y + placed[1].y) / 2)
  })

  it('draws whiskers, dots and chance', () => {
    setUpCharts()
    const dots = [dot('all', 0), dot('male', 1, 0.4)]
    const svg = svgOfOption(intervalOption('UAR', dots, 0.25, PRINT_THEME), 640, intervalPlotHeight(dots))
    for (const word of ['all', 'male', 'chance', '100 %']) expect(svg).toContain(`>${word}<`)
  })

  it('says a dot in words', () => {
    expect(dotText(dot('female', 0))).toBe('female, run 0: 60.0 % (50.0–70.0 %), 412 clips')
  })
})

describe('score parts', () => {
  it('are all, each sex and each corpus, the run’s own interval over all', () => {
    const report = fakeReport(fakeRun('run-1'))
    const parts = scoreParts(report)
    expect(parts.map((part) => part.name)).toEqual(['all', 'female', 'male', 'CREMA-D', 'RAVDESS'])
    expect(parts[0].uarInterval).toEqual(report.uarInterval)
    expect(scoreParts({ ...report, uarInterval: null })[0].uarInterval).not.toBeNull()
  })

  it('have an interval over clips where the run has none over speakers', () => {
    const few = { ...fakeReport(fakeRun('run-1')), testSpeakers: ['A/1', 'A/2'], uarInterval: null }
    const [low, high] = scoreParts(few)[0].uarInterval ?? [0, 0]
    expect(high - low).toBeGreaterThan(0.05)
  })

  it('count rows in a leaking run', () => {
    expect([countedUnit(true), countedUnit(false)]).toEqual(['rows', 'clips'])
  })
})

describe('how runs look', () => {
  it('gives twelve runs twelve different pairs of colour and symbol', () => {
    const looks = Array.from({ length: 12 }, (_, index) => JSON.stringify(runLook(index)))
    expect(new Set(looks).size).toBe(12)
  })

  it('names runs by population, and by what differs where two share it', () => {
    const mixed = fakeRun('run-1')
    expect(runNames([mixed, fakeRun('run-2', { population: 'female' })])).toEqual(['mixed', 'female'])
    expect(runNames([mixed, fakeRun('run-3', { preset: 'seed' })])).toEqual([
      'mixed · seed-honest',
      'mixed · seed',
    ])
    expect(runNames([mixed, fakeRun('run-4', { seed: 7 })])).toEqual(['mixed · seed 1', 'mixed · seed 7'])
    expect(runNames([mixed, fakeRun('run-5')])).toEqual(['mixed · run-1', 'mixed · run-5'])
  })

  it('orders mixed, female, male', () => {
    const runs = (['male', 'mixed', 'female'] as const).map((population) =>
      fakeRun(population, { population }),
    )
    expect(inPopulationOrder(runs).map((run) => run.population)).toEqual(['mixed', 'female', 'male'])
  })
})

describe('numbers as text', () => {
  it('writes shares in percent and small numbers with an exponent', () => {
    expect([percentText(0.4231), percentText(null), percentText(NaN)]).toEqual(['42.3 %', '–', '–'])
    expect([bareText(1.23456), bareText(0.00016), bareText(0)]).toEqual(['1.235', '1.6e-4', '0.000'])
    expect(intervalText([0.41, 0.52])).toBe('41.0–52.0 %')
  })

  it('quotes what a CSV cell must quote', () => {
    expect(
      csvText(
        ['run', 'uar'],
        [
          ['a "b", c', 0.5],
          ['x', null],
        ],
      ),
    ).toBe(
      // prettier-ignore
      'run,uar\r\n"a ""b"", c",0.5\r\nx,\r\n',
    )
  })
})
