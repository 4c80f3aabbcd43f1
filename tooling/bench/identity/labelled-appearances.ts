import { join } from 'node:path'
import {
  affiliationWords,
  type Appearance,
  blockOf,
  buildTopicMatcher,
  expectedNamesakes,
  findPersonName,
  identifiesPerson,
  NameCounter,
  type PersonName,
  type TopicMatcher,
  type WorkField,
} from '@bzpeer/domain'
import { openFiles } from '@bzpeer/importers/openalex'
import type { BylineEntry, EntityRecord, TopicRecord, WorkRecord } from '@bzpeer/schema'

/** An appearance, and whose it is where a source says so by an identifier of the person. */
export interface LabelledAppearance extends Appearance {
  /** 1-based place on the byline. */
  readonly position: number
  readonly personId: number | null
}

/** All appearances of a corpus by the block of their names. */
export type LabelledBlocks = ReadonlyMap<string, readonly LabelledAppearance[]>

const longestByline = 60

/** Reads works and authors, and matches the works with the topics, as an import does. */
export async function readLabelledBlocks(folder: string): Promise<LabelledBlocks> {
  const names = new Map<string, PersonName | undefined>()
  const nameOf = (text: string): PersonName | undefined => {
    if (!names.has(text)) names.set(text, findPersonName(text))
    return names.get(text)
  }
  const topics = await readTopics(folder)
  const explicit = new Set<number>()
  for await (const record of records(folder, 'authors'))
    if (record.identifiers.some(identifiesPerson)) explicit.add(record.id)
  const slots: Slot[] = []
  for await (const record of records(folder, 'works'))
    if (record.kind === 'work') slots.push(...slotsOf(record, fieldsOf(record, topics), nameOf))
  return toBlocks(slots, explicit)
}

async function* records(folder: string, name: string): AsyncIterable<EntityRecord> {
  const { files } = await openFiles([join(folder, `${name}.jsonl.gz`)])
  for (const file of files)
    for await (const items of file.items(0)) for (const item of items) if ('record' in item) yield item.record
}

interface Topics {
  readonly matcher: TopicMatcher
  readonly byId: ReadonlyMap<number, TopicRecord>
}

async function readTopics(folder: string): Promise<Topics> {
  const all: TopicRecord[] = []
  for await (const record of records(folder, 'topics')) if (record.kind === 'topic') all.push(record)
  const texts = all.map(({ id, name, description }) => ({ id, name, description: description ?? '' }))
  return { matcher: buildTopicMatcher(texts), byId: new Map(all.map((topic) => [topic.id, topic])) }
}

function fieldsOf({ title, abstract }: WorkRecord, { matcher, byId }: Topics): WorkField[] {
  return matcher.match(title ?? '', abstract).map(({ topicId }) => {
    const topic = byId.get(topicId)
    return { topicId, subfield: topic?.subfield?.name ?? null, field: topic?.field?.name ?? null }
  })
}

interface Slot {
  readonly work: WorkRecord
  readonly at: number
  readonly entry: BylineEntry
  readonly name: PersonName
  readonly fields: readonly WorkField[]
  readonly coauthors: ReadonlySet<string>
}

function slotsOf(
  work: WorkRecord,
  fields: readonly WorkField[],
  nameOf: (text: string) => PersonName | undefined,
): Slot[] {
  const named = work.byline.flatMap((entry, at) => {
    const name = nameOf(entry.rawName)
    return name === undefined ? [] : [{ entry, at, name }]
  })
  // What is not looked at is not kept: an abstract is most of a work.
  const kept = { ...work, abstract: null, mentions: [], references: [] }
  return named.map(({ entry, at, name }) => ({
    work: kept,
    at,
    entry,
    name,
    fields,
    coauthors:
      work.byline.length > longestByline
        ? new Set()
        : new Set(named.filter((other) => other.at !== at).map((other) => other.name.key)),
  }))
}

function toBlocks(slots: readonly Slot[], explicit: ReadonlySet<number>): LabelledBlocks {
  const worksUnder = new Map<string, number>()
  const counter = new NameCounter()
  for (const { name } of slots) {
    const works = worksUnder.get(name.key) ?? 0
    if (works === 0) counter.add(name)
    worksUnder.set(name.key, works + 1)
  }
  const personOf = (id: number | null): number | null => (id !== null && explicit.has(id) ? id : null)
  const labelled = slots.map(({ work, at, entry, name, fields, coauthors }) => ({
    workId: work.id,
    position: at + 1,
    name,
    namesakes: expectedNamesakes(counter.commonness, name),
    worksUnderName: worksUnder.get(name.key) ?? 1,
    year: work.year ?? 0,
    coauthors,
    institutionIds: entry.institutionIds,
    affiliationWords: affiliationWords(entry.rawAffiliations),
    fields,
    orcid: null,
    personId: personOf(entry.authorId),
  }))
  return Map.groupBy(labelled, ({ name }) => blockOf(name))
}

export function blocksNamed(blocks: LabelledBlocks, names: readonly string[]): (readonly LabelledAppearance[])[] {
  return names.map((name) => blocks.get(name) ?? [])
}
