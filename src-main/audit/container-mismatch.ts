import type { Detector } from './audit-clip.ts'
import { groupBy } from '#shared/metrics/group-by.ts'
import { findingOf } from './finding-of.ts'

/** Words by which a container may go, for each extension. */
const CONTAINERS: Readonly<Record<string, RegExp>> = {
  wav: /wav|riff|rifx|rf64|bw64|w64/i,
  wave: /wav|riff|rifx|rf64|bw64|w64/i,
  aif: /aif/i,
  aiff: /aif/i,
  aifc: /aif/i,
  flac: /flac/i,
  mp3: /mp3|mpeg/i,
  ogg: /ogg|vorbis|opus/i,
  oga: /ogg|vorbis|opus|flac/i,
  opus: /ogg|opus/i,
}

/** Files whose content is not what their extension says, such as AIFF files called .wav. */
export const findContainerMismatches: Detector = (clips) => {
  const wrong = clips.filter(
    ({ extension, container }) =>
      container !== '' && extension in CONTAINERS && !CONTAINERS[extension].test(container),
  )
  return [...groupBy(wrong, (clip) => clip.path).values()].map((own) => {
    const { name, container, extension } = own[0]
    return findingOf(
      'container-mismatch',
      own,
      `${name} is called .${extension}, its content is ${container}.`,
    )
  })
}
