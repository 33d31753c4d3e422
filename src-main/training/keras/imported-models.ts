import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { importedModel, type ImportedModel } from '#shared/domain/model.ts'
import type { RunId } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { makeFolders } from '#main/files/make-folders.ts'
import { sizesOf } from '../network/architecture.ts'
import { writeFinalModel } from '../trainer/final-model.ts'
import { writeWhole } from '../trainer/run-files.ts'
import { readKerasFile } from './read-keras-file.ts'

/** Models of a library that come from elsewhere: models/<modelId>/ with model.json and the model as a run's would be stored. */
export interface ImportedModels {
  /** Newest first. */
  list(): ImportedModel[]
  /** The model and its file; null where there is none of that id. */
  find(modelId: RunId): { info: ImportedModel; file: string } | null
  /**
   * @param bytes of a `.keras` file
   * @throws StudioError as `readKerasFile`
   */
  add(bytes: Uint8Array, options: AddOptions): Promise<ImportedModel>
  /** @throws StudioError `notFound` */
  remove(modelId: RunId): void
}

interface AddOptions {
  name: string
  /** Null: as the file says. */
  labels: readonly string[] | null
  featureSet: string
  columnCount: number
}

export function openImportedModels(
  libraryPath: string,
  chance: { now?: () => Date; newId?: () => string } = {},
): ImportedModels {
  const folder = path.join(libraryPath, 'models')
  const now = chance.now ?? (() => new Date())
  const newId = chance.newId ?? (() => `imported-${randomBytes(4).toString('hex')}`)
  const pathsOf = (modelId: string) => ({
    folder: path.join(folder, modelId),
    info: path.join(folder, modelId, 'model.json'),
    file: path.join(folder, modelId, 'model.bin'),
  })

  const find = (modelId: RunId) => {
    const { info, file } = pathsOf(modelId)
    return existsSync(info) ? { info: readInfo(info), file } : null
  }

  return {
    find,
    list() {
      const ids = existsSync(folder) ? readdirSync(folder) : []
      return ids
        .flatMap((modelId) => find(modelId as RunId)?.info ?? [])
        .sort((a, b) => (a.importedAt < b.importedAt ? 1 : -1))
    },
    async add(bytes, { name, ...options }) {
      const { model, remarks } = await readKerasFile(bytes, options)
      const modelId = newId() as RunId
      const paths = pathsOf(modelId)
      const info: ImportedModel = {
        modelId,
        name,
        labels: model.labels,
        featureSet: model.featureSet,
        parameterCount: sizesOf(model.architecture).parameterCount,
        importedAt: now().toISOString(),
        remarks,
      }
      makeFolders(paths.folder)
      writeFinalModel(paths.file, model)
      // last: a model without it is not listed
      writeWhole(paths.info, JSON.stringify(info, null, 2))
      return info
    },
    remove(modelId) {
      if (!find(modelId)) throw new StudioError('notFound', `There is no imported model ${modelId}.`)
      const paths = pathsOf(modelId)
      rmSync(paths.info)
      rmSync(paths.folder, { recursive: true })
    },
  }
}

function readInfo(file: string): ImportedModel {
  const parsed = importedModel.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new StudioError('unreadable', `${file} is of another version; import the model again.`)
}
