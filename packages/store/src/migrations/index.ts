import type { Migration } from 'kysely/migration'
import * as publicRecord from './0001-public-record.ts'

/** Forward only, in this order; a name once released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-public-record': publicRecord,
}
