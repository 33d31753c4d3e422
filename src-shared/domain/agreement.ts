import * as z from 'zod'

const measured = z.strictObject({
  /** Null where there is nothing to agree on: no clip, or only one value. */
  value: z.number().nullable(),
  /** 95 % by resampling clips; null with too few clips. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
})

const tracksAgreement = {
  /** Clips with two judgements at least. */
  clips: z.number().int(),
  disagreements: z.number().int(),
  /** Krippendorff's alpha. */
  alpha: measured,
  /** Fleiss' kappa over the clips that every track judged. */
  fleiss: z.strictObject({ value: z.number().nullable(), clips: z.number().int() }),
}

/** How far tracks agree: pairwise and all together, per class and per corpus. */
export const agreement = z.strictObject({
  /** Every track of the library with its labelled clips, raters first. */
  available: z.array(z.strictObject({ track: z.string(), clips: z.number().int() })),
  /** Those that were compared. */
  tracks: z.array(z.string()),
  labels: z.array(z.string()),
  all: z.strictObject(tracksAgreement),
  byCorpus: z.array(z.strictObject({ corpus: z.string(), ...tracksAgreement })),
  byLabel: z.array(
    z.strictObject({ label: z.string(), ratings: z.number().int(), alpha: z.number().nullable() }),
  ),
  pairs: z.array(
    z.strictObject({
      first: z.string(),
      second: z.string(),
      clips: z.number().int(),
      sameShare: z.number().nullable(),
      /** Cohen's kappa. */
      kappa: measured,
      /** confusion[label of first][label of second], counts. */
      confusion: z.array(z.array(z.number().int())),
    }),
  ),
})
export type Agreement = z.infer<typeof agreement>

/** Which tracks on which clips. */
export const agreementQuery = z.strictObject({
  /** Empty: all raters. */
  tracks: z.array(z.string().min(1).max(40)).max(12),
  /** Empty: all. */
  corpora: z.array(z.string()),
})
export type AgreementQuery = z.infer<typeof agreementQuery>

/** The clips of one cell of a pair's confusion. */
export const agreementCell = z.strictObject({
  first: z.string(),
  second: z.string(),
  firstLabel: z.string(),
  secondLabel: z.string(),
})
export type AgreementCell = z.infer<typeof agreementCell>
