import type { Generated } from 'kysely'

/** What people are to be told by mail; `migrations/0010-notices.ts` says more. */
export interface NoticeTables {
  notices: { decision_id: string; noted_at: Date; attempts: Generated<number> }
}
