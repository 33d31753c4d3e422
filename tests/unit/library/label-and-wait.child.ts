import type { ClipId } from '#shared/domain/clip.ts'
import { openLibrary } from '#main/library/library.ts'

// Labels one clip, says so, and stays with the library open: a process to be killed.
const [place, clip, label] = process.argv.slice(2)
const library = openLibrary(place)
const change = library.labels.set([Number(clip) as ClipId], label, null)
console.log(JSON.stringify(change))
process.stdin.resume()
