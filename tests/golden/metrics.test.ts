import { existsSync, readFileSync } from 'node:fs'
import * as z from 'zod'
import { describe, expect, it } from 'vitest'
import { coincidenceOf, krippendorffAlpha } from '#shared/metrics/agreement.ts'
import { cohenKappaOf, matthewsOf } from '#shared/metrics/association.ts'
import { confusionOf, truthCounts } from '#shared/metrics/confusion.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { mcnemarExact } from '#shared/metrics/mcnemar.ts'
import {
  brierOf,
  calibrationBinsOf,
  calibrationErrorOf,
  logLossOf,
  rocAucOf,
  topAccuracyOf,
} from '#shared/metrics/probability-scores.ts'
import { f1Of, precisionOf, scoreConfusion, weightedF1Of } from '#shared/metrics/scores.ts'

const FOLDER = '../shared/golden'
const isMissing = !existsSync(`${FOLDER}/metrics.json`)
const TOLERANCE = 1e-9

const numbers = z.array(z.number())
const scoresSchema = z.object({
  accuracy: z.number(),
  balanced_accuracy: z.number(),
  macro_f1: z.number(),
  weighted_f1: z.number(),
  cohen_kappa: z.number(),
  matthews_corrcoef: z.number(),
  confusion: z.array(numbers),
  per_class: z.record(
    z.string(),
    z.object({ precision: z.number(), recall: z.number(), f1: z.number(), support: z.number() }),
  ),
})
const goldenSchema = z.object({
  classes: z.array(z.string()),
  model_a: scoresSchema,
  model_b: scoresSchema,
  kappa_between_models: z.number(),
  probabilities: z.object({
    brier_sum: z.number(),
    log_loss: z.number(),
    roc_auc_ovr_macro: z.number(),
    top2_accuracy: z.number(),
    ece: z.number(),
    mce: z.number(),
    bins: z.object({ rows: z.array(z.array(z.number().nullable())) }),
  }),
  mcnemar: z.object({
    a_right_b_wrong: z.number(),
    a_wrong_b_right: z.number(),
    p_exact_two_sided: z.number(),
    more_cases: z.object({ rows: z.array(z.tuple([z.number(), z.number(), z.number()])) }),
  }),
  speakers: z.object({ accuracy: z.record(z.string(), z.number()) }),
  by_sex: z.object({ female: scoresSchema, male: scoresSchema }),
  krippendorff: z.object({
    alpha_nominal: z.number(),
    values: z.array(z.string()),
    coincidence: z.array(numbers),
  }),
  edge_case: z.object({
    label: z.array(z.string()),
    predicted: z.array(z.string()),
    expected: scoresSchema,
  }),
})
const tableSchema = z.object({
  rows: z.array(
    z.object({
      speaker: z.string(),
      sex: z.enum(['female', 'male']),
      label: z.string(),
      model_a: z.string(),
      model_b: z.string(),
      p_a: numbers,
    }),
  ),
  raters: z.object({ ratings: z.array(z.array(z.string().nullable())) }),
})
type GoldenScores = z.infer<typeof scoresSchema>

const read = <Schema extends z.ZodType>(name: string, schema: Schema): z.infer<Schema> =>
  schema.parse(JSON.parse(readFileSync(`${FOLDER}/${name}`, 'utf8')))
const near = (got: number, expected: number) =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(TOLERANCE)

function expectScores(labels: string[], truth: string[], predicted: string[], expected: GoldenScores): void {
  const confusion = confusionOf(labels, truth, predicted)
  const scores = scoreConfusion(confusion)
  expect(confusion).toEqual(expected.confusion)
  near(scores.accuracy, expected.accuracy)
  near(scores.uar, expected.balanced_accuracy)
  near(scores.macroF1, expected.macro_f1)
  near(weightedF1Of(confusion), expected.weighted_f1)
  near(cohenKappaOf(confusion), expected.cohen_kappa)
  near(matthewsOf(confusion), expected.matthews_corrcoef)
  labels.forEach((label, index) => {
    const own = expected.per_class[label]
    near(precisionOf(confusion)[index], own.precision)
    near(scores.recall[index] ?? 0, own.recall)
    near(f1Of(confusion)[index], own.f1)
    expect(truthCounts(confusion)[index]).toBe(own.support)
  })
}

describe.skipIf(isMissing)('metrics beside scikit-learn (skipped without ../shared/golden)', () => {
  const golden = isMissing ? null! : read('metrics.json', goldenSchema)
  const table = isMissing ? null! : read('metrics_table.json', tableSchema)
  const column = (key: 'label' | 'model_a' | 'model_b', rows = table.rows) => rows.map((row) => row[key])

  it('scores both models alike', () => {
    expectScores(golden.classes, column('label'), column('model_a'), golden.model_a)
    expectScores(golden.classes, column('label'), column('model_b'), golden.model_b)
  })

  it('scores each sex alike', () => {
    for (const sex of ['female', 'male'] as const) {
      const rows = table.rows.filter((row) => row.sex === sex)
      expectScores(golden.classes, column('label', rows), column('model_a', rows), golden.by_sex[sex])
    }
  })

  it('scores classes that never occur alike', () => {
    const { label, predicted, expected } = golden.edge_case
    expectScores(golden.classes, label, predicted, expected)
  })

  it('finds the same kappa between the models', () => {
    const between = confusionOf(golden.classes, column('model_a'), column('model_b'))
    near(cohenKappaOf(between), golden.kappa_between_models)
  })

  it('judges probabilities alike', () => {
    const rows = table.rows.map((row) => ({
      truthIndex: golden.classes.indexOf(row.label),
      probabilities: row.p_a,
    }))
    const expected = golden.probabilities
    near(brierOf(rows), expected.brier_sum)
    near(logLossOf(rows), expected.log_loss)
    near(rocAucOf(rows, 4) ?? 0, expected.roc_auc_ovr_macro)
    near(topAccuracyOf(rows, 2), expected.top2_accuracy)
    const bins = calibrationBinsOf(rows)
    const error = calibrationErrorOf(bins)
    near(error.expected, expected.ece)
    near(error.largest, expected.mce)
    expected.bins.rows.forEach(([, , count, accuracy, confidence], index) => {
      expect(bins[index].count).toBe(count)
      near(bins[index].accuracy ?? -1, accuracy ?? -1)
      near(bins[index].meanConfidence ?? -1, confidence ?? -1)
    })
  })

  it('finds the same p-values', () => {
    const { a_right_b_wrong, a_wrong_b_right, p_exact_two_sided, more_cases } = golden.mcnemar
    near(mcnemarExact(a_right_b_wrong, a_wrong_b_right), p_exact_two_sided)
    for (const [b, c, p] of more_cases.rows) near(mcnemarExact(b, c), p)
  })

  it('finds the same accuracy per speaker', () => {
    for (const [speaker, rows] of groupBy(table.rows, (row) => row.speaker)) {
      const confusion = confusionOf(golden.classes, column('label', rows), column('model_a', rows))
      near(scoreConfusion(confusion).accuracy, golden.speakers.accuracy[speaker])
    }
  })

  it('finds the same agreement of raters', () => {
    const { ratings } = table.raters
    const units = ratings[0].map((_, unit) => ratings.map((rater) => rater[unit]))
    const { values, coincidence } = coincidenceOf(units)
    expect(values).toEqual(golden.krippendorff.values)
    coincidence.forEach((row, a) =>
      row.forEach((value, b) => near(value, golden.krippendorff.coincidence[a][b])),
    )
    near(krippendorffAlpha(units) ?? 0, golden.krippendorff.alpha_nominal)
  })
})
