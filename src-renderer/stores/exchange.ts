import { computed, reactive, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { CallInput, CallOutput } from '#shared/contract/contract.ts'
import type { ImportOptions, ImportPreview } from '#shared/domain/exchange.ts'
import type { ChangeResult } from '#shared/domain/label-history.ts'
import { capitalise } from '../format.ts'
import { base64Of } from './base64.ts'
import { useSession } from './session.ts'
import { useSettingsStore } from './settings.ts'
import { useStudioStore } from './studio.ts'
import { useToastsStore } from './toasts.ts'

/** Bytes of one call: Base64 makes a third more of them. */
const PART_BYTES = 2 * 1024 * 1024

/** A file that a person chose: what the store needs of `File`. */
export type ChosenFile = Pick<File, 'name' | 'size' | 'slice'> & { webkitRelativePath?: string }

/** Labels on their way out of the library and into it. */
export const useExchangeStore = defineStore('exchange', () => {
  const studio = useStudioStore()
  const settings = useSettingsStore()
  const toasts = useToastsStore()

  /** Tracks of the library; without the gold labels. */
  const tracks = shallowRef<string[]>([])
  const started = shallowRef<CallOutput<'exchange.export'> | null>(null)
  const exportError = shallowRef<unknown>(null)
  /** The export under way or made last; null before the first. */
  const exportJob = computed(() => studio.jobs.find((job) => job.id === started.value?.jobId) ?? null)

  const uploadId = ref<string | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  const importError = shallowRef<unknown>(null)
  const isReading = ref(false)
  const isApplying = ref(false)
  const options = reactive({
    /** Empty: as the file says. */
    rater: '',
    /** Null: all tracks of the file. */
    tracks: null as string[] | null,
    newLabels: false,
    overNewer: false,
    asGold: false,
  })
  const changeCount = computed(() => (preview.value?.totals.new ?? 0) + (preview.value?.totals.changed ?? 0))
  /** What was imported last from the files at hand; null: nothing, or they are looked at again. */
  const imported = shallowRef<ChangeResult | null>(null)
  let asked = 0

  async function load(): Promise<void> {
    tracks.value = await useSession().client.call('exchange.tracks', {})
  }

  async function startExport(order: CallInput<'exchange.export'>): Promise<void> {
    exportError.value = null
    started.value = null
    try {
      started.value = await useSession().client.call('exchange.export', order)
    } catch (error) {
      exportError.value = error
    }
  }

  /** Sends files to the studio and looks at what they would change. */
  async function choose(files: readonly ChosenFile[]): Promise<void> {
    if (files.length === 0) return
    forget()
    const mine = asked
    isReading.value = true
    try {
      let id: string | null = null
      for (const file of files) id = await send(file, id)
      if (mine !== asked) return
      uploadId.value = id
      await look()
    } catch (error) {
      if (mine === asked) importError.value = error
    } finally {
      if (mine === asked) isReading.value = false
    }
  }

  async function send(file: ChosenFile, first: string | null): Promise<string> {
    const name = file.webkitRelativePath || file.name
    let uploadId = first
    for (let from = 0; from === 0 || from < file.size; from += PART_BYTES) {
      const part = new Uint8Array(await file.slice(from, from + PART_BYTES).arrayBuffer())
      const sent = await useSession().client.call('exchange.send', { uploadId, name, base64: base64Of(part) })
      uploadId = sent.uploadId
    }
    return uploadId!
  }

  /** Looks again at what was sent: under other options, or after labels have changed. */
  async function look(): Promise<void> {
    if (uploadId.value === null) return
    const mine = ++asked
    isReading.value = true
    importError.value = null
    imported.value = null
    try {
      const source = { uploadId: uploadId.value }
      const found = await useSession().client.call('exchange.preview', { source, options: chosenOptions() })
      if (mine === asked) preview.value = found
    } catch (error) {
      if (mine !== asked) return
      importError.value = error
      preview.value = null
    } finally {
      if (mine === asked) isReading.value = false
    }
  }

  /** Does what the preview shows. @returns false where the studio refused */
  async function apply(reason: string): Promise<boolean> {
    if (uploadId.value === null || preview.value === null) return false
    isApplying.value = true
    try {
      const { fileHash, planHash } = preview.value
      const change = await useSession().client.call('exchange.apply', {
        source: { uploadId: uploadId.value },
        options: chosenOptions(),
        seen: { fileHash, planHash },
        rater: settings.rater,
        reason: reason.trim() || null,
      })
      imported.value = change
      await load()
      return true
    } catch (error) {
      importError.value = error
      return false
    } finally {
      isApplying.value = false
    }
  }

  /** Takes the import back and looks at its files again. */
  async function undo(): Promise<void> {
    const changeSetId = imported.value?.changeSetId ?? null
    if (changeSetId === null) return
    try {
      const { summary } = await useSession().client.call('labels.undoChangeSets', {
        changeSetIds: [changeSetId],
        conflicts: 'keep',
        rater: settings.rater,
      })
      toasts.show(capitalise(summary))
    } catch (error) {
      toasts.showError(error)
    }
    await look()
  }

  function chosenOptions(): ImportOptions {
    const { rater, tracks, newLabels, overNewer, asGold } = options
    return { rater: rater.trim() || null, tracks, newLabels, overNewer, asGold }
  }

  /** Leaves the files alone. */
  function forget(): void {
    asked++
    uploadId.value = null
    preview.value = null
    importError.value = null
    imported.value = null
    isReading.value = false
    options.tracks = null
    options.asGold = false
  }

  return {
    tracks,
    started,
    exportJob,
    exportError,
    preview,
    importError,
    isReading,
    isApplying,
    options,
    changeCount,
    imported,
    load,
    startExport,
    choose,
    look,
    apply,
    undo,
    forget,
  }
})
