import { type Kysely, sql } from 'kysely'

/**
 * Proofs of where somebody belongs lapse, those from before too. What proves more than its kind alone does is found among
 * a thousand renewals that do not, without reading them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `update account_emails set lapses_at = renewed_at + interval '24 months' where lapses_at is null and removed_at is null`,
  `update evidence set expires_at = observed_at + interval '24 months'
     where expires_at is null and kind in ('control.email', 'attestation.institution')`,
  `create index evidence_proving on evidence (author_id, kind, observed_at desc)
     where detail ?| array['independent', 'matches_byline', 'both_ways']`,
]
