import { randomUUID } from 'node:crypto'
import { type ActionContext, openClaim } from '@bzpeer/actions'
import { type Caller, defaultClaimPolicy, type Role } from '@bzpeer/domain'
import { findClaim, listDecisions } from '@bzpeer/store'
import type { TestStore } from './test-store.ts'

export const day = 86_400_000
/** Long after anything that is imported while the tests run. */
export const start = new Date('2100-03-01T12:00:00.000Z')
export const after = (days: number): Date => new Date(start.getTime() + days * day)

/** For what is not to be reported. */
export function failing(error: unknown): never {
  throw error
}

/** People, and a clock that stands where the test puts it. */
export interface Claiming {
  /** As this account sees it at this time. */
  as(caller: Caller, at?: Date): ActionContext
  /** An account of this name, with one confirmed email. */
  join(
    name: string,
    options?: { readonly role?: Role; readonly email?: string | null; readonly lapsesAt?: Date },
  ): Promise<Caller>
  claim(caller: Caller, authorId: number, at?: Date): Promise<string>
  statusOf(claimId: string): Promise<string>
  /** What was decided about a claim, and by whom or by which rule. */
  log(claimId: string): Promise<(readonly [act: string, by: string])[]>
}

export function useClaiming(it: TestStore): Claiming {
  const claiming: Claiming = {
    as: (caller, at = start) => ({ store: it.store, caller, now: () => at, claimPolicy: defaultClaimPolicy }),
    async join(name, { role = 'member', email = `${randomUUID()}@mail.example`, lapsesAt } = {}) {
      const accountId = randomUUID()
      await it.store.db.insertInto('accounts').values({ id: accountId, handle: accountId, name, role }).execute()
      if (email !== null) {
        const row = { account_id: accountId, email, is_primary: true, confirmed_at: start, renewed_at: start }
        await it.store.db
          .insertInto('account_emails')
          .values({ ...row, lapses_at: lapsesAt ?? null, removed_at: null })
          .execute()
      }
      return { accountId, role }
    },
    claim: (caller, authorId, at = start) =>
      openClaim(claiming.as(caller, at), { authorId, statement: 'It is me.', works: [] }),
    statusOf: async (claimId) => (await findClaim(it.store.db, claimId))?.status ?? 'none',
    async log(claimId) {
      const decisions = await listDecisions(it.store.db, `claim:${claimId}`)
      return decisions.map(({ act, rule, account_id }) => [act, rule ?? account_id ?? ''] as const)
    },
  }
  return claiming
}
