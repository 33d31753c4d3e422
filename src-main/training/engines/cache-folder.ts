import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TensorflowVariant } from './tensorflow-wheel.ts'

/**
 * Where this user keeps what can be fetched again: `$XDG_CACHE_HOME/emotone`, else `~/.cache/emotone`;
 * `~/Library/Caches/emotone` on macOS; `%LOCALAPPDATA%\emotone` on Windows. `EMOTONE_CACHE` overrides it.
 * The same rule as bin/setup/places.mjs, which cannot import this file.
 */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home: string = homedir(),
): string {
  if (env.EMOTONE_CACHE) return resolve(env.EMOTONE_CACHE)
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, 'emotone')
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'emotone')
  if (platform === 'win32') return join(env.LOCALAPPDATA ?? join(home, 'AppData', 'Local'), 'emotone')
  return join(home, '.cache', 'emotone')
}

/** The folder of one version of TensorFlow's shared library; its two builds lie side by side. */
export function tensorflowFolder(
  version: string,
  variant: TensorflowVariant,
  env: NodeJS.ProcessEnv = process.env,
): string {
  return join(cacheFolder(env), 'tensorflow', variant === 'gpu' ? `${version}-gpu` : version)
}
