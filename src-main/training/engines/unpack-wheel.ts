import * as z from 'zod'
import { StudioError } from '#shared/errors.ts'
import type { TensorflowManifest } from './installed-tensorflow.ts'
import { lastLine, runProgram } from './run-program.ts'

/**
 * Unpacks the named files of the wheel's `tensorflow/` folder and compares each with the SHA-256 that the wheel's
 * RECORD states (urlsafe base64 without padding). Prints the manifest's `files`.
 */
const SCRIPT = `
import base64, csv, hashlib, io, json, os, sys, zipfile
wheel, folder, names = sys.argv[1], sys.argv[2], sys.argv[3:]
files = []
with zipfile.ZipFile(wheel) as archive:
    record = next(name for name in archive.namelist() if name.endswith('.dist-info/RECORD'))
    rows = csv.reader(io.StringIO(archive.read(record).decode()))
    stated = {row[0]: row[1] for row in rows if row}
    for name in names:
        inside = 'tensorflow/' + name
        if inside not in stated:
            sys.exit('the wheel holds no ' + inside)
        digest, size = hashlib.sha256(), 0
        with archive.open(inside) as source, open(os.path.join(folder, name), 'wb') as target:
            while block := source.read(1 << 22):
                digest.update(block)
                size += len(block)
                target.write(block)
            target.flush()
            os.fsync(target.fileno())
        found = 'sha256=' + base64.urlsafe_b64encode(digest.digest()).rstrip(b'=').decode()
        if found != stated[inside]:
            sys.exit(inside + ' is damaged: RECORD states ' + stated[inside] + ', it has ' + found)
        files.append({'name': name, 'bytes': size, 'sha256': digest.hexdigest()})
print(json.dumps(files))
`

const unpackedFiles = z.array(z.strictObject({ name: z.string(), bytes: z.number(), sha256: z.string() }))

/**
 * Takes files out of a TensorFlow wheel with Python's zipfile, checked against the wheel's own RECORD.
 * @throws StudioError `unreadable` where the wheel is damaged or lacks a file
 */
export async function unpackWheel(options: {
  python: string
  wheelPath: string
  folder: string
  names: readonly string[]
  signal?: AbortSignal
}): Promise<TensorflowManifest['files']> {
  const { code, stdout, stderr } = await runProgram(
    options.python,
    ['-c', SCRIPT, options.wheelPath, options.folder, ...options.names],
    { signal: options.signal },
  )
  if (code !== 0)
    throw new StudioError('unreadable', `The TensorFlow wheel cannot be unpacked: ${lastLine(stderr)}`)
  return unpackedFiles.parse(JSON.parse(stdout))
}
