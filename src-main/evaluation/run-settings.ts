import {
  DEFAULT_GOLD_RULE,
  describeGoldRule,
  describeLabelMap,
  NO_LABEL_MAP,
} from '#shared/domain/gold-rule.ts'
import type { RunConfig } from '#shared/domain/run.ts'

/** A setting in plain words. */
interface NamedSetting {
  name: string
  value: string
}

/** The settings of a run as a person reads them, in a fixed order. */
export function settingsOf(config: RunConfig): NamedSetting[] {
  const { factor, patienceEpochs, floor } = config.reduceOnPlateau
  return [
    { name: 'Preset', value: config.preset },
    { name: 'Population', value: config.population },
    { name: 'Classes', value: config.labels.join(', ') },
    { name: 'Corpora', value: config.corpora.join(', ') },
    {
      name: 'Split',
      value:
        config.splitBy === 'speaker'
          ? 'by speaker, about 60/20/20: no speaker is in two parts'
          : 'by row after augmentation, 80/20: test information reaches training',
    },
    {
      name: 'Augmentation',
      value: config.augment
        ? 'six rows beside the original: noise, stretch, shift, pitch, faster, slower'
        : 'none',
    },
    { name: 'Features', value: config.featureSet },
    { name: 'Label revision', value: String(config.labelRevision) },
    { name: 'Gold label', value: describeGoldRule(config.goldRule ?? DEFAULT_GOLD_RULE) },
    { name: 'Label map', value: describeLabelMap(config.labelMap ?? NO_LABEL_MAP) },
    { name: 'Seed', value: String(config.seed) },
    { name: 'Epochs', value: String(config.epochs) },
    { name: 'Batch size', value: String(config.batchSize) },
    { name: 'Learning rate', value: String(config.learningRate) },
    {
      name: 'Learning rate on plateau',
      value: `times ${factor} after ${patienceEpochs} epochs without a lower training loss, not below ${floor}`,
    },
    { name: 'Engine', value: config.engine },
    { name: 'Devices', value: config.devices.join(', ') || 'one, any' },
  ]
}

/** The settings that are not the same in all runs; values in the order of the runs. */
export function differingSettings(configs: readonly RunConfig[]): { name: string; values: string[] }[] {
  const [first = [], ...others] = configs.map(settingsOf)
  return first
    .map(({ name, value }, index) => ({
      name,
      values: [value, ...others.map((settings) => settings[index].value)],
    }))
    .filter(({ values }) => new Set(values).size > 1)
}
