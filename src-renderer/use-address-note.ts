import { onScopeDispose } from 'vue'
import { useRouter, type LocationQueryRaw, type RouteLocationNormalized } from 'vue-router'

/** Time between two notes: browsers take only so many changes of an address a second, and each one costs a navigation. */
const MILLISECONDS_BETWEEN_NOTES = 250

/**
 * Writes into the address what a screen came to by itself, such as the clip at the cursor, without a step of history.
 * It never stands in the way of a person who is leaving: vue-router gives up a navigation that is still loading the next
 * screen for any later one, so a note waits until that has ended; the screen may then be gone, and the note with it.
 * @param queryNow the query that the address is to have, or null where it says so already; asked when it is written
 * @returns asks for a note, soon; call it in the setup of the screen
 */
export function useAddressNote(queryNow: () => LocationQueryRaw | null): () => void {
  const router = useRouter()
  let goal: RouteLocationNormalized | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let writtenAt = -Infinity

  function note(): void {
    timer ??= setTimeout(write, writtenAt + MILLISECONDS_BETWEEN_NOTES - performance.now())
  }
  function write(): void {
    timer = undefined
    if (goal !== null) return
    const query = queryNow()
    if (query === null) return
    writtenAt = performance.now()
    void router.replace({ query })
  }
  function arrive(to: RouteLocationNormalized): void {
    if (to !== goal) return
    goal = null
    note()
  }

  const stops = [
    router.beforeEach((to) => {
      goal = to
    }),
    router.afterEach(arrive),
    router.onError((_, to) => arrive(to)),
  ]
  onScopeDispose(() => {
    clearTimeout(timer)
    for (const stop of stops) stop()
  })
  return note
}
