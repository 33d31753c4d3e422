import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Handlers } from '#shared/contract/serve.ts'
import { messageOf, StudioError } from '#shared/errors.ts'
import { SEED_FEATURE_COUNT } from '#main/training/network/seed-architecture.ts'
import { featureSetOf } from '#main/training/queue/prepare-features.ts'
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

async function bytesOf(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file)
  } catch (error) {
    throw new StudioError('notFound', `${file} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}
