import { type BylineEntry, kindCodeOf, type WorkRecord } from '@bzpeer/schema'
import type { Session } from '../session.ts'

interface ResolutionRow {
  readonly work_id: number
  readonly position: number
  readonly raw_name: string
  readonly author_id: number
}

/**
 * The works as their source says them now, with what was decided about names on their bylines: a name that still stands
 * there keeps its record, also in another place. Where the source now says whose it is, that stands.
 */
export async function keepResolutions(session: Session, works: readonly WorkRecord[]): Promise<readonly WorkRecord[]> {
  if (works.length === 0) return works
  const { rows } = await session.query<ResolutionRow>(
    `select r.work_id, r.position, r.raw_name, coalesce(m.final_id, r.author_id) as author_id
     from byline_resolutions r left join merged_ids m on m.kind = ${kindCodeOf.author} and m.id = r.author_id
     where r.work_id = any($1::bigint[]) and r.author_id is not null order by r.work_id, r.position`,
    [works.map(({ id }) => id)],
  )
  if (rows.length === 0) return works
  const decided = Map.groupBy(rows, ({ work_id }) => work_id)
  const kept = works.map((work) => keep(work, decided.get(work.id) ?? []))
  await replaceRows(
    session,
    rows,
    kept.flatMap(({ places }) => places),
  )
  return kept.map(({ work }) => work)
}

interface Place {
  readonly row: ResolutionRow
  readonly position: number
}

function keep(work: WorkRecord, rows: readonly ResolutionRow[]): { work: WorkRecord; places: Place[] } {
  const places: Place[] = []
  const byline: BylineEntry[] = [...work.byline]
  for (const row of rows) {
    const at = placeOf(work.byline, row)
    const slot = at === undefined ? undefined : byline[at]
    if (at === undefined || slot === undefined || slot.authorId !== null) continue
    byline[at] = { ...slot, authorId: row.author_id }
    places.push({ row, position: at + 1 })
  }
  return { work: { ...work, byline }, places }
}

/** Where it stood, or where it is the only one of its kind. */
function placeOf(byline: readonly BylineEntry[], { position, raw_name }: ResolutionRow): number | undefined {
  if (byline[position - 1]?.rawName === raw_name) return position - 1
  const places = [...byline.keys()].filter((at) => byline[at]?.rawName === raw_name)
  return places.length === 1 ? places[0] : undefined
}

/** What no longer applies goes, and what stands elsewhere moves there. */
async function replaceRows(session: Session, rows: readonly ResolutionRow[], places: readonly Place[]): Promise<void> {
  const stays = new Set(places.filter(({ row, position }) => row.position === position).map(({ row }) => row))
  const leaving = rows.filter((row) => !stays.has(row))
  if (leaving.length === 0) return
  const moved = places.filter(({ row }) => !stays.has(row))
  await session.query(
    `with gone as (
       delete from byline_resolutions r using unnest($1::bigint[], $2::integer[]) as n (work_id, position)
       where r.work_id = n.work_id and r.position = n.position returning r.*)
     insert into byline_resolutions (work_id, position, raw_name, block, author_id, confidence, evidence, decided_at)
     select g.work_id, m.new_position, g.raw_name, g.block, g.author_id, g.confidence, g.evidence, g.decided_at
     from gone g join unnest($3::bigint[], $4::integer[], $5::integer[]) as m (work_id, position, new_position)
       on m.work_id = g.work_id and m.position = g.position`,
    [
      leaving.map((row) => row.work_id),
      leaving.map((row) => row.position),
      moved.map(({ row }) => row.work_id),
      moved.map(({ row }) => row.position),
      moved.map(({ position }) => position),
    ],
  )
}
