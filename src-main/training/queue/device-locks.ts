import os from 'node:os'
import path from 'node:path'
import type { DeviceId } from '#shared/domain/run.ts'
import { tryLock, type LockAttempt } from '#main/library/process-lock.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { cacheFolder } from '../engines/cache-folder.ts'

/** Who computes on which device of this machine, over all studios of this person. */
export interface DeviceLocks {
  /** @param words what another studio shows that waits for the device */
  tryLock(id: DeviceId, words: string): LockAttempt
}

/**
 * A lock a device in this person's cache, by machine: homes are shared between the machines of a lab. A lock ends with
 * the process that holds it. `EMOTONE_DEVICES` names another folder.
 */
export function machineDeviceLocks(env: NodeJS.ProcessEnv = process.env): DeviceLocks {
  const folder = env.EMOTONE_DEVICES ?? path.join(cacheFolder(env), 'devices', os.hostname())
  return {
    tryLock(id, words) {
      makeFolders(folder)
      const file = path.join(folder, id.toLowerCase().replace(':', '-'))
      return tryLock(
        { lock: `${file}.lock`, holder: `${file}.holder` },
        `${words} of another studio, process ${process.pid}`,
      )
    },
  }
}
