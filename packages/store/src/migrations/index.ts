import type { Migration } from 'kysely/migration'
import * as publicRecord from './0001-public-record.ts'
import * as bylinesAndVersions from './0002-bylines-and-versions.ts'
import * as searchAndSitemaps from './0003-search-and-sitemaps.ts'
import * as endsOfMerges from './0004-ends-of-merges.ts'

/** Forward only, in this order; a name once released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-public-record': publicRecord,
  '0002-bylines-and-versions': bylinesAndVersions,
  '0003-search-and-sitemaps': searchAndSitemaps,
  '0004-ends-of-merges': endsOfMerges,
}
