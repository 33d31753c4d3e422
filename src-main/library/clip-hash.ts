/** The recording's hash; `@start-end` in seconds follows where the clip is only a part of it. */
export function clipHashOf(hash: string, startSeconds: number | null, endSeconds: number | null): string {
  return startSeconds === null && endSeconds === null
    ? hash
    : `${hash}@${startSeconds ?? 0}-${endSeconds ?? ''}`
}
