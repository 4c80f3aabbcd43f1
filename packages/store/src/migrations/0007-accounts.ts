import { type Kysely, sql } from 'kysely'

/**
 * People who can sign in, by which addresses and keys, and where they are signed in. Nothing here names another table by
 * a foreign key: a backup brings the tables back in any order, and an account is deleted in one transaction.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const people = [
  `create table accounts (
     id uuid primary key default gen_random_uuid(),
     handle text not null unique,
     handle_confirmed boolean not null default false,
     name text not null default '',
     picture text,
     role text not null default 'member' check (role in ('member', 'curator', 'operator')),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  // Former addresses stay, with the day they were removed; of those in use each belongs to one account.
  `create table account_emails (
     id uuid primary key default gen_random_uuid(),
     account_id uuid not null,
     email text not null,
     is_primary boolean not null default false,
     confirmed_at timestamptz not null,
     renewed_at timestamptz not null,
     lapses_at timestamptz,
     removed_at timestamptz
   )`,
  'create unique index account_emails_in_use on account_emails (email) where removed_at is null',
  'create unique index account_emails_primary on account_emails (account_id) where is_primary and removed_at is null',
  'create index account_emails_by_account on account_emails (account_id)',
]

const waysIn = [
  `create table sign_ins (
     id uuid primary key default gen_random_uuid(),
     account_id uuid not null,
     provider_id text not null,
     subject text not null,
     access_token text,
     refresh_token text,
     id_token text,
     access_token_expires_at timestamptz,
     refresh_token_expires_at timestamptz,
     scope text,
     password text check (password is null),
     announced_at timestamptz,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  'create unique index sign_ins_by_subject on sign_ins (provider_id, subject)',
  'create index sign_ins_by_account on sign_ins (account_id)',
  // What a provider stated at a sign-in: one row as long as it states the same.
  `create table sign_in_facts (
     id uuid primary key default gen_random_uuid(),
     account_id uuid not null,
     provider_id text not null,
     issuer text not null,
     subject text not null,
     claims jsonb not null,
     observed_at timestamptz not null,
     renewed_at timestamptz not null,
     ended_at timestamptz
   )`,
  'create index sign_in_facts_by_account on sign_in_facts (account_id, observed_at)',
  `create table passkeys (
     id uuid primary key default gen_random_uuid(),
     account_id uuid not null,
     name text,
     public_key text not null,
     credential_id text not null unique,
     counter bigint not null,
     device_type text not null,
     is_backed_up boolean not null,
     transports text,
     aaguid text,
     created_at timestamptz not null default now()
   )`,
  'create index passkeys_by_account on passkeys (account_id)',
]

const shortLived = [
  `create table sessions (
     id uuid primary key default gen_random_uuid(),
     account_id uuid not null,
     token_hash text not null unique,
     user_agent text,
     ip_address text check (ip_address is null or ip_address = ''),
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now(),
     expires_at timestamptz not null
   )`,
  'create index sessions_by_account on sessions (account_id)',
  'create index sessions_by_expiry on sessions (expires_at)',
  `create table verifications (
     id uuid primary key default gen_random_uuid(),
     identifier text not null,
     value text not null,
     expires_at timestamptz not null,
     created_at timestamptz not null default now(),
     updated_at timestamptz not null default now()
   )`,
  'create index verifications_by_identifier on verifications (identifier)',
  'create index verifications_by_expiry on verifications (expires_at)',
]

const statements = [...people, ...waysIn, ...shortLived]
