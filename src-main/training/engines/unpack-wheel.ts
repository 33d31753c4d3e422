import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import { lastLine, runProgram } from './run-program.ts'

/**
 * Unpacks files of a wheel and compares each with the SHA-256 that the wheel's RECORD states (urlsafe base64 without
 * padding). The third argument is a list of paths in the wheel, or a folder of it that is taken whole but for
 * C headers and Python modules.
 * Ends with 3 where the disk has no room, and with the process that started it: another installation may follow at once. Prints METADATA and the files.
 */
const SCRIPT = `
import base64, csv, hashlib, io, json, os, shutil, sys, zipfile
studio = os.getppid()
wheel, folder, wanted = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
files = []
with zipfile.ZipFile(wheel) as archive:
    record = next(name for name in archive.namelist() if name.endswith('.dist-info/RECORD'))
    rows = csv.reader(io.StringIO(archive.read(record).decode()))
    stated = {row[0]: row[1] for row in rows if row}
    metadata = record.removesuffix('RECORD') + 'METADATA'
    metadata = archive.read(metadata).decode() if metadata in archive.namelist() else ''
    if isinstance(wanted, str):
        wanted = [name for name in archive.namelist()
                  if name.startswith(wanted) and not name.endswith(('/', '.py')) and '/include/' not in name]
    for name in wanted:
        if name not in stated:
            sys.exit('the wheel holds no ' + name)
        if os.path.isabs(name) or '..' in name.split('/'):
            sys.exit(name + ' leads out of the folder')
    needed = sum(archive.getinfo(name).file_size for name in wanted)
    free = shutil.disk_usage(folder).free
    if free < needed:
        print(f'{needed // 10**6} MB are needed in {folder}; there are {free // 10**6} MB', file=sys.stderr)
        sys.exit(3)
    for name in wanted:
        path = os.path.join(folder, *name.split('/'))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with archive.open(name) as source, open(path, 'wb') as target:
            while block := source.read(1 << 22):
                if os.getppid() != studio:
                    sys.exit('the studio that asked for it has ended')
                digest.update(block)
                size += len(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        found = 'sha256=' + base64.urlsafe_b64encode(digest.digest()).rstrip(b'=').decode()
        if found != stated[name]:
            sys.exit(name + ' is damaged: RECORD states ' + stated[name] + ', it has ' + found)
        if archive.getinfo(name).external_attr >> 16 & 0o111:
            os.chmod(path, 0o755)
        files.append({'name': name, 'bytes': size, 'sha256': digest.hexdigest()})
print(json.dumps({'metadata': metadata, 'files': files}))
`
const NO_ROOM = 3

export const unpackedWheel = z.strictObject({
  /** Text of the wheel's METADATA. */
  metadata: z.string(),
  /** Paths in the wheel, with `/`. */
  files: z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() })),
})
export type UnpackedWheel = z.infer<typeof unpackedWheel>

/**
 * Takes files out of a wheel with Python's zipfile, each checked against the wheel's own RECORD.
 * @param options.wanted paths in the wheel, or the folder in it that is taken whole
 * @throws StudioError `unreadable` where the wheel is damaged or lacks a file, `unavailable` where the disk has no room
 */
export async function unpackWheel(options: {
  python: string
  wheelPath: string
  folder: string
  wanted: readonly string[] | `${string}/`
  signal?: AbortSignal
}): Promise<UnpackedWheel> {
  const { python, wheelPath, folder, wanted, signal } = options
  const { code, stdout, stderr } = await runProgram(
    python,
    ['-c', SCRIPT, wheelPath, folder, JSON.stringify(wanted)],
    { signal },
  )
  if (code === NO_ROOM) throw new StudioError('unavailable', `The disk is full: ${lastLine(stderr)}.`)
  if (code !== 0)
    throw new StudioError('unreadable', `The TensorFlow wheel cannot be unpacked: ${lastLine(stderr)}`)
  return unpackedWheel.parse(JSON.parse(stdout))
}
