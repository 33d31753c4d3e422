import { ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import type { ImportedModel } from '#shared/domain/model.ts'
import type { RunId } from '#shared/domain/run.ts'
import { StudioError } from '#shared/errors.ts'
import { useSession } from './session.ts'
import { useStudioStore } from './studio.ts'

/** Models of the open library that came from elsewhere, kept up by events. */
export const useModelsStore = defineStore('models', () => {
  const models = ref<ImportedModel[]>([])
  const isLoaded = ref(false)
  const error = shallowRef<unknown>(null)
  const studio = useStudioStore()
  let isListening = false

  watch(
    () => [studio.library?.path, studio.connection],
    () => {
      if (isListening && studio.connection === 'ready') void load()
    },
  )

  /** Listens and loads the list. May be called by every screen. */
  async function start(): Promise<void> {
    if (!isListening) {
      useSession().client.on('models.changed', (changed) => (models.value = changed))
      isListening = true
    }
    await load()
  }

  async function load(): Promise<void> {
    try {
      models.value = await useSession().client.call('models.list', {})
      error.value = null
    } catch (failure) {
      error.value = failure
    }
    isLoaded.value = true
  }

  /**
   * @param file on the studio's machine
   * @param labels what the outputs stand for, comma-separated; empty: as the file says
   * @throws StudioError where the file cannot be taken
   */
  function importFile(file: string, labels: string): Promise<ImportedModel> {
    const named = labels
      .split(',')
      .map((label) => label.trim())
      .filter((label) => label !== '')
    const input = { file: file.trim(), labels: named.length > 0 ? named : null }
    return useSession().client.call('models.import', input)
  }

  async function remove(modelId: RunId): Promise<void> {
    await useSession().client.call('models.delete', { modelId })
  }

  /** The model of a run as Keras opens it. @throws StudioError where there is none */
  async function kerasFile(runId: RunId): Promise<Blob> {
    const answer = await fetch(useSession().host.mediaUrl(`media/models/${runId}.keras`))
    if (!answer.ok) throw new StudioError('notFound', await answer.text())
    return answer.blob()
  }

  return { models, isLoaded, error, start, importFile, remove, kerasFile }
})
