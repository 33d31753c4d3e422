import type { DeviceId } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import type { TensorflowVariant } from './tensorflow-wheel.ts'

/** What a run's devices mean to TensorFlow in this process. */
export interface DevicePlan {
  variant: TensorflowVariant
  type: 'CPU' | 'GPU'
  /** Devices of that type; TensorFlow counts them from 0 whichever of the machine's they are. */
  count: number
  /** To be set before the library starts: which GPUs it may see, counted as nvidia-smi does. */
  environment: Record<'CUDA_VISIBLE_DEVICES' | 'CUDA_DEVICE_ORDER', string>
}

/**
 * TensorFlow sees the GPUs that it is given and no others: it takes memory of each that it sees.
 * @throws StudioError `invalid` unless there are only GPUs or only CPUs
 */
export function planDevices(devices: readonly DeviceId[]): DevicePlan {
  const [types, indexes] = [0, 1].map((part) => devices.map((id) => id.split(':')[part]))
  const type = types.at(0)
  if ((type !== 'CPU' && type !== 'GPU') || types.some((other) => other !== type))
    throw new StudioError(
      'invalid',
      `devices=${devices.join(',')} must be GPUs or CPUs, one at least and not both.`,
    )
  return {
    variant: type === 'GPU' ? 'gpu' : 'cpu',
    type,
    count: devices.length,
    environment: {
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: type === 'GPU' ? indexes.join(',') : '-1',
    },
  }
}
