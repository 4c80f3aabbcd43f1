import { type Kysely, sql } from 'kysely'
import type { Tables } from '../tables.ts'

type Database = Kysely<Tables>

/** An account with all that rights and evidence depend on. */
export interface AccountRow {
  readonly id: string
  readonly name: string
  readonly role: 'member' | 'curator' | 'operator'
  readonly created_at: Date
  /** Addresses in use, the primary one first. */
  readonly emails: readonly string[]
  /** ORCID iDs that the account has signed in with; nobody types one in. */
  readonly orcids: readonly string[]
}

export async function findAccount(db: Database, id: string, at: Date): Promise<AccountRow | undefined> {
  const { rows } = await sql<AccountRow>`
    select a.id, a.name, a.role, a.created_at,
      coalesce((select array_agg(e.email order by e.is_primary desc, e.confirmed_at) from account_emails e
        where e.account_id = a.id and e.removed_at is null and (e.lapses_at is null or e.lapses_at > ${at})), '{}') as emails,
      coalesce((select array_agg(s.subject order by s.created_at) from sign_ins s
        where s.account_id = a.id and s.provider_id = 'orcid'), '{}') as orcids
    from accounts a where a.id = ${id}::uuid`.execute(db)
  return rows[0]
}

/** Whose address it is at the moment, if it is anyone's. */
export async function findAccountByEmail(db: Database, email: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('account_emails')
    .select('account_id as id')
    .where('email', '=', email)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
}

export interface AccountEmailRow {
  readonly id: string
  readonly email: string
  readonly is_primary: boolean
  readonly confirmed_at: Date
  readonly renewed_at: Date
  readonly lapses_at: Date | null
  readonly removed_at: Date | null
}

/** Former addresses too, behind those in use. */
export async function listAccountEmails(db: Database, accountId: string): Promise<AccountEmailRow[]> {
  return db
    .selectFrom('account_emails')
    .select(['id', 'email', 'is_primary', 'confirmed_at', 'renewed_at', 'lapses_at', 'removed_at'])
    .where('account_id', '=', accountId)
    .orderBy('removed_at', (order) => order.desc().nullsFirst())
    .orderBy('is_primary', 'desc')
    .orderBy('confirmed_at')
    .execute()
}

export interface SignInRow {
  readonly id: string
  readonly provider_id: string
  readonly subject: string
  readonly created_at: Date
}

export async function listSignIns(db: Database, accountId: string): Promise<SignInRow[]> {
  return db
    .selectFrom('sign_ins')
    .select(['id', 'provider_id', 'subject', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute()
}

export interface SignInFactRow {
  readonly provider_id: string
  readonly issuer: string
  readonly subject: string
  readonly claims: Record<string, unknown>
  readonly observed_at: Date
  readonly renewed_at: Date
  readonly ended_at: Date | null
}

/** What providers stated about the person, and when, oldest first. */
export async function listSignInFacts(db: Database, accountId: string): Promise<SignInFactRow[]> {
  return db
    .selectFrom('sign_in_facts')
    .select(['provider_id', 'issuer', 'subject', 'claims', 'observed_at', 'renewed_at', 'ended_at'])
    .where('account_id', '=', accountId)
    .orderBy('observed_at')
    .execute()
}

export interface PasskeyRow {
  readonly id: string
  readonly name: string | null
  readonly is_backed_up: boolean
  /** `singleDevice` or `multiDevice`, as WebAuthn has it. */
  readonly device_type: string
  /** How the device can be reached, such as `usb,nfc`. */
  readonly transports: string | null
  /** The make of the device. */
  readonly aaguid: string | null
  readonly created_at: Date
}

export async function listPasskeys(db: Database, accountId: string): Promise<PasskeyRow[]> {
  return db
    .selectFrom('passkeys')
    .select(['id', 'name', 'is_backed_up', 'device_type', 'transports', 'aaguid', 'created_at'])
    .where('account_id', '=', accountId)
    .orderBy('created_at')
    .execute()
}

export interface SessionRow {
  readonly id: string
  readonly user_agent: string | null
  readonly created_at: Date
  /** When it was last noted to be in use. */
  readonly updated_at: Date
  readonly expires_at: Date
}

export async function listSessions(db: Database, accountId: string, at: Date): Promise<SessionRow[]> {
  return db
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'created_at', 'updated_at', 'expires_at'])
    .where('account_id', '=', accountId)
    .where('expires_at', '>', at)
    .orderBy('created_at', 'desc')
    .execute()
}
