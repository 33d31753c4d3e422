import type { EngineInfo, EngineName } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'

/**
 * The engine that was asked for, or the first that this machine has.
 * @param infos fastest first
 * @param wanted null: any
 * @throws StudioError `unavailable` saying what would bring it
 */
export function chooseEngine(infos: readonly EngineInfo[], wanted: EngineName | null): EngineInfo {
  if (wanted === null) {
    const best = infos.find((info) => info.isAvailable)
    if (!best) throw new StudioError('unavailable', 'No engine is available on this machine.')
    return best
  }
  const info = infos.find((one) => one.name === wanted)
  if (info?.isAvailable) return info
  const reason = info ? `: ${info.description}.` : '.'
  const help = info?.installCommand ? ` It comes with: ${info.installCommand}` : ''
  throw new StudioError('unavailable', `Engine ${wanted} is not available${reason}${help}`)
}
