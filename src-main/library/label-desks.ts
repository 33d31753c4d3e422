import type { ClipColumnsKeeper } from './clip-columns.ts'
import {
  isAct,
  isWriting,
  type ActCall,
  type DeskAnswer,
  type DeskArgs,
  type DeskCall,
  type DeskName,
  type LabelTools,
} from './label-desk.ts'
import type { SizeOf } from './label-sizes.ts'
import type { LabelThread } from './label-thread.ts'
import type { WriteTurns } from './write-turns.ts'

/** Is told of an act that takes long before it begins, runs it, and may stop it. @param size clips */
export type OnLongAct = (
  call: ActCall,
  size: number,
  work: (signal: AbortSignal) => Promise<unknown>,
) => Promise<unknown>

/** What people do with labels, the looks before it, and what jobs write, at whichever desk keeps the studio answering meanwhile. */
export interface LabelDesks {
  /**
   * Whatever writes is carried out one after the other, in the order in which they came; each is one transaction. What is about few
   * clips is done at once, all else in a thread.
   * @throws StudioError as the desk does; `cancelled`
   */
  run<Name extends DeskName>(name: Name, ...args: DeskArgs<Name>): Promise<DeskAnswer<Name>>
}

interface DeskTools {
  tools: Pick<LabelTools, 'carryOut'>
  thread: Pick<LabelThread, 'run'>
  turns: WriteTurns
  columns: Pick<ClipColumnsKeeper, 'take'>
  sizeOf: SizeOf
  onLongAct: OnLongAct
  now: () => Date
}

/** About so many clips a call is over within some ten milliseconds. */
const FEW_CLIPS = 1000

export function createLabelDesks(given: DeskTools): LabelDesks {
  const { tools, thread, turns, columns, sizeOf, onLongAct, now } = given

  const inThread = async (call: DeskCall, signal?: AbortSignal): Promise<unknown> => {
    const { result, changes } = await thread.run(call, now(), signal)
    if (changes) columns.take(changes)
    return result
  }
  const carryOut = (call: DeskCall): unknown => {
    const size = sizeOf(call)
    if (size <= FEW_CLIPS) return tools.carryOut(call)
    return isAct(call) ? onLongAct(call, size, (signal) => inThread(call, signal)) : inThread(call)
  }

  return {
    async run<Name extends DeskName>(name: Name, ...args: DeskArgs<Name>) {
      const call = { name, args } as unknown as DeskCall
      if (isWriting(call)) return (await turns.take(() => carryOut(call))) as DeskAnswer<Name>
      await turns.passed()
      return (await carryOut(call)) as DeskAnswer<Name>
    },
  }
}
