import type { EntityKind, Identifier } from '@bzpeer/schema'
import type { ClaimLink } from './claims/claim-shapes.ts'
import type { Link } from './link.ts'
import type { DisputeReason, HideablePart, Trust, TrustCause, Verification } from '@bzpeer/domain'

/** What every page's view gets: plain, serialisable values, already decided upon. */

export type { Link } from './link.ts'

/** One slot of a byline. A slot that resolves to no record has no link: an L0 name. */
export interface BylineName {
  readonly name: string
  readonly path: string | null
}

export interface TopicLink extends Link {
  /** 0 to 1; null where the source states none. */
  readonly score: number | null
  /** Matched by this site from the text, not stated by a source. */
  readonly derived: boolean
}

export interface IdentifierLink extends Identifier {
  readonly url: string | null
}

/** A work in a list. Long bylines are cut: `bylineCount` says how many names there are. */
export interface WorkCard extends Link {
  readonly type: string
  readonly year: number | null
  readonly source: Link | null
  /** Shortened for lists to about 600 characters at a word's end; null where there is none. */
  readonly abstract: string | null
  readonly byline: readonly BylineName[]
  readonly bylineCount: number
  /** The first few; the work's own page has more, as with topics. */
  readonly identifiers: readonly IdentifierLink[]
  readonly topics: readonly TopicLink[]
  readonly isOpenAccess: boolean | null
  readonly citedByCount: number
}

/** A list by keyset: `next` and `previous` are cursors for `?after=` and `?before=`; null at an end. */
export interface Paged<T> {
  readonly items: readonly T[]
  readonly total: number
  readonly next: string | null
  readonly previous: string | null
}

export interface Counts {
  readonly works: number
  readonly followers: number
  readonly topics: number
  readonly closeCollaborators: number
}

export interface Affiliation extends Link {
  readonly ror: string | null
  readonly countryCode: string | null
  readonly firstYear: number | null
  readonly lastYear: number | null
  /** Stated in the author's record, or read off bylines. */
  readonly stated: boolean
}

export interface Collaborator extends Link {
  readonly sharedWorks: number
  /** Newman 2001: each shared work adds 1 / (authors - 1). */
  readonly strength: number
  readonly close: boolean
  /** `2 shared works, tie strength 0.50, close` */
  readonly reason: string
}

export interface CountedTopic extends TopicLink {
  readonly works: number
}

/** Which source said it, and when this site took it over. */
export interface Provenance {
  readonly source: string
  readonly observedAt: string
  readonly updatedAt: string | null
}

/** What freezes a score, since when. */
export interface DisputeNote {
  readonly since: string
  readonly reason: DisputeReason
}

/** Level and score from an instant on, and what made them so. */
export interface TrustChange {
  readonly at: string
  readonly level: number
  readonly score: number
  readonly frozen: boolean
  readonly cause: TrustCause
}

export interface AuthorPage extends Link {
  readonly kind: 'author'
  readonly description: string
  readonly role: string
  readonly affiliation: Affiliation | null
  /** The first of `affiliationsCount`. */
  readonly affiliations: readonly Affiliation[]
  readonly affiliationsCount: number
  readonly openToCollaborate: boolean
  /** Links that the owner gives. */
  readonly links: readonly { readonly label: string; readonly url: string }[]
  /** Works that the owner shows first; on the first page of the list alone. */
  readonly highlights: readonly WorkCard[]
  readonly hiddenParts: readonly HideablePart[]
  /** The name of the record, where the owner prefers another. */
  readonly recordName: string
  readonly claimed: boolean
  readonly verification: Verification
  readonly trust: Trust
  /** Why the score stands still; null while it does not. */
  readonly dispute: DisputeNote | null
  /** The latest changes of level and score, the latest first. */
  readonly trustHistory: readonly TrustChange[]
  /** Claims that have a say about the record, the owner's first. */
  readonly claims: readonly ClaimLink[]
  readonly counts: Counts
  /** The first of `alternativeNamesCount`. */
  readonly alternativeNames: readonly string[]
  readonly alternativeNamesCount: number
  /** The first of `identifiersCount`, which counts to 1,000. */
  readonly identifiers: readonly IdentifierLink[]
  readonly identifiersCount: number
  /** The strongest few. */
  readonly topics: readonly CountedTopic[]
  readonly closeCollaborators: readonly Collaborator[]
  readonly works: Paged<WorkCard>
  /** The slice around the author as far as this page holds it: of collaborators the close ones alone. */
  readonly context: ContextSlice
  readonly provenance: readonly Provenance[]
}

export interface BylineSlot extends BylineName {
  readonly rawName: string
  /** The first of `rawAffiliationsCount`, each cut where it is very long. */
  readonly rawAffiliations: readonly string[]
  readonly rawAffiliationsCount: number
  readonly institutions: readonly Link[]
}

