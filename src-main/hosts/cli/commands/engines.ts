import { Command } from 'commander'
import { machineDevices, memoryText, MOST_CPU_RUNS } from '#shared/domain/devices.ts'
import { installTensorflow } from '#main/training/engines/install-tensorflow.ts'
import { listEngines } from '#main/training/engines/detect.ts'
import { chooseCpuRuns, readCpuRuns } from '#main/studio/cpu-runs.ts'
import { dataFolder } from '#main/studio/user-folders.ts'
import { createProgressLine, printJson, printLine, printTable } from '../print.ts'
import { wholeNumber } from '../usage.ts'

export function enginesCommand(): Command {
  return new Command('engines')
    .description('What can train here, and the one command that brings what is missing.')
    .option('-l, --library <dir>', 'accepted for symmetry; engines belong to the machine')
    .option(
      '--cpu-runs <n>',
      'from now on the CPU takes so many runs at once (EMOTONE_CPU_RUNS wins over it)',
    )
    .option('--json', 'exactly one JSON document on stdout')
    .action(async (options: { cpuRuns?: string; json?: boolean }) => {
      const folder = dataFolder()
      const wanted =
        options.cpuRuns === undefined ? null : wholeNumber('--cpu-runs', options.cpuRuns, 1, MOST_CPU_RUNS)
      const cpuRuns = wanted === null ? readCpuRuns(folder) : chooseCpuRuns(folder, wanted)
      const engines = await listEngines({ cpuRunCount: cpuRuns.count })
      if (options.json) printJson({ engines, cpuRuns })
      else {
        const rows = engines.map((one) => [
          one.name,
          one.isAvailable ? 'yes' : 'no',
          one.description,
          one.installCommand ?? '',
        ])
        printTable(['engine', 'here', 'what', 'to get it'], rows)
        printLine()
        const devices = machineDevices(engines).map((one) => [
          one.id,
          one.name,
          memoryText(one.memoryBytes),
          one.engines.join(', ') || 'no engine yet',
        ])
        printTable(['device', 'name', 'memory', 'used by'], devices)
        const why = cpuRuns.isFixed ? ', as EMOTONE_CPU_RUNS says' : ''
        printLine()
        printLine(`Runs on the CPU at once: ${cpuRuns.count}${why}.`)
        if (wanted !== null) printLine('A studio that is open takes it over when the next run is launched.')
      }
    })
}

export function installTensorflowCommand(): Command {
  return new Command('install-tensorflow')
    .description('Fetch TensorFlow once for all clones of this person, verify it, and use it from then on.')
    .option('--gpu', 'the build that computes on NVIDIA GPUs, with the CUDA libraries that it needs')
    .option('--json', 'exactly one JSON document on stdout')
    .action(async (options: { gpu?: boolean; json?: boolean }) => {
      const line = createProgressLine()
      try {
        const installed = await installTensorflow({
          variant: options.gpu ? 'gpu' : 'cpu',
          onProgress: (text) => line.show(text),
        })
        line.end()
        if (options.json) printJson(installed)
        else {
          const { version, variant, folder } = installed
          printLine(`TensorFlow ${version} ${variant.toUpperCase()} is installed in ${folder}.`)
        }
      } finally {
        line.end()
      }
    })
}
