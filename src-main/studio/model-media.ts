import { runId as runIdSchema } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { originalRowsKey } from '#main/features/feature-settings.ts'
import { writeKerasFile } from '#main/training/keras/write-keras-file.ts'
import { readFinalModel } from '#main/training/trainer/final-model.ts'
import type { StudioContext } from './studio-context.ts'
import { downloadResponse, textResponse } from './responses.ts'

const FOLDER = '/media/models/'

/**
 * `media/models/<runId>.keras`: the model of a run that is done, or an imported one, as Keras opens it.
 * @returns null where the address is not of a model
 */
export async function answerModel(
  request: Request,
  { open }: Pick<StudioContext, 'open'>,
): Promise<Response | null> {
  const { pathname } = new URL(request.url)
  if (!pathname.startsWith(FOLDER)) return null
  const [, id] = /^([^/]+)\.keras$/.exec(pathname.slice(FOLDER.length)) ?? []
  const runId = runIdSchema.safeParse(id)
  if (!runId.success) return textResponse(404, 'A model is media/models/ and the id of its run, then .keras.')
  try {
    const model = readFinalModel(open().queue.model(runId.data).file)
    const bytes = await writeKerasFile(
      { ...model, featureSet: originalRowsKey(model.featureSet) },
      { name: runId.data, savedAt: new Date() },
    )
    return downloadResponse(bytes, `${runId.data}.keras`)
  } catch (error) {
    if (error instanceof StudioError)
      return textResponse(error.code === 'notFound' ? 404 : 422, error.message)
    throw error
  }
}
