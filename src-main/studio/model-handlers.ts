import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Handlers } from '#shared/contract/serve.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { SEED_FEATURE_COUNT } from '#main/training/network/seed-architecture.ts'
import { featureSetOf } from '#main/training/queue/prepare-features.ts'
import { isMissing } from '#main/files/is-missing.ts'
import type { StudioContext } from './studio-context.ts'

type ModelHandlers = Pick<Handlers, Extract<keyof Handlers, `models.${string}`>>

export function modelHandlers(context: StudioContext): ModelHandlers {
  const tell = () => context.events.emit('models.changed', context.open().models.list())

  return {
    'models.list': () => context.open().models.list(),
    'models.import': async ({ file, labels }) => {
      const { models } = context.open()
      const added = await models.add(await bytesOf(file), {
        name: path.basename(file).replace(/\.keras$/i, ''),
        labels,
        featureSet: featureSetOf(false),
        columnCount: SEED_FEATURE_COUNT,
      })
      tell()
      return added
    },
    'models.delete': ({ modelId }) => {
      context.open().models.remove(modelId)
      tell()
      return {}
    },
  }
}

/** A model of feature rows stays far below this. */
const MOST_BYTES = 512 * 2 ** 20

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    const status = await stat(file)
    if (!status.isFile() || status.size > MOST_BYTES)
      throw new StudioError('unreadable', `it must be a file of at most ${MOST_BYTES} bytes.`)
    return await readFile(file)
  } catch (error) {
    if (isMissing(error))
      throw new StudioError('notFound', `There is no file ${file} on the studio's machine.`)
    throw new StudioError('notFound', `${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
