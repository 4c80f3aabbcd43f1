import {
  affiliationWords,
  type Appearance,
  blockOf,
  expectedNamesakes,
  findPersonName,
  type NameCommonness,
  type PersonName,
  personSchemes,
  type Seed,
  type WorkField,
} from '@bzpeer/domain'
import { kindCodeOf } from '@bzpeer/schema'
import type { Session } from '../session.ts'
import { readCommonness } from './commonness.ts'
import { foundedSource } from './founded-source.ts'

/** So many bylines, spread over the years, stand for a record: what two of them cost to compare is bounded by it. */
const appearancesOfRecord = 12
/** Of the works of one record, so many are looked at. */
const worksOfRecord = 2_000
/** Who is on a longer byline says nothing about whom they work with. */
const longestByline = 60

/** Who is in the blocks: records, and names on bylines that no record stands for, with what surrounds them. */
export async function readBlockMembers(
  session: Session,
  blocks: readonly string[],
  isAllDue: boolean,
): Promise<ReadonlyMap<string, readonly Seed[]>> {
  const records = await readRecords(session, blocks)
  const slots = [...(await readSlotsOfRecords(session, records)), ...(await readOpenSlots(session, blocks))]
  const context = await readContext(session, slots, records)
  const bylinesOf = Map.groupBy(slots, ({ author_id }) => author_id)
  const members = new Map<string, Seed[]>(blocks.map((block) => [block, []]))
  for (const row of records) {
    members.get(row.block)?.push({
      kind: 'record',
      id: row.id,
      isFounded: row.is_founded,
      schemes: schemesOf(row),
      isDue: isAllDue || row.is_due,
      appearances: (bylinesOf.get(row.id) ?? []).flatMap((slot) => toAppearance(slot, context, row)),
    })
  }
  for (const slot of bylinesOf.get(null) ?? []) {
    const [appearance] = toAppearance(slot, context)
    if (appearance !== undefined)
      members.get(slot.block ?? '')?.push({ kind: 'byline', position: slot.position, appearance })
  }
  return members
}

interface RecordRow {
  readonly block: string
  readonly id: number
  readonly display_name: string
  readonly works: number
  readonly is_due: boolean
  readonly is_founded: boolean
  /** `orcid 0000-…` */
  readonly identifiers: string[] | null
}

/**
 * A record that somebody claims is no longer this site's to give up; nor is one that people propose or decide something
 * about, or told apart from another, or one that is hidden, whose works would come back under another id.
 */
async function readRecords(session: Session, blocks: readonly string[]): Promise<RecordRow[]> {
  const { rows } = await session.query<RecordRow>(
    `select b.block, e.id, e.display_name, coalesce(s.works_count, 0) as works, b.checked_at is null as is_due,
       exists (select from records r where r.kind = ${kindCodeOf.author} and r.entity_id = e.id and r.source = $3)
         and not exists (select from claims c where c.author_id = e.id)
         and not exists (select from hidden_records h where h.kind = ${kindCodeOf.author} and h.entity_id = e.id)
         and not exists (select from correction_records c where c.author_id = e.id)
         and not exists (select from duplicate_candidates d where d.author_id_a = e.id and d.status <> 'open')
         and not exists (select from duplicate_candidates d where d.author_id_b = e.id and d.status <> 'open') as is_founded,
       (select array_agg(scheme || ' ' || value) from (select distinct scheme, value from identifiers i
          where i.kind = ${kindCodeOf.author} and i.entity_id = e.id and i.scheme = any($2::text[]) limit 20) i) as identifiers
     from author_blocks b join authors e on e.id = b.author_id left join author_stats s on s.author_id = e.id
     where b.block = any($1::text[]) order by b.block, e.id`,
    [blocks, personSchemes, foundedSource],
  )
  return rows
}

function schemesOf({ identifiers }: RecordRow): string[] {
  return (identifiers ?? []).map((identifier) => identifier.slice(0, identifier.indexOf(' ')))
}

function orcidOf({ identifiers }: RecordRow): string | null {
  return identifiers?.find((identifier) => identifier.startsWith('orcid '))?.slice('orcid '.length) ?? null
}

interface SlotRow {
  /** Of open bylines alone. */
  readonly block: string | null
  readonly author_id: number | null
  readonly work_id: number
  readonly year: number
  readonly position: number
  readonly raw_name: string
  readonly raw_affiliations: string[]
  readonly institution_ids: number[]
  readonly orcid: string | null
}

const slotColumns = 'a.work_id, a.position, a.raw_name, a.raw_affiliations, a.institution_ids, a.orcid'

async function readSlotsOfRecords(session: Session, records: readonly RecordRow[]): Promise<SlotRow[]> {
  const { rows } = await session.query<SlotRow>(
    `select null as block, wanted.id as author_id, w.publication_year as year, ${slotColumns}
     from unnest($1::bigint[]) as wanted (id)
       cross join lateral (
         select * from (
           select work_id, position, publication_year,
             row_number() over (order by publication_year, work_id) - 1 as place, count(*) over () as works
           from (select * from author_works aw where aw.author_id = wanted.id
                 order by publication_year desc, work_id limit ${worksOfRecord}) latest) placed
         where place % greatest(1, ceil(works / ${appearancesOfRecord}.0)::integer) = 0) w
       join authorships a on a.work_id = w.work_id and a.position = w.position
     order by 2, a.work_id`,
    [[...new Set(records.map(({ id }) => id))]],
  )
  return rows
}

