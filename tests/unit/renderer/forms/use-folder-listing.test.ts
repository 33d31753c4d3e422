import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { useFolderListing } from '#renderer/components/forms/use-folder-listing.ts'

const listingOf = (path: string) => ({ path, parent: null, folders: [] })

/** Each question waits until the test answers it. */
function slowStudio() {
  const answers: (() => void)[] = []
  const list = (where: string | null) =>
    new Promise<ReturnType<typeof listingOf>>((resolve) =>
      answers.push(() => resolve(listingOf(where ?? '/home'))),
    )
  return { answers, list }
}

describe('walking through folders', () => {
  it('starts at home and says where that is', async () => {
    const path = ref('')
    const { listing, open } = useFolderListing(path, async (where) => listingOf(where ?? '/home'))
    await open(null)
    expect([path.value, listing.value?.path]).toEqual(['/home', '/home'])
  })

  it('keeps what was typed before the first answer came', async () => {
    const path = ref('')
    const { answers, list } = slowStudio()
    const { listing, open } = useFolderListing(path, list)
    const first = open(null)
    path.value = '/corpora'
    answers[0]()
    await first
    expect([path.value, listing.value?.path]).toEqual(['/corpora', '/home'])
  })

  it('shows the folder that was asked for last, whichever answer comes last', async () => {
    const path = ref('')
    const { answers, list } = slowStudio()
    const { listing, open } = useFolderListing(path, list)
    const first = open(null)
    path.value = '/corpora'
    const second = open(path.value)
    answers[1]()
    answers[0]()
    await Promise.all([first, second])
    expect([path.value, listing.value?.path]).toEqual(['/corpora', '/corpora'])
  })

  it('is in a folder from the click on it, before its folders are listed', async () => {
    const path = ref('/corpora')
    const { answers, list } = slowStudio()
    const { open } = useFolderListing(path, list)
    const opening = open('/corpora/TESS')
    expect(path.value).toBe('/corpora/TESS')
    answers[0]()
    await opening
    expect(path.value).toBe('/corpora/TESS')
  })

  it('says why a folder cannot be shown, and keeps the one that was', async () => {
    const path = ref('/corpora')
    const { listing, problem, open } = useFolderListing(path, async (where) => {
      if (where === '/secret') throw new Error('permission denied')
      return listingOf(where ?? '/home')
    })
    await open('/corpora')
    await open('/secret')
    expect([listing.value?.path, problem.value]).toEqual(['/corpora', 'permission denied'])
  })
})
