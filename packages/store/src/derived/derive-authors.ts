import { worksOfTie } from '@bzpeer/domain'
import { kindCodeOf, persistentWorkSchemes } from '@bzpeer/schema'
import { keepFormerPlaces, noteChangedPlaces } from '../atlas/note-places.ts'
import { decidedSources } from '../corrections/decided-source.ts'
import type { Session } from '../session.ts'

/** One shared work ties two people on a byline of at most this many names: on a longer one the tie would weigh under 1 %. */
const longestTyingByline = 100

/**
 * Two shared works tie two people on bylines of at most this many names. What it costs is the square of a byline for
 * each work, and as many ties to keep where all names are on two works.
 */
const longestCountedByline = 500

/** A shared work makes close collaborators of names at most this far apart … */
const closeDistance = 2
/** … on a byline of at most this many names. */
const closeByline = 25

/** Ties are summed as integers of this many parts, so that the sum does not depend on the order of its terms. */
const tieParts = 1_000_000_000_000

/**
 * Everything derived about the authors in the temporary table `chunk (id)`: ties, topics, institutions, figures, and of
 * those without a record of their own the identifiers.
 * Each author is computed anew from their own works alone.
 */
export async function deriveAuthors(session: Session): Promise<void> {
  await keepFormerPlaces(session)
  if (await isDerivedBefore(session)) {
    for (const table of ['coauthor_ties', 'author_topics', 'author_institutions', 'author_stats']) {
      await session.query(`delete from ${table} t using chunk where t.author_id = chunk.id`)
    }
    await session.query(deleteIdentifiers)
  }
  await session.query(`create temporary table mine on commit drop as
    select w.author_id, w.work_id, w.publication_year, w.position, w.byline_size,
           count(*) over (partition by w.author_id) as works, ${isIdentified} as has_identifier, a.institution_ids, a.orcid
    from author_works w join chunk on chunk.id = w.author_id
      cross join lateral (select institution_ids, orcid from authorships
        where work_id = w.work_id and position = w.position offset 0) a`)
  await session.query('analyze mine')
  for (const statement of [insertTies, insertTopics, insertInstitutions, insertIdentifiers, insertStats])
    await session.query(statement)
  await noteChangedPlaces(session)
}

/** Every author has a row of figures once anything is derived for them. */
async function isDerivedBefore(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    'select exists (select from author_stats join chunk on chunk.id = author_id) as found',
  )
  return rows[0]?.found === true
}

/** Whatever the planner knows of the table, which an import fills as it derives: the offset keeps it from reading all of it. */
const isIdentified = `exists (select from identifiers i where i.kind = ${kindCodeOf.work} and i.entity_id = w.work_id
  and i.scheme in (${persistentWorkSchemes.map((scheme) => `'${scheme}'`).join(', ')}) offset 0)`

/** Since when, and by which works: what a tie shows for itself. */
const evidence = `min(nullif(mine.publication_year, 0)) as first_year, max(nullif(mine.publication_year, 0)) as last_year,
  (array_agg(mine.work_id order by mine.publication_year desc, mine.work_id desc))[1:${worksOfTie}] as latest_work_ids`

/** Newman 2001: each shared work adds 1 / (names on the byline - 1). Who has one work shares no second one with anybody. */
const insertTies = `
  insert into coauthor_ties (author_id, rank, coauthor_id, shared_works, strength, is_close, first_year, last_year, latest_work_ids)
  select author_id, row_number() over (partition by author_id order by parts desc, coauthor_id),
         coauthor_id, shared_works, parts::double precision / ${tieParts}, is_close, first_year, last_year, latest_work_ids
  from (
    select mine.author_id, other.author_id as coauthor_id, count(*) as shared_works,
           sum(${tieParts}::bigint / (mine.byline_size - 1)) as parts,
           count(*) >= 2 or bool_or(mine.byline_size <= ${closeByline}
             and abs(mine.position - other.position) <= ${closeDistance}) as is_close, ${evidence}
    from mine join authorships other on other.work_id = mine.work_id
    where mine.byline_size between 2 and case when mine.works > 1 then ${longestCountedByline} else ${longestTyingByline} end
      and other.author_id is not null and other.author_id <> mine.author_id and not other.is_repeat
    group by mine.author_id, other.author_id
    having count(*) > 1 or min(mine.byline_size) <= ${longestTyingByline}
  ) as ties`

const insertTopics = `
  insert into author_topics (author_id, rank, topic_id, works, is_derived, first_year, last_year, latest_work_ids)
  select mine.author_id, row_number() over (partition by mine.author_id order by count(*) desc, sum(coalesce(t.score, 1)::numeric) desc, t.topic_id),
         t.topic_id, count(*), bool_and(t.is_derived), ${evidence}
  from mine join work_topics t on t.work_id = mine.work_id
  group by mine.author_id, t.topic_id`

