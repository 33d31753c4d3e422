// The packages of the lock file.
import { npm } from './run.mjs'
import { ROOT } from './places.mjs'
import { say, SetupError } from './say.mjs'
import { hashOf, onceFor } from './stamp.mjs'

/** Installs what package-lock.json names when that has changed; takes npm's cache before the network. */
export async function ensurePackages() {
  await onceFor('node_modules/.emotone-stamp', hashOf(['package-lock.json', '.npmrc']), async () => {
    say('Installing packages, once …')
    const installed = await npm(['ci', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund'], {
      cwd: ROOT,
      isQuiet: true,
    })
    if (installed.code !== 0) throw new SetupError(`npm ci failed:\n${installed.output.trim()}`)
  })
}
