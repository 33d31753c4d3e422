import os from 'node:os'
import path from 'node:path'

/**
 * Where a person's own things lie that belong to no library: the demo library, the list of recent ones.
 * `EMOTONE_DATA` overrides it.
 */
export function dataFolder(env: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  if (env.EMOTONE_DATA) return path.resolve(env.EMOTONE_DATA)
  if (env.XDG_DATA_HOME) return path.join(env.XDG_DATA_HOME, 'emotone')
  const home = os.homedir()
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'emotone')
  if (platform === 'win32') return path.join(env.APPDATA ?? path.join(home, 'AppData', 'Roaming'), 'emotone')
  return path.join(home, '.local', 'share', 'emotone')
}
