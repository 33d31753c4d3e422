// The smoke test of the window, begun anew where the old Electron's own debugger has ended it: docs/decisions/0018.
import { ended, makeScratch, spawnNode, type Ended } from './emotone.ts'

const ATTEMPTS = 3
const DEBUGGER_CRASH = 'not ok closing the window ends all processes: main ended with SIGSEGV'

/** Runs the smoke test with a scratch folder of its own for each attempt; gives back the last attempt. */
export async function smokeTest(args: readonly string[]): Promise<Ended> {
  for (let attempt = 1; ; attempt++) {
    const scratch = makeScratch()
    try {
      const run = await ended(spawnNode(scratch, args))
      if (attempt === ATTEMPTS || !crashedInDebugger(run.stdout)) return run
    } finally {
      scratch.remove()
    }
    console.warn('The old Electron crashed in its debugger while it ended; the smoke test begins anew.')
  }
}

/** Is the crash while the debugger leaves the one fault of a run? Any other fault is the studio's. */
export function crashedInDebugger(report: string): boolean {
  const faults = report.split('\n').filter((line) => line.startsWith('not ok'))
  return faults.length === 1 && faults[0] === DEBUGGER_CRASH
}
