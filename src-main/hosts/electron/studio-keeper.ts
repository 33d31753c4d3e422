import type { StudioEnd, StudioProcess } from './studio-process.ts'

export interface KeeperOptions<Port> {
  start: (onEnd: (end: StudioEnd) => void) => StudioProcess<Port>
  /** The studio crashed, and a new one has been started. */
  onRestarted: (end: StudioEnd) => void
  /** The studio could not start, or crashed again: there is none any more. */
  onGivenUp: (end: StudioEnd) => void
}

/** Keeps a studio running: after a crash it is started again, once. What it said it cannot do is not tried again. */
export function keepStudio<Port>({
  start,
  onRestarted,
  onGivenUp,
}: KeeperOptions<Port>): StudioProcess<Port> {
  let hasRestarted = false
  const restart = (end: StudioEnd) => {
    if (hasRestarted || end.reason !== null) return onGivenUp(end)
    hasRestarted = true
    studio = start(restart)
    onRestarted(end)
  }
  let studio = start(restart)
  return {
    connect: (port) => studio.connect(port),
    fetchMedia: (url) => studio.fetchMedia(url),
    close: () => studio.close(),
  }
}
