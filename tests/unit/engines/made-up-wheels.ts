import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'

/** What a made-up wheel holds. */
export interface MadeUpWheel {
  /** As pip knows it, such as `nvidia-cublas-cu12`. */
  name: string
  version: string
  /** Path in the wheel and text. */
  files: Record<string, string>
  /** Lines of METADATA after name and version. */
  metadata?: string
  /** True: the files are changed after RECORD was written. */
  isDamaged?: boolean
}

const SCRIPT = `
import base64, hashlib, json, os, sys, zipfile
folder, wheel = sys.argv[1], json.loads(sys.argv[2])
title = wheel['name'].replace('-', '_') + '-' + wheel['version']
info = title + '.dist-info/'
files = dict(wheel['files'])
files[info + 'METADATA'] = f"Metadata-Version: 2.1\\nName: {wheel['name']}\\nVersion: {wheel['version']}\\n" + wheel.get('metadata', '')
files[info + 'WHEEL'] = 'Wheel-Version: 1.0\\nTag: py3-none-any\\n'
with zipfile.ZipFile(os.path.join(folder, title + '-py3-none-any.whl'), 'w') as archive:
    record = ''
    for name, text in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b'=').decode()
        record += f'{name},sha256={digest},{len(text.encode())}\\n'
        archive.writestr(name, text + ('!' if wheel.get('isDamaged') and name in wheel['files'] else ''))
    archive.writestr(info + 'RECORD', record)
`

/** Writes wheels into a folder. @returns the environment in which pip finds packages there and nowhere else */
export function makeWheels(folder: string, wheels: readonly MadeUpWheel[]): NodeJS.ProcessEnv {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const wheel of wheels) execFileSync('python3', ['-c', SCRIPT, folder, JSON.stringify(wheel)])
  return { ...process.env, PIP_NO_INDEX: '1', PIP_FIND_LINKS: path.resolve(folder) }
}
