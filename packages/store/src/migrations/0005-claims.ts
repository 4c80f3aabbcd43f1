import { type Kysely, sql } from 'kysely'

/**
 * Who says that a record is theirs, what speaks for it, and who decided what about it. An author's evidence lies
 * together, by author; a claim is found by its own id, for few of them are open at a time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const claims = [
  `create table claims (
     id uuid primary key,
     author_id bigint not null,
     account_id uuid not null,
     status text not null check (status in
       ('open', 'contested', 'accepted', 'rejected', 'withdrawn', 'expired', 'revoked', 'transferred')),
     statement text not null,
     opened_at timestamptz not null,
     window_ends_at timestamptz not null,
     waits_until timestamptz,
     contested_at timestamptz,
     contest_rule text,
     accepted_at timestamptz,
     ended_at timestamptz
   )`,
  // What makes two owners of one record impossible, whatever comes in the same millisecond.
  `create unique index claims_one_owner on claims (author_id) where status = 'accepted'`,
  `create unique index claims_one_each on claims (author_id, account_id) where status in ('open', 'contested', 'accepted')`,
  'create index claims_by_author on claims (author_id, opened_at)',
  'create index claims_by_account on claims (account_id, opened_at)',
  `create index claims_due on claims (coalesce(waits_until, window_ends_at)) where status = 'open'`,
  `create index claims_contested on claims (opened_at) where status = 'contested'`,
  `create table claim_works (
     claim_id uuid not null,
     work_id bigint not null,
     is_mine boolean not null,
     primary key (claim_id, work_id)
   )`,
  `create table claim_objections (
     id uuid primary key,
     claim_id uuid not null,
     author_id bigint not null,
     account_id uuid not null,
     kind text not null check (kind in ('contest', 'appeal')),
     reason text not null,
     evidence_url text,
     opened_at timestamptz not null,
     resolved_at timestamptz,
     outcome text check (outcome in ('upheld', 'dismissed', 'withdrawn', 'moot'))
   )`,
  'create index claim_objections_by_claim on claim_objections (claim_id, opened_at)',
  'create index claim_objections_by_account on claim_objections (account_id)',
  'create index claim_objections_open on claim_objections (author_id) where resolved_at is null',
  `create unique index claim_objections_one_each on claim_objections (claim_id, account_id, kind) where resolved_at is null`,
]

/** Rows are added and revoked, never changed: what counted at an instant can be told later. */
const evidence = [
  `create table evidence (
     id uuid primary key,
     author_id bigint not null,
     claim_id uuid,
     account_id uuid,
     kind text not null,
     issuer text not null,
     source text not null,
     observed_at timestamptz not null,
     expires_at timestamptz,
     revoked_at timestamptz,
     supported integer,
     total integer,
     closes_triangle boolean,
     detail jsonb not null default '{}'
   )`,
  'create index evidence_by_author on evidence (author_id, observed_at desc)',
  'create index evidence_by_claim on evidence (claim_id)',
  'create index evidence_by_account on evidence (account_id)',
]

/** Append-only: the database itself refuses to change what was logged. */
const log = [
  `create table decisions (
     id uuid primary key,
     at timestamptz not null,
     act text not null,
     author_id bigint,
     subject text not null,
     account_id uuid,
     rule text,
     reason text not null,
     evidence jsonb not null default '[]',
     check ((account_id is null) <> (rule is null))
   )`,
  'create index decisions_by_author on decisions (author_id, at)',
  'create index decisions_by_subject on decisions (subject, at)',
  'create index decisions_by_act on decisions (act, at)',
  'create index decisions_by_account on decisions (account_id, at)',
  `create function refuse_change() returns trigger language plpgsql as
     $$ begin raise exception 'The log of decisions is only ever added to.'; end $$`,
  `create trigger decisions_append_only before update or delete on decisions
     for each row execute function refuse_change()`,
]

const statements = [...claims, ...evidence, ...log]
