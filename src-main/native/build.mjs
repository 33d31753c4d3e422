// Compiles kernels.ts and writes it as text into kernels.generated.ts, which is committed: `node src-main/native/build.mjs`.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import asc from 'assemblyscript/asc'

const OPTIONS = [
  '--optimizeLevel',
  '3',
  '--enable',
  'simd',
  '--runtime',
  'stub',
  '--noAssert',
  '--importMemory',
]

/** The compiled kernels as the text of kernels.generated.ts. */
export async function generatedKernels() {
  const baseDir = import.meta.dirname
  let wasm = new Uint8Array()
  const { error, stderr } = await asc.main(
    ['kernels.ts', '--outFile', 'kernels.wasm', ...OPTIONS, '--baseDir', baseDir],
    {
      writeFile: (name, contents) => {
        if (name === 'kernels.wasm') wasm = contents
      },
    },
  )
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`)
  const lines =
    Buffer.from(wasm)
      .toString('base64')
      .match(/.{1,100}/g) ?? []
  return [
    '// Written by build.mjs from kernels.ts; do not edit.',
    '',
    '/** The WebAssembly module of the kernels, base64. */',
    'export const KERNELS_BASE64 =',
    lines.map((line) => `  '${line}'`).join(' +\n'),
    '',
  ].join('\n')
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeFileSync(new URL('kernels.generated.ts', import.meta.url), await generatedKernels())
}
