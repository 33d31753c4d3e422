// Where things are: the project, and the cache that all clones of one person share.
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's folder. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** The per-user cache; the same rule as src-main/training/engines/cache-folder.ts. */
export function cacheFolder(env = process.env, platform = process.platform) {
  if (env.EMOTONE_CACHE) return path.resolve(env.EMOTONE_CACHE)
  if (env.XDG_CACHE_HOME) return path.join(env.XDG_CACHE_HOME, 'emotone')
  if (platform === 'darwin') return path.join(os.homedir(), 'Library', 'Caches', 'emotone')
  if (platform === 'win32') {
    return path.join(env.LOCALAPPDATA ?? path.join(os.homedir(), 'AppData', 'Local'), 'emotone')
  }
  return path.join(os.homedir(), '.cache', 'emotone')
}
