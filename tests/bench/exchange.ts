/**
 * How long do 100,000 labels take to leave a library and come in, and how long does nobody else get an answer meanwhile?
 *
 *     node tests/bench/exchange.ts [--clips 100000]
 *
 * Exports one rater's labels of a generated library in each format, then previews and applies the file in a library that
 * lacks them. "Longest pause" is the longest time for which the event loop did not turn.
 */
import { cpSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { exportOrder, type LabelFormat } from '#shared/domain/exchange.ts'
import { createRandom } from '#shared/random.ts'
import { exportLabels, exportName } from '#main/library/export-labels.ts'
import { openLibrary } from '#main/library/library.ts'
import { readLabelFiles } from '#main/library/read-label-files.ts'
import { addFoundClips } from '../unit/library/add-found-clips.ts'
import { generatedClips } from './generated-clips.ts'
import { watched, type Watched } from './watched.ts'

const { values } = parseArgs({ options: { clips: { type: 'string', default: '100000' } } })
const count = Number(values.clips)
const scratch = mkdtempSync(path.join(os.tmpdir(), 'emotone-bench-'))
const OPTIONS = { rater: 'ann', tracks: null, newLabels: false, overNewer: false, asGold: true }

try {
  console.log(
    `${os.cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}, ${count} clips, one label each`,
  )
  const random = createRandom('exchange')
  const empty = openLibrary(path.join(scratch, 'empty.emotone'), { isNew: true })
  addFoundClips(empty, generatedClips(count), () => 1 + random.next() * 4)
  empty.close()
  cpSync(path.join(scratch, 'empty.emotone'), path.join(scratch, 'full.emotone'), { recursive: true })
  const library = openLibrary(path.join(scratch, 'full.emotone'))
  const ids = library.clips.ids({}, { by: 'id', descending: false })
  for (const [index, label] of ['sad', 'angry', 'happy'].entries()) {
    library.labels.set(
      ids.filter((id) => id % 3 === index),
      label,
      null,
      'ann',
    )
  }
  for (const format of ['csv', 'json', 'audformat', 'audacity'] as const) await bench(library, format)
  library.close()
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

async function bench(library: ReturnType<typeof openLibrary>, format: LabelFormat): Promise<void> {
  const order = exportOrder.parse({ format, filter: {}, tracks: ['ann'], isList: true })
  const name = exportName(order, new Date())
  const place = path.join(library.path, 'exports', name)
  const out = await watched(() => exportLabels(library, order, { name }))
  const folder = path.join(scratch, `${format}.emotone`)
  cpSync(path.join(scratch, 'empty.emotone'), folder, { recursive: true })
  const other = openLibrary(folder)
  const source = await readLabelFiles(place)
  const bytes = statSync(place).isFile()
    ? statSync(place).size
    : source.files.reduce((sum, file) => sum + file.bytes.length, 0)
  const { desks } = other
  const look = await watched(() => desks.run('previewImport', source, OPTIONS))
  const act = await watched(async () => {
    const planned = await desks.run('planImport', source, OPTIONS, look.result)
    return desks.run('writeImport', planned, { rater: 'ann', reason: null })
  })
  if (act.result.clipIds.length !== count) throw new Error(`${act.result.clipIds.length} clips were labelled`)
  const again = await watched(() => desks.run('previewImport', source, OPTIONS))
  if (again.result.totals.unchanged !== count) throw new Error('the second import would change labels')
  await other.settled()
  other.close()
  console.log(
    `${format.padEnd(9)} ${(bytes / 2 ** 20).toFixed(1).padStart(5)} MiB` +
      [
        ['export', out],
        ['preview', look],
        ['apply', act],
        ['preview again', again],
      ]
        .map(([what, one]) => `   ${what as string} ${text(one as Watched)}`)
        .join(''),
  )
}

function text({ passed, workedHere, pause }: Watched): string {
  return `${(passed / 1000).toFixed(2)} s (longest pause ${Math.round(pause)} ms, this thread worked ${Math.round(workedHere)} ms)`
}
