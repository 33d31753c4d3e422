import { openLibrary } from '#main/library/library.ts'
import { HALFWAY_WORKER, halfway } from './halfway.ts'

// Relabels all clips; says so in the middle of it, or when it is done, and stays: a process to be killed.
const [place, moment] = process.argv.slice(2)
const library = openLibrary(place, { labelWorker: HALFWAY_WORKER })
const ids = library.clips.ids({}, { by: 'id', descending: false })
const goingOn = halfway(place)
const act = library.desks.run('set', ids, 'sad', null, 'Ann')
const goOn = await goingOn
if (moment === 'halfway') console.log('halfway')
else {
  goOn()
  console.log(JSON.stringify((await act).labelRevision))
}
process.stdin.resume()
