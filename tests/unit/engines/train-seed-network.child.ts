import { runProgram } from '#main/training/engines/run-program.ts'
import { adam } from '#main/training/network/adam.ts'
import { sgd } from '#main/training/network/sgd.ts'
import { train } from './train-seed-network.ts'

// Trains on the devices named and sends what it learnt; a process finds its GPUs once, so each set of devices needs its own.
const [ids, optimizer] = process.argv.slice(2)
let whileOpen: ReturnType<typeof runProgram> | null = null
const { weights, ...trained } = await train(
  ids.split(','),
  optimizer === 'adam' ? adam : sgd(0.9),
  [32, 32, 7],
  {
    atEnd: () =>
      (whileOpen = runProgram('nvidia-smi', ['--query-gpu=memory.used', '--format=csv,noheader,nounits'])),
  },
)
process.send!({ ...trained, weights: [...weights], usedMebibytes: (await whileOpen!).stdout })