/**
 * What people decided about affiliations of the authors, and of those who were merged into them, through all merges; of
 * several decisions the last stands. By the indexes, it reads what concerns the chunk, or all where these are few.
 */
const decidedAffiliations = `
  select distinct on (1, 2) d.final_id as author_id, coalesce(i.final_id, d.institution_id) as institution_id,
         coalesce(r.final_id, d.right_id) as right_id
  from (
    select d.*, chunk.id as final_id from affiliation_decisions d join chunk on chunk.id = d.author_id
    union all
    select d.*, chunk.id from affiliation_decisions d
      join merged_ids p on p.kind = ${kindCodeOf.author} and p.id = d.author_id join chunk on chunk.id = p.final_id
  ) d
    left join merged_ids i on i.kind = ${kindCodeOf.institution} and i.id = d.institution_id
    left join merged_ids r on r.kind = ${kindCodeOf.institution} and r.id = d.right_id
  order by 1, 2, d.decided_at desc, d.number desc`

const insertInstitutions = `
  insert into author_institutions (author_id, rank, institution_id, works, first_year, last_year, is_stated, latest_work_ids)
  select author_id, row_number() over (partition by author_id
           order by bool_or(is_last_known) desc, max(last_year) desc nulls last, count(work_id) desc, shown_id),
         shown_id, count(work_id), min(first_year), max(last_year), bool_or(is_stated),
         coalesce((array_agg(work_id order by last_year desc nulls last, work_id desc)
           filter (where work_id is not null))[1:${worksOfTie}], '{}')
  from (
    select distinct said.author_id, coalesce(d.right_id, said.institution_id) as shown_id, said.work_id, said.first_year,
           said.last_year, said.is_stated, said.is_last_known
    from (
      select mine.author_id, institution_id, mine.work_id, nullif(publication_year, 0) as first_year,
             nullif(publication_year, 0) as last_year, false as is_stated, false as is_last_known
      from mine cross join unnest(mine.institution_ids) as institution_id
      union all
      select a.author_id, a.institution_id, null, (select min(year) from unnest(a.years) as year),
             (select max(year) from unnest(a.years) as year), true, a.is_last_known
      from author_affiliations a join chunk on chunk.id = a.author_id
    ) as said
      left join (${decidedAffiliations}) d on d.author_id = said.author_id and d.institution_id = said.institution_id
    where d.author_id is null or d.right_id is not null
  ) as affiliations
  group by author_id, shown_id`

/** Who has no record of their own has no statements of their own either: all their identifiers are derived. */
const deleteIdentifiers = `
  delete from identifiers i using chunk join authors e on e.id = chunk.id
  where e.is_stub and i.kind = ${kindCodeOf.author} and i.entity_id = chunk.id and i.source not like '${decidedSources}'`

/** The iDs beside their name on bylines, as said by the source whose facts about the work stand. */
const insertIdentifiers = `
  insert into identifiers (scheme, value, kind, entity_id, source)
  select distinct 'orcid', a.orcid, ${kindCodeOf.author}, mine.author_id, said.source
  from mine
    join authors e on e.id = mine.author_id and e.is_stub
    join authorships a on a.work_id = mine.work_id and a.author_id = mine.author_id
    cross join lateral (
      select source from records r where r.kind = ${kindCodeOf.work} and r.entity_id = mine.work_id
      order by source_updated_at desc nulls last, source collate "C" desc limit 1) said
  where a.orcid is not null`

/**
 * Works that say by the iD on their byline whose they are. Who has no record of their own has none either: their iD was
 * read off these very bylines.
 */
const supportedWorks = `
  select mine.author_id, count(distinct mine.work_id) as works
  from (select chunk.id, stated.value from chunk join authors e on e.id = chunk.id and not e.is_stub
          cross join lateral (select i.value from identifiers i
            where i.kind = ${kindCodeOf.author} and i.entity_id = chunk.id and i.scheme = 'orcid' offset 0) stated) own
    join mine on mine.author_id = own.id and mine.orcid = own.value
  group by mine.author_id`

const insertStats = `
  insert into author_stats (author_id, works_count, topics_count, collaborators_count, close_collaborators_count, identified_work_id,
    supported_works)
  select chunk.id, coalesce(w.works, 0), coalesce(t.topics, 0), coalesce(c.ties, 0), coalesce(c.close, 0), w.identified,
         coalesce(o.works, 0)
  from chunk
    left join (select author_id, count(*) as works, min(work_id) filter (where has_identifier) as identified
               from mine group by author_id) w on w.author_id = chunk.id
    left join (select author_id, count(*) as topics from author_topics join chunk on chunk.id = author_id
               group by author_id) t on t.author_id = chunk.id
    left join (select author_id, count(*) as ties, count(*) filter (where is_close) as close
               from coauthor_ties join chunk on chunk.id = author_id group by author_id) c on c.author_id = chunk.id
    left join (${supportedWorks}) o on o.author_id = chunk.id`
