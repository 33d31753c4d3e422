import { onScopeDispose, ref, watch, type Ref } from 'vue'

/** What changes again so soon is passed over: a key that is held comes again after some 30 ms. */
export const REST_MILLISECONDS = 90

/**
 * Follows a value at once while it changes now and then, and only when it has come to rest while it changes faster than
 * that: who holds a key walks over clips without waiting for the pictures of each.
 */
export function useSettled<Value>(
  source: Ref<Value>,
  now: () => number = () => performance.now(),
): Ref<Value> {
  const settled = ref(source.value) as Ref<Value>
  let changedAt = -Infinity
  let timer: ReturnType<typeof setTimeout> | undefined
  watch(
    source,
    (value) => {
      clearTimeout(timer)
      const hasRested = now() - changedAt > REST_MILLISECONDS
      changedAt = now()
      if (hasRested) settled.value = value
      else timer = setTimeout(() => (settled.value = value), REST_MILLISECONDS)
    },
    { flush: 'sync' },
  )
  onScopeDispose(() => clearTimeout(timer))
  return settled
}
