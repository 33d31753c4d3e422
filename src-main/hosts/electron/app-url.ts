/** The scheme of the studio's pages and media, and the one host name in it. */
export const APP_SCHEME = 'studio'
export const APP_URL = `${APP_SCHEME}://app/`

/** Is this an address of the studio's own page? */
export function isAppUrl(address: string): boolean {
  return readAppPath(address) !== undefined
}

/** @returns the decoded path of an address of the studio's own; undefined for any other address. */
export function readAppPath(address: string): string | undefined {
  try {
    const { protocol, host, pathname, username, port } = new URL(address)
    if (protocol !== `${APP_SCHEME}:` || host !== 'app' || username !== '' || port !== '') return undefined
    return decodeURIComponent(pathname)
  } catch {
    return undefined // no address at all, or a broken escape in it
  }
}
