import { indexFolders } from '#main/library/index-job.ts'
import { openLibrary } from '#main/library/library.ts'

// Indexes a folder and says how far it is; after some files it does nothing more: a process to be killed.
const [place, folder, count] = process.argv.slice(2)
const library = openLibrary(place)
await indexFolders(library, [folder], {
  threads: 1,
  onProgress: ({ doneCount }) => {
    if (doneCount < Number(count)) return
    process.stdout.write(`${doneCount}\n`)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
  },
})