async function readOpenSlots(session: Session, blocks: readonly string[]): Promise<SlotRow[]> {
  const { rows } = await session.query<SlotRow>(
    `select r.block, null::bigint as author_id, coalesce(w.publication_year, 0) as year, ${slotColumns}
     from byline_resolutions r join authorships a on a.work_id = r.work_id and a.position = r.position
       join works w on w.id = a.work_id
     where r.block = any($1::text[]) and r.author_id is null and a.author_id is null
       and not exists (select from byline_decisions d where d.work_id = a.work_id and d.position = a.position)
     order by a.work_id, a.position`,
    [blocks],
  )
  return rows
}

/** What is known of the works and the names, beside the bylines themselves. */
interface Context {
  readonly commonness: NameCommonness
  readonly worksUnder: ReadonlyMap<string, number>
  readonly coauthors: ReadonlyMap<number, readonly CoauthorRow[]>
  readonly fields: ReadonlyMap<number, readonly WorkField[]>
  nameOf(text: string): PersonName | undefined
}

interface CoauthorRow {
  readonly work_id: number
  readonly position: number
  readonly raw_name: string
}

async function readContext(
  session: Session,
  slots: readonly SlotRow[],
  records: readonly RecordRow[],
): Promise<Context> {
  const workIds = [...new Set(slots.map(({ work_id }) => work_id))]
  const parsed = new Map<string, PersonName | undefined>()
  const nameOf = (text: string): PersonName | undefined => {
    if (!parsed.has(text)) parsed.set(text, findPersonName(text))
    return parsed.get(text)
  }
  const names = [...slots.map(({ raw_name }) => nameOf(raw_name)), ...records.map((row) => nameOf(row.display_name))]
  const commonness = await readCommonness(
    session,
    names.filter((name) => name !== undefined),
  )
  return {
    commonness,
    worksUnder: countWorks(slots, records, nameOf),
    coauthors: await readCoauthors(session, workIds),
    fields: await readFields(session, workIds),
    nameOf,
  }
}

/** Works by the names of records, and by those of the bylines that have none. */
function countWorks(
  slots: readonly SlotRow[],
  records: readonly RecordRow[],
  nameOf: Context['nameOf'],
): Map<string, number> {
  const works = new Map<string, number>()
  const add = (text: string, count: number): void => {
    const key = nameOf(text)?.key ?? ''
    works.set(key, (works.get(key) ?? 0) + count)
  }
  for (const { display_name, works: count } of records) add(display_name, count)
  for (const { author_id, raw_name } of slots) if (author_id === null) add(raw_name, 1)
  return works
}

async function readCoauthors(session: Session, workIds: readonly number[]): Promise<Map<number, CoauthorRow[]>> {
  const { rows } = await session.query<CoauthorRow>(
    `select a.work_id, a.position, a.raw_name from works w join authorships a on a.work_id = w.id
     where w.id = any($1::bigint[]) and w.byline_count <= ${longestByline}`,
    [workIds],
  )
  return Map.groupBy(rows, ({ work_id }) => work_id)
}

async function readFields(session: Session, workIds: readonly number[]): Promise<Map<number, WorkField[]>> {
  const { rows } = await session.query<WorkField & { readonly work_id: number }>(
    `select t.work_id, t.topic_id as "topicId", p.subfield, p.field
     from work_topics t left join topics p on p.id = t.topic_id where t.work_id = any($1::bigint[])`,
    [workIds],
  )
  return Map.groupBy(rows, ({ work_id }) => work_id)
}

/** None where the name on the byline is not one that is compared in the record's block: a pen name, a group. */
function toAppearance(slot: SlotRow, context: Context, record?: RecordRow): Appearance[] {
  const own = context.nameOf(slot.raw_name)
  const name = record === undefined || (own !== undefined && blockOf(own) === record.block) ? own : undefined
  if (name === undefined) return []
  const others = (context.coauthors.get(slot.work_id) ?? []).filter(({ position }) => position !== slot.position)
  return [
    {
      workId: slot.work_id,
      name,
      namesakes: expectedNamesakes(context.commonness, name),
      worksUnderName: context.worksUnder.get(name.key) ?? 1,
      year: slot.year,
      coauthors: new Set(others.map(({ raw_name }) => context.nameOf(raw_name)?.key ?? raw_name)),
      institutionIds: slot.institution_ids,
      affiliationWords: affiliationWords(slot.raw_affiliations),
      fields: context.fields.get(slot.work_id) ?? [],
      orcid: slot.orcid ?? (record === undefined ? null : orcidOf(record)),
    },
  ]
}
