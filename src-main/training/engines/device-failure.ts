import { setImmediate } from 'node:timers/promises'
import { StudioError, messageOf } from '#shared/errors.ts'
import type { GpuDevice, GpuError } from './dawn.ts'
import { OutOfMemory } from './out-of-memory.ts'

/** Dawn's words where a tensor would be larger than any buffer may be: a smaller batch helps as it does with full memory. */
const TOO_LARGE =
  /exceeds the max buffer size|larger than the maximum storage buffer|is too large for the implementation/

/** What went wrong on a device, which tells of it when it likes and not to whoever caused it. */
export interface DeviceFailure {
  /** @throws OutOfMemory; StudioError `unavailable` where the device is gone; Error for anything else that it told of */
  check(): void
  /** Runs work that fails when the device does. @throws what the device told of, before what the work threw */
  during<T>(work: () => Promise<T>): Promise<T>
  /** From now on the loss of the device is no failure. */
  close(): void
}

/** Listens to a device from now on. */
export function watchDevice(device: GpuDevice): DeviceFailure {
  let failure: Error | null = null
  let isClosed = false
  device.addEventListener('uncapturederror', (event) => {
    event.preventDefault()
    failure ??= meaningOf(event.error)
  })
  void device.lost.then(({ message }) => {
    if (!isClosed) failure ??= deviceLost(message)
  })
  const check = () => {
    if (failure) throw failure
  }
  return {
    check,
    async during(work) {
      try {
        const result = await work()
        check()
        return result
      } catch (error) {
        // the word that the device is lost may come just after the work that it broke off
        await setImmediate()
        check()
        throw meaningOfThrown(error)
      }
    },
    close: () => void (isClosed = true),
  }
}

/** What a call into Dawn threw, as the studio says it. */
export function meaningOfThrown(error: unknown): unknown {
  return TOO_LARGE.test(messageOf(error)) ? new OutOfMemory('webgpu', { cause: error }) : error
}

function meaningOf(error: GpuError): Error {
  if (error.constructor.name === 'GPUOutOfMemoryError' || TOO_LARGE.test(error.message))
    return new OutOfMemory('webgpu', { cause: error })
  return new Error(`The webgpu engine failed: ${error.message}`)
}

function deviceLost(message: string): StudioError {
  const detail = message.trim().replace(/\.$/, '')
  return new StudioError(
    'unavailable',
    `The webgpu engine lost its device${detail ? `: ${detail}` : ''}. ` +
      'Resume the run, or choose another engine if it happens again.',
  )
}
