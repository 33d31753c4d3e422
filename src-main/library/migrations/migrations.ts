import { firstTables } from './0001-first-tables.ts'
import { soundMeasures } from './0002-sound-measures.ts'
import { runDevices } from './0003-run-devices.ts'
import { ratersAndGold } from './0004-raters-and-gold.ts'
import { triage } from './0005-triage.ts'
import { clipLevels } from './0006-clip-levels.ts'
import { statements } from './0007-statements.ts'
import { views } from './0008-views.ts'
import { seenActs } from './0009-seen-acts.ts'
import { clipLists } from './0010-clip-lists.ts'
import { startedPlaylists } from './0011-started-playlists.ts'
import { actsTurnedTogether } from './0012-acts-turned-together.ts'

/** In order; the number of a migration is its place, from 1. */
export const MIGRATIONS: readonly string[] = [
  firstTables,
  soundMeasures,
  runDevices,
  ratersAndGold,
  triage,
  clipLevels,
  statements,
  views,
  seenActs,
  clipLists,
  startedPlaylists,
  actsTurnedTogether,
]
