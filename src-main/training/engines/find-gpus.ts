import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { DeviceInfo } from '#shared/domain/run.ts'
import { runProgram } from './run-program.ts'

const MEBIBYTE = 2 ** 20
/** A driver that hangs must not keep the studio from starting. */
const TIMEOUT_MILLISECONDS = 10_000
const QUERY = ['--query-gpu=index,uuid,name,memory.total', '--format=csv,noheader,nounits']

interface FoundGpu {
  /** As nvidia-smi counts: by place on the bus. */
  index: number
  uuid: string
  name: string
  memoryBytes: number | null
}

/**
 * The NVIDIA GPUs of this machine that this process may use, without loading a library of theirs: nvidia-smi is asked,
 * and where it is not there, the driver's files. `CUDA_VISIBLE_DEVICES` of the environment hides GPUs, as it does for
 * every program that computes on them.
 * @param options for tests
 * @returns in the order of their indexes; none where the machine has none, or the driver does not answer
 */
export async function findGpus(
  options: { program?: string; driverFolder?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<DeviceInfo[]> {
  const { program = 'nvidia-smi', driverFolder = '/proc/driver/nvidia/gpus', env = process.env } = options
  const found = (await askProgram(program)) ?? (await readDriver(driverFolder))
  return visibleGpus(found, env.CUDA_VISIBLE_DEVICES).map(({ index, name, memoryBytes }) => ({
    id: `GPU:${index}`,
    kind: 'gpu',
    name,
    memoryBytes,
    isAvailable: true,
  }))
}

/** @returns null where the program is missing or fails */
async function askProgram(program: string): Promise<FoundGpu[] | null> {
  const { code, stdout } = await runProgram(program, QUERY, { timeoutMilliseconds: TIMEOUT_MILLISECONDS })
  if (code !== 0) return null
  return stdout
    .split('\n')
    .map((line) => line.split(',').map((cell) => cell.trim()))
    .filter((cells) => cells.length >= 4 && /^\d+$/.test(cells[0]))
    .map(([index, uuid, ...rest]) => {
      const mebibytes = Number(rest.at(-1)) // `[N/A]` where the memory is the machine's own
      return {
        index: Number(index),
        uuid,
        name: rest.slice(0, -1).join(', '),
        memoryBytes: Number.isFinite(mebibytes) ? mebibytes * MEBIBYTE : null,
      }
    })
}

/** A folder a GPU, named for its place on the bus, with lines such as `Model: 		 NVIDIA A100-SXM4-40GB`. */
async function readDriver(folder: string): Promise<FoundGpu[]> {
  const places = await readdir(folder).catch(() => []) // no driver
  const texts = await Promise.all(
    places.sort().map((place) => readFile(path.join(folder, place, 'information'), 'utf8').catch(() => '')),
  )
  return texts.map((text, index) => ({
    index,
    uuid: lineOf(text, 'GPU UUID') ?? '',
    name: lineOf(text, 'Model') ?? 'NVIDIA GPU',
    memoryBytes: null,
  }))
}

const lineOf = (text: string, name: string): string | null =>
  new RegExp(`^${name}:\\s*(.+?)\\s*$`, 'm').exec(text)?.[1] ?? null

/**
 * The rule of CUDA: indexes or beginnings of UUIDs, up to the first that names none.
 * @param visible value of CUDA_VISIBLE_DEVICES
 */
export function visibleGpus<Gpu extends { index: number; uuid: string }>(
  gpus: readonly Gpu[],
  visible: string | undefined,
): Gpu[] {
  if (visible === undefined) return [...gpus]
  const chosen: Gpu[] = []
  for (const name of visible.split(',').map((part) => part.trim())) {
    const gpu = gpus.find(({ index, uuid }) =>
      /^\d+$/.test(name) ? index === Number(name) : name.startsWith('GPU-') && uuid.startsWith(name),
    )
    if (!gpu) break
    if (!chosen.includes(gpu)) chosen.push(gpu)
  }
  return chosen.sort((a, b) => a.index - b.index)
}
