import { placeOfDecision } from '@bzpeer/domain'
import type { Session } from '../session.ts'
import { readMergedInto, type Resolve } from '../records/resolve-merged.ts'

/** A work's byline without what people decided about it: as its source states it, or the rules where it does not say. */
export interface StatedByline {
  readonly workId: number
  readonly names: readonly { readonly rawName: string; readonly statedId: number | null }[]
}

/** Whose each name on a byline is in the end, by work. */
export type CorrectedBylines = ReadonlyMap<number, readonly (number | null)[]>

interface DecisionRow {
  readonly number: number
  readonly work_id: number
  readonly position: number
  readonly raw_name: string
  readonly author_id: number | null
  readonly stated_id: number | null
  readonly decided_at: Date
}

/** Whether people ever decided about a byline, or merged records: an import asks before it looks further. */
export async function areBylinesCorrected(session: Session): Promise<boolean> {
  const { rows } = await session.query<{ found: boolean }>(
    'select exists (select from byline_decisions) or exists (select from correction_merges) as found',
  )
  return rows[0]?.found === true
}

/**
 * Works out whose the names are: by the decision about a name, or else by its statement, through all merges. The
 * decisions follow their names to where these stand now, and statements are kept where they are not what is shown.
 */
export async function correctBylines(session: Session, bylines: readonly StatedByline[]): Promise<CorrectedBylines> {
  const workIds = bylines.map(({ workId }) => workId)
  const decisions = await readDecisions(session, workIds)
  const statedIds = bylines.flatMap(({ names }) => names.flatMap(({ statedId }) => statedId ?? []))
  const decidedIds = decisions.flatMap(({ author_id }) => author_id ?? [])
  const resolve = await readMergedInto(
    session,
    [...new Set([...statedIds, ...decidedIds])].map((id) => ['author', id] as const),
  )
  const mergedByPeople = await readMergedByPeople(session, statedIds)
  const byWork = Map.groupBy(decisions, ({ work_id }) => work_id)
  const corrected = bylines.map((byline) => correct(byline, byWork.get(byline.workId) ?? [], resolve, mergedByPeople))
  await moveDecisions(
    session,
    corrected.flatMap(({ moved }) => moved),
  )
  await replaceStatements(
    session,
    workIds,
    corrected.flatMap(({ statements }) => statements),
  )
  return new Map(corrected.map(({ workId, authorIds }) => [workId, authorIds]))
}

async function readDecisions(session: Session, workIds: readonly number[]): Promise<DecisionRow[]> {
  const { rows } = await session.query<DecisionRow>(
    `select d.number, d.work_id, d.position, d.raw_name, d.author_id, d.decided_at, s.author_id as stated_id
     from byline_decisions d left join byline_statements s on s.work_id = d.work_id and s.position = d.position
     where d.work_id = any($1::bigint[]) order by d.work_id, d.decided_at, d.number`,
    [workIds],
  )
  return rows
}

/** Of the ids, those that lead through a merge that people decided, each with the id that they merged away. */
async function readMergedByPeople(session: Session, ids: readonly number[]): Promise<ReadonlyMap<number, number>> {
  const { rows } = await session.query<{ id: number; at: number }>(
    `with recursive walk (id, at) as (
       select id, id from unnest($1::bigint[]) as wanted (id)
       where exists (select from correction_merges) and exists (select from merged_ids m where m.kind = 2 and m.id = wanted.id)
       union
       select walk.id, m.into_id from walk join merged_ids m on m.kind = 2 and m.id = walk.at
       where not exists (select from correction_merges c where c.author_id = walk.at)
     ) select walk.id, walk.at from walk join correction_merges c on c.author_id = walk.at`,
    [[...new Set(ids)]],
  )
  return new Map(rows.map(({ id, at }) => [id, at]))
}

interface MovedDecision {
  readonly row: DecisionRow
  readonly position: number
  readonly rawName: string
}

