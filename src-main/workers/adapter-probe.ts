import { describeAdapter } from '#main/training/engines/dawn.ts'

/** Entry of a child process that tells its parent of this machine's graphics adapter, or why it has none, and ends. */
const send = (answer: unknown) => process.send?.(answer, undefined, undefined, () => process.exit(0))
send(await describeAdapter())
