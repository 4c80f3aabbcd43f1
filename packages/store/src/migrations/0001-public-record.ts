import { type Kysely, sql } from 'kysely'

/**
 * The public record: five entities, what binds them, where each statement came from, and what is derived.
 *
 * Keys. Every id is given by a source or minted at random, so no sequence is shared. Each table's key holds
 * the id it would be distributed by; what must be found from two sides is stored from both
 * (`authorships` by work, `author_works` by author). There are no foreign keys: records arrive in any order.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db)
}

const textSearch = [
  'create extension if not exists pg_trgm',
  'create extension if not exists unaccent',
  'create text search configuration bzpeer (copy = english)',
  `alter text search configuration bzpeer
     alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part with unaccent, english_stem`,
  `create function join_keywords(keywords text[]) returns text
     language sql immutable parallel safe return array_to_string(keywords, ' ; ')`,
]

/**
 * A tsvector holds 1 MB, and a character of text becomes up to 8 bytes of it (a word with a hyphen is kept whole and
 * in parts, of letters of 4 bytes each): what is searched is cut where more could not be kept.
 */
const entities = [
  `create table works (
     id bigint primary key,
     title text,
     type text not null,
     publication_year smallint,
     publication_date date,
     language text,
     source_id bigint,
     landing_page_url text,
     pdf_url text,
     is_oa boolean,
     is_retracted boolean not null default false,
     volume text, issue text, first_page text, last_page text,
     keywords text[] not null default '{}',
     abstract text,
     byline_count integer not null default 0,
     references_count integer not null default 0,
     topics_stated boolean not null,
     search tsvector not null generated always as (
       setweight(to_tsvector('bzpeer', left(coalesce(title, ''), 10000)), 'A') ||
       setweight(to_tsvector('bzpeer', left(join_keywords(keywords), 10000)), 'B') ||
       setweight(to_tsvector('bzpeer', left(coalesce(abstract, ''), 100000)), 'D')
     ) stored
   ) with (toast_tuple_target = 8160)`,
  `create table authors (
     id bigint primary key,
     display_name text not null,
     alternative_names text[] not null default '{}',
     is_stub boolean not null
   )`,
  `create table institutions (
     id bigint primary key,
     display_name text not null,
     alternative_names text[] not null default '{}',
     acronyms text[] not null default '{}',
     ror text, type text, country_code text, homepage_url text,
     city text, region text, country text,
     latitude real, longitude real,
     is_stub boolean not null
   )`,
  `create table topics (
     id bigint primary key,
     display_name text not null,
     description text,
     subfield_id integer, subfield text,
     field_id integer, field text,
     domain_id integer, domain text,
     is_stub boolean not null
   )`,
  `create table sources (
     id bigint primary key,
     display_name text not null,
     alternative_names text[] not null default '{}',
     abbreviated_title text, type text, homepage_url text, host_organization text, country_code text,
     is_stub boolean not null
   )`,
]

const bonds = [
  `create table authorships (
     work_id bigint not null,
     position integer not null,
     author_id bigint,
     is_repeat boolean not null,
     raw_name text not null,
     raw_affiliations text[] not null default '{}',
     institution_ids bigint[] not null default '{}',
     is_corresponding boolean,
     primary key (work_id, position)
   )`,
  `create table author_works (
     author_id bigint not null,
     publication_year smallint not null,
     work_id bigint not null,
     position integer not null,
     byline_size integer not null,
     has_identifier boolean not null,
     primary key (author_id, publication_year, work_id)
   )`,
  `create table institution_works (
     institution_id bigint not null,
     publication_year smallint not null,
     work_id bigint not null,
     primary key (institution_id, publication_year, work_id)
   )`,
  `create table work_topics (
     work_id bigint not null,
     rank smallint not null,
     topic_id bigint not null,
     score real,
     is_derived boolean not null,
     primary key (work_id, rank)
   )`,
  `create table topic_works (
     topic_id bigint not null,
     publication_year smallint not null,
     work_id bigint not null,
     primary key (topic_id, publication_year, work_id)
   )`,
  `create table source_works (
     source_id bigint not null,
     publication_year smallint not null,
     work_id bigint not null,
     primary key (source_id, publication_year, work_id)
   )`,
  `create table work_locations (
     work_id bigint not null,
     position smallint not null,
     source_id bigint,
     landing_page_url text,
     pdf_url text,
     primary key (work_id, position)
   )`,
  `create table work_references (
     work_id bigint not null,
     cited_id bigint not null,
     primary key (work_id, cited_id)
   )`,
  `create table work_citations (
     cited_id bigint not null,
     publication_year smallint not null,
     work_id bigint not null,
     primary key (cited_id, publication_year, work_id)
   )`,
  `create table author_affiliations (
     author_id bigint not null,
     institution_id bigint not null,
     years smallint[] not null default '{}',
     is_last_known boolean not null,
     primary key (author_id, institution_id)
   )`,
  `create table institution_links (
     institution_id bigint not null,
     related_id bigint not null,
     relationship text,
     primary key (institution_id, related_id)
   )`,
  'create index author_affiliations_by_institution on author_affiliations (institution_id)',
  'create index institution_links_by_related on institution_links (related_id)',
]

