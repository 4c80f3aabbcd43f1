import type { Generated } from 'kysely'

/** What people are to be told by mail; `migrations/0010-notices.ts` says more. */
export interface NoticeTables {
  notices: { decision_id: string; account_id: string; attempts: Generated<number>; next_try_at: Date }
}
