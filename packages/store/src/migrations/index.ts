import type { Migration } from 'kysely/migration'
import * as publicRecord from './0001-public-record.ts'
import * as bylinesAndVersions from './0002-bylines-and-versions.ts'
import * as searchAndSitemaps from './0003-search-and-sitemaps.ts'
import * as endsOfMerges from './0004-ends-of-merges.ts'
import * as claims from './0005-claims.ts'
import * as duplicates from './0006-duplicates.ts'
import * as accounts from './0007-accounts.ts'
import * as trustHistory from './0008-trust-history.ts'
import * as profiles from './0009-profiles.ts'
import * as notices from './0010-notices.ts'
import * as corrections from './0011-corrections.ts'
import * as hiddenRecords from './0012-hidden-records.ts'
import * as atlas from './0013-atlas.ts'
import * as proofs from './0014-proofs.ts'
import * as decisionsBesideMerges from './0015-decisions-beside-merges.ts'
import * as orderOfDecisions from './0016-order-of-decisions.ts'
import * as evidenceOfTies from './0017-evidence-of-ties.ts'
import * as ownRequests from './0018-own-requests.ts'
import * as confirmedWorks from './0019-confirmed-works.ts'
import * as contestedByMerges from './0020-contested-by-merges.ts'

/** Forward only, in this order; a name once released never changes. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-public-record': publicRecord,
  '0002-bylines-and-versions': bylinesAndVersions,
  '0003-search-and-sitemaps': searchAndSitemaps,
  '0004-ends-of-merges': endsOfMerges,
  '0005-claims': claims,
  '0006-duplicates': duplicates,
  '0007-accounts': accounts,
  '0008-trust-history': trustHistory,
  '0009-profiles': profiles,
  '0010-notices': notices,
  '0011-corrections': corrections,
  '0012-hidden-records': hiddenRecords,
  '0013-atlas': atlas,
  '0014-proofs': proofs,
  '0015-decisions-beside-merges': decisionsBesideMerges,
  '0016-order-of-decisions': orderOfDecisions,
  '0017-evidence-of-ties': evidenceOfTies,
  '0018-own-requests': ownRequests,
  '0019-confirmed-works': confirmedWorks,
  '0020-contested-by-merges': contestedByMerges,
}
