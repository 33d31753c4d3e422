import { computed, ref, shallowRef, watch, type Ref, type ShallowRef, type WritableComputedRef } from 'vue'
import { capitalise } from '../../format.ts'
import { useSettingsStore } from '../../stores/settings.ts'
import { useToastsStore } from '../../stores/toasts.ts'

interface ActOptions<Subject, Preview> {
  /** What the act is about; null: the dialog is closed. */
  subject: () => Subject | null
  /** Asks what the act would change. */
  look: (subject: Subject) => Promise<Preview>
  /** Does it, with the reason (null: none) and the rater that are kept with it. */
  act: (subject: Subject, by: { note: string | null; rater: string }) => Promise<{ summary: string }>
  close: () => void
}

interface PreviewedAct<Preview> {
  /** For the dialog; false closes it. */
  isOpen: WritableComputedRef<boolean>
  /** Null until it is known. */
  preview: ShallowRef<Preview | null>
  reason: Ref<string>
  isBusy: Ref<boolean>
  /** Does the act, tells what was done, and closes; what is refused is told, and the dialog stays. */
  act: () => Promise<void>
}

/** A dialog that shows what an act on labels would change, then does it with a reason. */
export function usePreviewedAct<Subject, Preview>(
  options: ActOptions<Subject, Preview>,
): PreviewedAct<Preview> {
  const settings = useSettingsStore()
  const toasts = useToastsStore()
  const preview = shallowRef<Preview | null>(null)
  const reason = ref('')
  const isBusy = ref(false)
  const isOpen = computed({
    get: () => options.subject() !== null,
    set: (open) => {
      if (!open) options.close()
    },
  })

  watch(options.subject, async (subject) => {
    preview.value = null
    reason.value = ''
    if (subject === null) return
    try {
      const found = await options.look(subject)
      if (options.subject() === subject) preview.value = found
    } catch (error) {
      if (options.subject() !== subject) return
      toasts.showError(error)
      options.close()
    }
  })

  async function act(): Promise<void> {
    const subject = options.subject()
    if (subject === null) return
    isBusy.value = true
    try {
      const by = { note: reason.value.trim() || null, rater: settings.rater }
      const { summary } = await options.act(subject, by)
      toasts.show(capitalise(summary))
      options.close()
    } catch (error) {
      toasts.showError(error)
    } finally {
      isBusy.value = false
    }
  }

  return { isOpen, preview, reason, isBusy, act }
}
