import { firstTables } from './0001-first-tables.ts'

/** In order; the number of a migration is its place, from 1. */
export const MIGRATIONS: readonly string[] = [firstTables]
