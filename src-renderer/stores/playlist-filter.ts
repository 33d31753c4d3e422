import type { ClipFilter, ClipId } from '#shared/domain/clip.ts'
import { useSession } from './session.ts'

/** Longer playlists would not fit into an address. */
const MOST_IN_ADDRESS = 200

/** The filter that names these clips. However many they are, an address holds it: the library keeps long lists under a key. */
export async function playlistFilter(clipIds: readonly ClipId[]): Promise<ClipFilter> {
  if (clipIds.length <= MOST_IN_ADDRESS) return { ids: [...clipIds] }
  const { list } = await useSession().client.call('clips.keepList', { clipIds: [...clipIds] })
  return { list }
}
