import { machineDeviceLocks } from '#main/training/queue/device-locks.ts'

// Takes a device, says so, and stays: a studio to be killed.
const [id, folder] = process.argv.slice(2)
const attempt = machineDeviceLocks({ EMOTONE_DEVICES: folder }).tryLock(id, 'run far-away')
console.log('release' in attempt ? 'taken' : attempt.heldBy)
process.stdin.resume()
