import type { ColumnType, Generated } from 'kysely'

/** Accounts and the ways into them; `migrations/0007-accounts.ts` says more. */
export interface AccountTables {
  accounts: AccountsTable
  account_emails: AccountEmailsTable
  sign_ins: SignInsTable
  sign_in_facts: SignInFactsTable
  passkeys: PasskeysTable
  sessions: SessionsTable
  verifications: VerificationsTable
}

export interface AccountsTable {
  id: Generated<string>
  /** What the library that signs people in takes for the one address of an account: made up, and sent to nobody. */
  handle: string
  handle_confirmed: Generated<boolean>
  name: Generated<string>
  picture: string | null
  role: Generated<'member' | 'curator' | 'operator'>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface AccountEmailsTable {
  id: Generated<string>
  account_id: string
  /** As `parseEmail` writes it. */
  email: string
  is_primary: Generated<boolean>
  confirmed_at: Date
  /** When a link sent to it was last used. */
  renewed_at: Date
  lapses_at: Date | null
  removed_at: Date | null
}

export interface SignInsTable {
  id: Generated<string>
  account_id: string
  provider_id: string
  /** Who the account is to the provider: an ORCID iD, a `sub`. */
  subject: string
  scope: string | null
  /** When the rest of the product was told; null from when it is linked until then. */
  announced_at: Date | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface SignInFactsTable {
  id: Generated<string>
  account_id: string
  provider_id: string
  issuer: string
  subject: string
  claims: ColumnType<Record<string, unknown>, string, never>
  observed_at: Date
  /** When the provider last stated the same. */
  renewed_at: Date
  /** When the sign-in was unlinked. */
  ended_at: Date | null
}

export interface PasskeysTable {
  id: Generated<string>
  account_id: string
  name: string | null
  public_key: string
  credential_id: string
  counter: number
  device_type: string
  is_backed_up: boolean
  transports: string | null
  aaguid: string | null
  created_at: Generated<Date>
}

export interface SessionsTable {
  id: Generated<string>
  account_id: string
  /** The token itself is in the cookie alone. */
  token_hash: string
  user_agent: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
  expires_at: Date
}

export interface VerificationsTable {
  id: Generated<string>
  identifier: string
  value: string
  expires_at: Date
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
