import { spawn } from 'node:child_process'
import { Command } from 'commander'
import { rendererFolder } from '../../renderer-folder.ts'
import { startServer } from '../../server/start-server.ts'
import { libraryPath, openStudio, sessionOf, type LibraryOptions } from '../session.ts'
import { printJson, printLine } from '../print.ts'
import { wholeNumber } from '../usage.ts'

interface ServeOptions extends LibraryOptions {
  port: string
  host: string
  demo?: boolean
  open?: boolean
}

function withServerOptions(command: Command): Command {
  return command
    .option('-l, --library <dir>', 'the library folder')
    .option('--json', 'print the address as one JSON document')
    .option('--demo', 'the demo library')
    .option('--port <n>', 'port; 0 takes a free one', '0')
    .option('--host <name>', 'address to listen on', '127.0.0.1')
}

export function serveCommand(): Command {
  return withServerOptions(new Command('serve'))
    .description('Start the studio as a local server and print its address.')
    .option('--open', 'open the address in the browser')
    .action((options: ServeOptions) => serve(options))
}

export function openCommand(): Command {
  return withServerOptions(new Command('open'))
    .description('Open a library in the studio.')
    .argument('[dir]', 'the library folder; without one, the demo library')
    .action((dir: string | undefined, options: ServeOptions) =>
      serve({ ...options, open: true, ...(dir ? { library: dir } : !options.library && { demo: true }) }),
    )
}

/** Runs until a signal ends it. */
async function serve(options: ServeOptions): Promise<void> {
  const port = wholeNumber('--port', options.port, 0, 65535)
  const studio = await openStudio(options.demo ? null : libraryPath(options))
  if (options.demo) await sessionOf(studio).call('library.openDemo', {})
  const server = await startServer({
    studio,
    rendererFolder: rendererFolder(),
    port,
    hostName: options.host,
    log: (line) => process.stderr.write(`${line}\n`),
  })
  if (options.json) printJson({ url: server.url })
  else printLine(`Emotone is at ${server.url}`)
  if (options.open) openBrowser(server.url)
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
  await server.close()
  await studio.close()
}

/** Best effort: the address is printed too. */
function openBrowser(url: string): void {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return
  const [program, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd', ['/c', 'start', '', url]]
        : ['xdg-open', [url]]
  spawn(program as string, args as string[], { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref()
}
