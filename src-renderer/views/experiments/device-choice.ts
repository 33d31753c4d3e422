import type { DeviceId, DeviceInfo, EngineInfo, EngineName } from '#shared/domain/run.ts'

/**
 * Devices that runs of a plan could be given by name, on the engine that it names or the best there is. Empty where
 * there is nothing to choose.
 */
export function deviceChoices(engines: readonly EngineInfo[], engine: EngineName | null): DeviceInfo[] {
  const info = engines.find((one) => (engine === null ? one.isAvailable : one.name === engine))
  const usable = info?.devices.filter((device) => device.isAvailable) ?? []
  return usable.length > 1 ? usable : []
}

/** The chosen devices after one more was clicked: of one kind, and where the engine spreads no run, one. */
export function toggleDevice(
  choices: readonly DeviceInfo[],
  chosen: readonly DeviceId[],
  id: DeviceId,
  canSpread: boolean,
): DeviceId[] {
  if (chosen.includes(id)) return chosen.filter((one) => one !== id)
  if (!canSpread) return [id]
  const kindOf = (wanted: DeviceId) => choices.find((device) => device.id === wanted)?.kind
  const together = [...chosen.filter((one) => kindOf(one) === kindOf(id)), id]
  return choices.map((device) => device.id).filter((one) => together.includes(one))
}

/** What the choice means, in a sentence. */
export function devicesNote(chosen: readonly DeviceId[]): string {
  if (chosen.length === 0) return 'Each run takes one device, whichever is free.'
  if (chosen.length === 1) return `Each run takes ${chosen[0]}, one after the other.`
  return `Each run takes all ${chosen.length}: every batch is shared among them.`
}
