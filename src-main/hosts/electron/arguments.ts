import path from 'node:path'

/** @returns the absolute folder after `--library`; null where there is none: the studio then chooses. */
export function libraryArgument(args: readonly string[], currentFolder: string): string | null {
  const place = args.findIndex((argument) => argument === '--library' || argument.startsWith('--library='))
  if (place < 0) return null
  const [, joined] = args[place]!.split(/=(.*)/s, 2)
  const folder = joined ?? args[place + 1]
  return folder ? path.resolve(currentFolder, folder) : null
}
