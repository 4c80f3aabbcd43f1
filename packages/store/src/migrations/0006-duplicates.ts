import { type Kysely, sql } from 'kysely'

/**
 * Who may be whom. Names that may be one person's share a block; records are looked at block by block, and so are the
 * names on bylines that their source leaves without a record. What is decided about a byline stands beside what the
 * source says, so that the source's next version of the work does not undo it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const statements = [
  `create table author_blocks (
     block text collate "C" not null,
     author_id bigint not null,
     checked_at timestamptz,
     primary key (block, author_id)
   )`,
  'create index author_blocks_by_author on author_blocks (author_id)',
  `create table byline_resolutions (
     work_id bigint not null,
     position integer not null,
     raw_name text not null,
     block text collate "C" not null,
     author_id bigint,
     confidence real,
     evidence jsonb,
     decided_by text check (decided_by in ('rule', 'person')),
     decided_at timestamptz,
     primary key (work_id, position)
   )`,
  'create index byline_resolutions_by_author on byline_resolutions (author_id) where author_id is not null',
  'create index byline_resolutions_open on byline_resolutions (block) where author_id is null',
  'create index authorships_unresolved on authorships (work_id, position) where author_id is null',
  `create table duplicate_candidates (
     author_id_a bigint not null,
     author_id_b bigint not null,
     probability real not null,
     evidence jsonb not null,
     status text not null default 'open' check (status in ('open', 'same', 'distinct')),
     found_at timestamptz not null,
     decided_at timestamptz,
     decided_by uuid,
     primary key (author_id_a, author_id_b),
     check (author_id_a < author_id_b)
   )`,
  'create index duplicate_candidates_by_b on duplicate_candidates (author_id_b)',
  `create index duplicate_candidates_open on duplicate_candidates (probability desc, author_id_a, author_id_b) where status = 'open'`,
  `create table name_commonness (
     part text collate "C" not null,
     role smallint not null,
     names integer not null,
     primary key (part, role)
   )`,
]