const statementsAbout = [
  `create table identifiers (
     scheme text not null,
     value text not null,
     kind smallint not null,
     entity_id bigint not null,
     source text not null,
     primary key (scheme, value, kind, entity_id, source)
   )`,
  'create index identifiers_by_entity on identifiers (kind, entity_id)',
  `create table records (
     kind smallint not null,
     entity_id bigint not null,
     source text not null,
     source_updated_at timestamptz,
     observed_at timestamptz not null,
     content_hash uuid not null,
     primary key (kind, entity_id, source)
   )`,
  `create table merged_ids (
     kind smallint not null,
     id bigint not null,
     into_id bigint not null,
     primary key (kind, id)
   )`,
]

const derived = [
  `create table entity_counts (
     kind smallint not null,
     id bigint not null,
     works integer not null default 0,
     cited_by integer not null default 0,
     primary key (kind, id)
   )`,
  `create table author_stats (
     author_id bigint primary key,
     works_count integer not null,
     topics_count integer not null,
     collaborators_count integer not null,
     close_collaborators_count integer not null,
     identified_work_id bigint
   )`,
  `create table coauthor_ties (
     author_id bigint not null,
     rank integer not null,
     coauthor_id bigint not null,
     shared_works integer not null,
     strength double precision not null,
     is_close boolean not null,
     primary key (author_id, rank)
   )`,
  `create table author_topics (
     author_id bigint not null,
     rank integer not null,
     topic_id bigint not null,
     works integer not null,
     is_derived boolean not null,
     primary key (author_id, rank)
   )`,
  'create index author_topics_by_topic on author_topics (topic_id, works desc, author_id)',
  `create table author_institutions (
     author_id bigint not null,
     rank integer not null,
     institution_id bigint not null,
     works integer not null,
     first_year smallint,
     last_year smallint,
     is_stated boolean not null,
     primary key (author_id, rank)
   )`,
  'create index author_institutions_by_institution on author_institutions (institution_id, works desc, author_id)',
  `create table name_keys (
     kind smallint not null,
     weight smallint not null,
     key text collate "C" not null,
     entity_id bigint not null,
     is_fuzzy boolean not null,
     primary key (kind, weight, key, entity_id)
   )`,
  'create index name_keys_by_entity on name_keys (kind, entity_id)',
]

const jobs = [
  `create table dirty_entities (
     kind smallint not null,
     id bigint not null,
     primary key (kind, id)
   )`,
  `create table import_runs (
     id uuid primary key,
     started_at timestamptz not null,
     finished_at timestamptz,
     abandoned boolean not null default false
   )`,
  `create table import_files (
     run_id uuid not null,
     ordinal integer not null,
     path text not null,
     size bigint not null,
     modified_at timestamptz not null,
     lines_done integer not null default 0,
     is_done boolean not null default false,
     tally jsonb not null default '{}',
     primary key (run_id, ordinal)
   )`,
  `create table import_rejects (
     run_id uuid not null,
     ordinal integer not null,
     line integer not null,
     reason text not null,
     primary key (run_id, ordinal, line)
   )`,
  'create table meta (key text primary key, value jsonb not null)',
]

/** Full-text and fuzzy indexes; large pending lists suit bulk loads, and an import empties them at its end. */
const searchIndexes = [
  'create index works_search on works using gin (search) with (gin_pending_list_limit = 32768)',
  'create index works_by_year on works (publication_year desc nulls last, id desc)',
  'create index topics_by_subfield on topics (subfield_id)',
  `create index topics_search on topics using gin (to_tsvector('bzpeer', display_name || ' ' || coalesce(description, '')))`,
  `create index works_title_search on works using gin (to_tsvector('bzpeer', coalesce(title, ''))) with (gin_pending_list_limit = 32768)`,
  'create index name_keys_fuzzy on name_keys using gin (key gin_trgm_ops) with (gin_pending_list_limit = 32768) where is_fuzzy',
]

const statements = [...textSearch, ...entities, ...bonds, ...statementsAbout, ...derived, ...jobs, ...searchIndexes]