interface CorrectedByline {
  readonly workId: number
  readonly authorIds: readonly (number | null)[]
  readonly statements: readonly (readonly [workId: number, position: number, statedId: number | null])[]
  readonly moved: readonly MovedDecision[]
}

function correct(
  { workId, names }: StatedByline,
  decisions: readonly DecisionRow[],
  resolve: Resolve,
  mergedByPeople: ReadonlyMap<number, number>,
): CorrectedByline {
  // In the order in which they were decided: the last one about a name stands.
  const decided = new Map<number, DecisionRow>()
  const moved: MovedDecision[] = []
  for (const row of decisions) {
    const at = placeOfDecision(names, { position: row.position, rawName: row.raw_name, statedId: row.stated_id })
    const name = at === undefined ? undefined : names[at]
    if (at === undefined || name === undefined) continue
    decided.set(at, row)
    if (row.position !== at + 1 || row.raw_name !== name.rawName)
      moved.push({ row, position: at + 1, rawName: name.rawName })
  }
  const led = (id: number | null): number | null => (id === null ? null : resolve('author', id))
  return {
    workId,
    moved: withoutCollisions(moved, decisions),
    authorIds: names.map(({ statedId }, at) => {
      const decision = decided.get(at)
      return led(decision === undefined ? statedId : decision.author_id)
    }),
    statements: names.flatMap(({ statedId }, at) => {
      const heldBack = statedId === null ? undefined : mergedByPeople.get(statedId)
      if (heldBack === undefined && !decided.has(at)) return []
      return [[workId, at + 1, heldBack ?? statedId] as const]
    }),
  }
}

/**
 * Those that go where no other decision of the same correction stays: two may have been made about one name in two places,
 * of which the byline has one by now. The others wait where they were.
 */
function withoutCollisions(moved: readonly MovedDecision[], all: readonly DecisionRow[]): readonly MovedDecision[] {
  const going = new Set(moved.map(({ row }) => row))
  const placeOf = ({ number }: DecisionRow, position: number): string => `${number} ${position}`
  const taken = new Set(all.filter((row) => !going.has(row)).map((row) => placeOf(row, row.position)))
  const free = moved.filter(({ row, position }) => {
    const place = placeOf(row, position)
    return !taken.has(place) && taken.add(place)
  })
  // Whoever has to wait stays in a place that another one may have gone to.
  return free.length === moved.length ? free : withoutCollisions(free, all)
}

async function moveDecisions(session: Session, moved: readonly MovedDecision[]): Promise<void> {
  if (moved.length === 0) return
  const keys = [
    moved.map(({ row }) => row.number),
    moved.map(({ row }) => row.work_id),
    moved.map(({ row }) => row.position),
  ]
  await session.query(
    `delete from byline_decisions d using unnest($1::integer[], $2::bigint[], $3::integer[]) as n (number, work_id, position)
     where d.number = n.number and d.work_id = n.work_id and d.position = n.position`,
    keys,
  )
  await session.query(
    `insert into byline_decisions (number, work_id, position, raw_name, author_id, decided_at)
     select * from unnest($1::integer[], $2::bigint[], $3::integer[], $4::text[], $5::bigint[], $6::timestamptz[])`,
    [
      ...keys.slice(0, 2),
      moved.map(({ position }) => position),
      moved.map(({ rawName }) => rawName),
      moved.map(({ row }) => row.author_id),
      moved.map(({ row }) => row.decided_at.toISOString()),
    ],
  )
}

async function replaceStatements(
  session: Session,
  workIds: readonly number[],
  statements: CorrectedByline['statements'],
): Promise<void> {
  await session.query('delete from byline_statements where work_id = any($1::bigint[])', [workIds])
  if (statements.length === 0) return
  await session.query(
    `insert into byline_statements (work_id, position, author_id)
     select * from unnest($1::bigint[], $2::integer[], $3::bigint[])`,
    [
      statements.map(([workId]) => workId),
      statements.map(([, position]) => position),
      statements.map(([, , statedId]) => statedId),
    ],
  )
}
