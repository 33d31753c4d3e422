import { availableParallelism } from 'node:os'
import type { DeviceId } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import type { TensorflowVariant } from './tensorflow-wheel.ts'

/** What a run's devices mean to TensorFlow in this process. */
export interface DevicePlan {
  variant: TensorflowVariant
  type: 'CPU' | 'GPU'
  /** Devices of that type; TensorFlow counts them from 0 whichever of the machine's they are. */
  count: number
  /** Shares that a batch is cut into, to be worked on side by side. */
  shareCount: number
  /** Threads of one operation, so that all shares together keep the cores busy; not set: as TensorFlow sees fit. */
  threadCount?: number
  /** To be set before the library starts: which GPUs it may see, counted as nvidia-smi does. */
  environment: Record<'CUDA_VISIBLE_DEVICES' | 'CUDA_DEVICE_ORDER', string>
}

/**
 * TensorFlow sees the GPUs that it is given and no others: it takes memory of each that it sees. On the CPU a batch is cut
 * in two, each half with half of the cores: what lies between two large operations is done on all cores then, too.
 * TF_NUM_INTRAOP_THREADS, where it is set, says how many threads an operation has.
 * @throws StudioError `invalid` unless there are only GPUs or only CPUs
 */
export function planDevices(
  devices: readonly DeviceId[],
  {
    coreCount = availableParallelism(),
    env = process.env,
  }: { coreCount?: number; env?: NodeJS.ProcessEnv } = {},
): DevicePlan {
  const [types, indexes] = [0, 1].map((part) => devices.map((id) => id.split(':')[part]))
  const type = types.at(0)
  if ((type !== 'CPU' && type !== 'GPU') || types.some((other) => other !== type))
    throw new StudioError(
      'invalid',
      `devices=${devices.join(',')} must be GPUs or CPUs, one at least and not both.`,
    )
  const count = devices.length
  const shareCount = type === 'CPU' && coreCount > 1 ? Math.max(2, count) : count
  const isLeftToTensorflow = type === 'GPU' || env.TF_NUM_INTRAOP_THREADS !== undefined
  return {
    variant: type === 'GPU' ? 'gpu' : 'cpu',
    type,
    count,
    shareCount,
    ...(!isLeftToTensorflow && { threadCount: Math.max(1, Math.floor(coreCount / shareCount)) }),
    environment: {
      CUDA_DEVICE_ORDER: 'PCI_BUS_ID',
      CUDA_VISIBLE_DEVICES: type === 'GPU' ? indexes.join(',') : '-1',
    },
  }
}
