import type { AuthorRecord, InstitutionRecord, SourceRecord, TopicRecord } from '@bzpeer/schema'
import { Rows } from '../bulk.ts'
import type { Session } from '../session.ts'
import type { StoreTransaction } from '../store.ts'
import type { Tables } from '../tables.ts'

/** Each writer takes the place of whatever stood under the same ids: an earlier version, or a stub. */

export async function writeAuthors({ session }: StoreTransaction, authors: readonly AuthorRecord[]): Promise<void> {
  const rows = new Rows('authors', ['id', 'display_name', 'alternative_names', 'is_stub'])
  const affiliations = new Rows('author_affiliations', ['author_id', 'institution_id', 'years', 'is_last_known'])
  for (const { id, name, alternativeNames, affiliations: stated } of authors) {
    rows.add(id, name, alternativeNames, false)
    for (const { institutionId, years, isLastKnown } of stated) affiliations.add(id, institutionId, years, isLastKnown)
  }
  await replace(session, rows, 'id', authors)
  await replace(session, affiliations, 'author_id', authors)
}

export async function writeInstitutions(
  { session }: StoreTransaction,
  institutions: readonly InstitutionRecord[],
): Promise<void> {
  const rows = new Rows('institutions', [
    'id',
    'display_name',
    'alternative_names',
    'acronyms',
    'ror',
    'type',
    'country_code',
    'homepage_url',
    'city',
    'region',
    'country',
    'latitude',
    'longitude',
    'is_stub',
  ])
  const links = new Rows('institution_links', ['institution_id', 'related_id', 'relationship'])
  for (const it of institutions) {
    rows.add(
      it.id,
      it.name,
      it.alternativeNames,
      it.acronyms,
      it.ror,
      it.type,
      it.countryCode,
      it.homepageUrl,
      it.city,
      it.region,
      it.country,
      it.latitude,
      it.longitude,
      false,
    )
    for (const { id, relationship } of it.related) links.add(it.id, id, relationship)
  }
  await replace(session, rows, 'id', institutions)
  await replace(session, links, 'institution_id', institutions)
}

export async function writeTopics({ session }: StoreTransaction, topics: readonly TopicRecord[]): Promise<void> {
  const rows = new Rows('topics', [
    'id',
    'display_name',
    'description',
    'subfield_id',
    'subfield',
    'field_id',
    'field',
    'domain_id',
    'domain',
    'is_stub',
  ])
  for (const { id, name, description, subfield, field, domain } of topics) {
    rows.add(
      id,
      name,
      description,
      subfield?.id ?? null,
      subfield?.name ?? null,
      field?.id ?? null,
      field?.name ?? null,
      domain?.id ?? null,
      domain?.name ?? null,
      false,
    )
  }
  await replace(session, rows, 'id', topics)
}

export async function writeSources({ session }: StoreTransaction, sources: readonly SourceRecord[]): Promise<void> {
  const rows = new Rows('sources', [
    'id',
    'display_name',
    'alternative_names',
    'abbreviated_title',
    'type',
    'homepage_url',
    'host_organization',
    'country_code',
    'is_stub',
  ])
  for (const it of sources) {
    rows.add(
      it.id,
      it.name,
      it.alternativeNames,
      it.abbreviatedTitle,
      it.type,
      it.homepageUrl,
      it.hostOrganization,
      it.countryCode,
      false,
    )
  }
  await replace(session, rows, 'id', sources)
}

async function replace<T extends keyof Tables>(
  session: Session,
  rows: Rows<T>,
  key: keyof Tables[T] & string,
  records: readonly { readonly id: number }[],
): Promise<void> {
  await session.query(`delete from ${rows.table} where ${key} = any($1::bigint[])`, [records.map(({ id }) => id)])
  await rows.copyTo(session)
}
