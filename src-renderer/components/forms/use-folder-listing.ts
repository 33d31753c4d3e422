import { ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { CallOutput } from '#shared/contract/contract.ts'
import { messageOf } from '#shared/errors.ts'

type Listing = CallOutput<'folders.list'>

export interface FolderListing {
  listing: ShallowRef<Listing | null>
  /** Why the folder asked for last is not shown; empty where it is. */
  problem: Ref<string>
  /** Goes to a folder, whose path stands at once, and lists it; null starts at home. */
  open(where: string | null): Promise<void>
}

/**
 * The folder that is walked through. Answers may come late: only the newest question counts, and what a person has
 * typed in the meantime stays.
 */
export function useFolderListing(
  path: Ref<string>,
  list: (where: string | null) => Promise<Listing>,
): FolderListing {
  const listing = shallowRef<Listing | null>(null)
  const problem = ref('')
  let asked = 0

  async function open(where: string | null): Promise<void> {
    const mine = ++asked
    if (where !== null) path.value = where
    const before = path.value
    try {
      const answer = await list(where)
      if (mine !== asked) return
      listing.value = answer
      if (path.value === before) path.value = answer.path
      problem.value = ''
    } catch (error) {
      if (mine === asked) problem.value = messageOf(error)
    }
  }

  return { listing, problem, open }
}
