import {
  type AtlasFilters,
  type AtlasLineRow,
  type AtlasPlaceRow,
  listLargestPlaces,
  listLinesAmong,
  readFilteredAtlas,
  tieWorksAtMost,
} from '@bzpeer/store'
import type { Link } from '../link.ts'
import type { ReadContext } from '../read-context.ts'
import { countOf } from '../reasons.ts'
import type { Atlas } from './atlas-shapes.ts'
import { findTopic } from './find-topic.ts'
import { toAtlasPlace, toLines } from './present-places.ts'

export interface AtlasQuestion {
  /** The name or the id of a topic; empty for all. */
  readonly topic: string
  readonly fromYear: number | null
  readonly toYear: number | null
  /** What makes a place large. */
  readonly by: 'works' | 'people'
}

/** So many places are looked at, and so many lines between them. */
const placesShown = 1_000
const linesShown = 100

/** Works, people and collaboration by place: at most the thousand largest places, and the strongest ties among them. */
export async function readAtlas(context: ReadContext, question: AtlasQuestion): Promise<Atlas> {
  const { topic, suggested } = await findTopic(context, question.topic)
  const { fromYear, toYear } = question
  const isUnknown = topic === null && question.topic !== ''
  const isFiltered = topic !== null || fromYear !== null || toYear !== null
  const { rows, lineRows, basis } = isUnknown
    ? { rows: [], lineRows: [], basis: `No topic is called “${question.topic}”.` }
    : isFiltered
      ? await readFiltered(context, question, topic)
      : await readWhole(context, question)
  const byId = new Map(rows.map((row) => [row.id, toAtlasPlace(row)]))
  const places = [...byId.values()]
  return {
    topic: topic?.link ?? null,
    suggestedTopics: suggested,
    places,
    lines: toLines(lineRows, byId),
    unmapped: places.filter(({ coordinates }) => coordinates === null).length,
    basis,
    lineWorks: isFiltered || isUnknown ? null : tieWorksAtMost,
  }
}

interface Found {
  readonly rows: readonly AtlasPlaceRow[]
  readonly lineRows: readonly AtlasLineRow[]
  readonly basis: string
}

async function readWhole({ db }: ReadContext, { by }: AtlasQuestion): Promise<Found> {
  const rows = await listLargestPlaces(db, by, placesShown)
  const lineRows = await listLinesAmong(
    db,
    rows.map(({ id }) => id),
    linesShown,
  )
  const basis =
    rows.length < placesShown
      ? `All ${countOf(rows.length, 'institution')} with ${by}.`
      : `The ${placesShown.toLocaleString('en')} institutions with the most ${by}.`
  return { rows, lineRows, basis }
}

async function readFiltered(
  { db }: ReadContext,
  { fromYear, toYear, by }: AtlasQuestion,
  topic: { readonly id: number; readonly link: Link } | null,
): Promise<Found> {
  if (fromYear !== null && toYear !== null && fromYear > toYear)
    return {
      rows: [],
      lineRows: [],
      basis: `The first year, ${fromYear}, is later than the last, ${toYear}: no work lies between.`,
    }
  const filters: AtlasFilters = { topicId: topic?.id ?? null, fromYear, toYear }
  const found = await readFilteredAtlas(db, { filters, by, places: placesShown, lines: linesShown })
  const what = `${topic === null ? '' : ` about ${topic.link.name}`}${periodOf(fromYear, toYear)}`
  return { rows: found.places, lineRows: found.lines, basis: basisOf(found, topic !== null, what) }
}

type Looked = Pick<Awaited<ReturnType<typeof readFilteredAtlas>>, 'works' | 'isCut'>

/** What was counted; `what` says of which works. */
function basisOf({ works: count, isCut }: Looked, isOfTopic: boolean, what: string): string {
  if (count === 0) return `No work${what} is on this site.`
  const works = `${count.toLocaleString('en')} ${count === 1 ? 'work' : 'works'}`
  if (!isCut) return `Counted over ${count === 1 ? 'the one work' : `all ${works}`}${what}.`
  return isOfTopic
    ? `Counted over the newest ${works}${what}.`
    : `Counted over ${works}${what}: of every year the newest, as many of one as of another.`
}

function periodOf(from: number | null, to: number | null): string {
  if (from !== null && to !== null) return from === to ? ` of ${from}` : ` from ${from} to ${to}`
  if (from !== null) return ` since ${from}`
  return to === null ? '' : ` until ${to}`
}