export interface WorkPage extends Link {
  readonly kind: 'work'
  readonly type: string
  readonly year: number | null
  readonly date: string | null
  readonly language: string | null
  readonly source: Link | null
  readonly abstract: string | null
  readonly isOpenAccess: boolean | null
  readonly isRetracted: boolean
  /** The first 100 names; `bylineCount` says how many there are. */
  readonly byline: readonly BylineSlot[]
  readonly bylineCount: number
  readonly biblio: {
    readonly volume: string | null
    readonly issue: string | null
    readonly firstPage: string | null
    readonly lastPage: string | null
  }
  /** The first of `locationsCount`. */
  readonly locations: readonly {
    readonly source: Link | null
    readonly landingPageUrl: string | null
    readonly pdfUrl: string | null
  }[]
  readonly locationsCount: number
  /** The first of `identifiersCount`, which counts to 1,000. */
  readonly identifiers: readonly IdentifierLink[]
  readonly identifiersCount: number
  readonly topics: readonly TopicLink[]
  /** The first of `keywordsCount`. */
  readonly keywords: readonly string[]
  readonly keywordsCount: number
  /** Works of this site that it cites, newest first; `referencesCount` counts all it states. */
  readonly references: readonly WorkCard[]
  readonly referencesCount: number
  readonly citedBy: readonly WorkCard[]
  readonly citedByCount: number
  readonly context: ContextSlice
  readonly provenance: readonly Provenance[]
}

export interface Person extends Link {
  readonly works: number
}

interface CollectionPage extends Link {
  /** The first of `alternativeNamesCount`. */
  readonly alternativeNames: readonly string[]
  readonly alternativeNamesCount: number
  /** The first of `identifiersCount`, which counts to 1,000. */
  readonly identifiers: readonly IdentifierLink[]
  readonly identifiersCount: number
  readonly works: Paged<WorkCard>
  /** The twelve with the most works. */
  readonly people: readonly Person[]
  readonly context: ContextSlice
  readonly provenance: readonly Provenance[]
}

export interface InstitutionPage extends CollectionPage {
  readonly kind: 'institution'
  readonly type: string | null
  readonly ror: string | null
  readonly homepageUrl: string | null
  readonly place: {
    readonly city: string | null
    readonly region: string | null
    readonly country: string | null
    readonly countryCode: string | null
    readonly latitude: number | null
    readonly longitude: number | null
  }
  readonly peopleCount: number
  /** Topics of its latest 100 works. */
  readonly topics: readonly CountedTopic[]
  readonly related: readonly (Link & { readonly relationship: string | null })[]
}

export interface TopicPage extends CollectionPage {
  readonly kind: 'topic'
  readonly description: string | null
  readonly subfield: string | null
  readonly field: string | null
  readonly domain: string | null
  /** Topics of the same subfield with the most works. */
  readonly siblings: readonly (Link & { readonly works: number })[]
}

export interface SourcePage extends CollectionPage {
  readonly kind: 'source'
  readonly type: string | null
  readonly abbreviatedTitle: string | null
  readonly homepageUrl: string | null
  readonly hostOrganization: string | null
  /** Topics of its latest 100 works. */
  readonly topics: readonly CountedTopic[]
}

/** An entry of a list: a name on a byline that leads to no record has no path. */
export interface ListedName extends BylineName {
  readonly reason: string
}

/** One page of a list whose beginning stands on the page of its owner. */
export interface ListPage {
  readonly owner: Link
  /** Of what it lists: works as cards, everything else by name. */
  readonly kind: EntityKind
  readonly works: Paged<WorkCard> | null
  readonly names: Paged<ListedName> | null
}

export interface HomePage {
  readonly counts: Readonly<Record<'works' | 'authors' | 'institutions' | 'topics' | 'sources', number>>
  readonly latestWorks: readonly WorkCard[]
  readonly people: readonly Person[]
  readonly topics: readonly (Link & { readonly works: number })[]
}

/** One hit of a search: enough to recognise it by. */
export interface SearchHit extends Link {
  readonly kind: 'work' | 'author' | 'institution' | 'topic' | 'source'
  /** One line of context: affiliation and work count, byline and year, place, field. */
  readonly detail: string
  readonly works: number | null
  /** Works alone: a passage in which `⟦` and `⟧` bracket what matched; null elsewhere. */
  readonly passage: string | null
}

export interface SearchFilterOption {
  readonly value: string
  readonly label: string
}

export interface SearchFilter {
  /** Query parameter of the filter, such as `from_year`. */
  readonly name: string
  readonly label: string
  readonly kind: 'year' | 'choice' | 'flag'
  /** The value in force, or an empty string. */
  readonly value: string
  readonly options: readonly SearchFilterOption[]
}

export interface SearchPage {
  readonly query: string
  readonly type: 'all' | SearchHit['kind']
  /**
   * Hits a kind; for `all`, the first few of each; none of a kind beyond its last page. A count that reached its bound
   * has `more`.
   */
  readonly groups: readonly {
    readonly kind: SearchHit['kind']
    readonly count: number
    readonly more: boolean
    readonly hits: readonly SearchHit[]
  }[]
  readonly filters: readonly SearchFilter[]
  /** 1-based; `all` has one page. */
  readonly page: number
  readonly hasNextPage: boolean
  /** What to do next when there is no hit. */
  readonly advice: string | null
}

/** Entities of one kind to begin with: those with the most works; of works the newest, without a number. */
export interface StartingPoints {
  readonly kind: EntityKind
  readonly entries: readonly (Link & { readonly works: number | null })[]
}

export interface Suggestion extends Link {
  readonly kind: SearchHit['kind']
  readonly detail: string
}

/** What stands next to an entity, as far as its page holds it: the closest of each kind, kind by kind. */
export interface ContextSlice {
  readonly focus: Link & { readonly kind: EntityKind }
  readonly near: readonly (Link & { readonly kind: EntityKind; readonly reason: string })[]
  /** Whether there are, or may be, more. */
  readonly truncated: boolean
}
