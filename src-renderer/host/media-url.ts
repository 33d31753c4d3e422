/** @returns the address of media at the root of the page's own origin, in every host. */
export function mediaUrl(path: string, pageUrl: string): string {
  return new URL(`/${path.replace(/^\/+/, '')}`, pageUrl).href
}
