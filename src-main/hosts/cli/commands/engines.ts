import { Command } from 'commander'
import { machineDevices, memoryText } from '#shared/domain/devices.ts'
import { installTensorflow } from '#main/training/engines/install-tensorflow.ts'
import { listEngines } from '#main/training/engines/detect.ts'
import { createProgressLine, printJson, printLine, printTable } from '../print.ts'

export function enginesCommand(): Command {
  return new Command('engines')
    .description('What can train here, and the one command that brings what is missing.')
    .option('-l, --library <dir>', 'accepted for symmetry; engines belong to the machine')
    .option('--json', 'exactly one JSON document on stdout')
    .action(async (options: { json?: boolean }) => {
      const engines = await listEngines()
      if (options.json) printJson({ engines })
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
        else printLine(`TensorFlow ${installed.version} ${installed.variant.toUpperCase()} is installed.`)
      } finally {
        line.end()
      }
    })
}
