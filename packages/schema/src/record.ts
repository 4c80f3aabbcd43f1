import type { EntityKind } from './entity-id.ts'
import type { Identifier } from './identifier.ts'

/**
 * One source's statement about one entity, parsed and ready for the store: what an importer makes
 * of a line, whatever format it came in. Ids are numbers; text is well-formed and bounded.
 */
export type EntityRecord = WorkRecord | AuthorRecord | InstitutionRecord | TopicRecord | SourceRecord

interface RecordEnvelope {
  readonly id: number
  /** Who says so: the host of the record's id, such as `openalex.org`. */
  readonly source: string
  /** When the source last changed the record; null where it does not say. */
  readonly updatedAt: Date | null
  /** Digest of the record as it came, in the form of a UUID: equal text, equal record. */
  readonly contentHash: string
  readonly identifiers: readonly Identifier[]
}

export interface WorkRecord extends RecordEnvelope {
  readonly kind: 'work'
  readonly title: string | null
  readonly type: string
  readonly year: number | null
  /** `1997-01-31` */
  readonly date: string | null
  readonly language: string | null
  readonly isOpenAccess: boolean | null
  readonly isRetracted: boolean
  readonly volume: string | null
  readonly issue: string | null
  readonly firstPage: string | null
  readonly lastPage: string | null
  readonly keywords: readonly string[]
  readonly abstract: string | null
  readonly byline: readonly BylineEntry[]
  /** The first is the primary one. */
  readonly locations: readonly WorkLocation[]
  /** As stated by the source, strongest first; empty where it states none. */
  readonly topics: readonly StatedTopic[]
  readonly references: readonly number[]
  /** What the record says in passing about other entities. */
  readonly mentions: readonly Mention[]
}

export interface BylineEntry {
  /** Null where the source resolves the name to no record. */
  readonly authorId: number | null
  readonly rawName: string
  readonly rawAffiliations: readonly string[]
  readonly institutionIds: readonly number[]
  readonly isCorresponding: boolean | null
  /** The author's iD as this byline states it. */
  readonly orcid: string | null
}

export interface WorkLocation {
  readonly sourceId: number | null
  readonly landingPageUrl: string | null
  readonly pdfUrl: string | null
}

export interface StatedTopic {
  readonly id: number
  readonly score: number | null
}

export interface AuthorRecord extends RecordEnvelope {
  readonly kind: 'author'
  readonly name: string
  readonly alternativeNames: readonly string[]
  readonly affiliations: readonly StatedAffiliation[]
  readonly mentions: readonly Mention[]
}

export interface StatedAffiliation {
  readonly institutionId: number
  readonly years: readonly number[]
  readonly isLastKnown: boolean
}

export interface InstitutionRecord extends RecordEnvelope {
  readonly kind: 'institution'
  readonly name: string
  readonly alternativeNames: readonly string[]
  readonly acronyms: readonly string[]
  readonly ror: string | null
  readonly type: string | null
  readonly countryCode: string | null
  readonly homepageUrl: string | null
  readonly city: string | null
  readonly region: string | null
  readonly country: string | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly related: readonly { readonly id: number; readonly relationship: string | null }[]
  readonly mentions: readonly Mention[]
}

/** A level above a topic: OpenAlex's subfield, field or domain. */
export interface TopicLevel {
  readonly id: number | null
  readonly name: string
}

export interface TopicRecord extends RecordEnvelope {
  readonly kind: 'topic'
  readonly name: string
  readonly description: string | null
  readonly subfield: TopicLevel | null
  readonly field: TopicLevel | null
  readonly domain: TopicLevel | null
}

export interface SourceRecord extends RecordEnvelope {
  readonly kind: 'source'
  readonly name: string
  readonly alternativeNames: readonly string[]
  readonly abbreviatedTitle: string | null
  readonly type: string | null
  readonly homepageUrl: string | null
  readonly hostOrganization: string | null
  readonly countryCode: string | null
}

/** The name of what has none in the records. */
export const unstatedName = 'Name not stated'

/** What a record says in passing about another entity: enough for a page until that entity's own record comes. */
export type Mention =
  | { readonly kind: 'author'; readonly id: number; readonly name: string }
  | {
      readonly kind: 'institution'
      readonly id: number
      readonly name: string
      readonly ror: string | null
      readonly countryCode: string | null
      readonly type: string | null
    }
  | {
      readonly kind: 'topic'
      readonly id: number
      readonly name: string
      readonly subfield: TopicLevel | null
      readonly field: TopicLevel | null
      readonly domain: TopicLevel | null
    }
  | { readonly kind: 'source'; readonly id: number; readonly name: string; readonly type: string | null }

export type RecordOf<K extends EntityKind> = Extract<EntityRecord, { kind: K }>
