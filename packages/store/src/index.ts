export * from './accounts/index.ts'
export * from './atlas/index.ts'
export { findClaimForm } from './claims/claim-form-reader.ts'
export {
  type ClaimNote,
  type ClaimPageRow,
  findClaimPage,
  listClaimsOfAccount,
  type ListedClaimRow,
} from './claims/claim-page-reader.ts'
export * from './claims/claim-locks.ts'
export * from './claims/claim-reader.ts'
export * from './claims/claim-writer.ts'
export * from './claims/claimant-data.ts'
export * from './claims/claimant-reader.ts'
export { type ConfirmationRow, listConfirmations, listSharedOf, listSharedWorks } from './claims/confirmation-reader.ts'
export { endVouches, revokeVouches } from './claims/revoke-vouches.ts'
export * from './claims/suggested-works.ts'
export * from './claims/vouch-reader.ts'
export * from './corrections/comparison-reader.ts'
export * from './corrections/correction-page-reader.ts'
export * from './corrections/correction-reader.ts'
export * from './corrections/correction-writer.ts'
export * from './corrections/decide-affiliations.ts'
export * from './corrections/decide-bylines.ts'
export * from './corrections/found-author.ts'
export * from './corrections/hold-public-record.ts'
export { findMentionedWork, type MentionedWorkRow } from './corrections/mentioned-work.ts'
export { keepPair, noteRowsAfter, restorePair } from './corrections/kept-rows.ts'
export { MergeImpossibleError, mergeAuthors, unmergeAuthors } from './corrections/merge-authors.ts'
export * from './desk/desk-reader.ts'
export { checkCounts, readServerVersion } from './check-store.ts'
export { deriveAtOnce } from './derived/derive-at-once.ts'
export { countDirty, deriveDirty } from './derived/derive-dirty.ts'
export { cleanSearchIndexes } from './derived/search-indexes.ts'
export { noteVocabulary, readVocabulary, rematchTopics, type TopicVocabulary } from './derived/topic-vocabulary.ts'
export * from './evidence/evidence-reader.ts'
export * from './evidence/evidence-writer.ts'
export { hasOnlyLapsed, recordTrustChange } from './evidence/record-trust-change.ts'
export { toTrustBasis } from './evidence/trust-basis.ts'
export { type TrustHistoryRow, type TrustRow } from './evidence/trust-columns.ts'
export * from './evidence/trust-history-writer.ts'
export { hasEmbeddedDatabase } from './embedded/embedded-sessions.ts'
export * from './graph/index.ts'
export { listSayingClaims } from './hidden/saying-claims.ts'
export { findHidden, hideRecord, isHiddenFor, showRecord } from './hidden/hide-record.ts'
export { findRecordSources } from './hidden/source-reader.ts'
export * from './identity/index.ts'
export * from './imports/import-runs.ts'
export { migrate, readMigrationState } from './migrate.ts'
export {
  type AuthorHeadRow,
  findAuthorHead,
  listStatedAffiliations,
  type StatedAffiliationRow,
} from './readers/author-reader.ts'
export * from './readers/collection-reader.ts'
export { findByIdentifier, findMergedInto, type IdentifierRow, type ProvenanceRow } from './readers/entity-reader.ts'
export { type HitRow, readHits, readHitsByPrefix } from './readers/hit-reader.ts'
export * from './readers/list-reader.ts'
export { type EntityFilters, findNameFilter, type NameFilter } from './readers/name-filter.ts'
export {
  type Found,
  listByPrefix,
  listBySimilarity,
  listFilteredByPrefix,
  listKnownWords,
  listLargest,
} from './readers/name-reader.ts'
export { dropNotice, listNotices, type NoticeRow, postponeNotice } from './notices/notices.ts'
export { readProfile, toProfile } from './profiles/profile-reader.ts'
export { writeProfile } from './profiles/profile-writer.ts'
export * from './readers/search-reader.ts'
export * from './readers/site-reader.ts'
export {
  listWorkCards,
  readWorkCards,
  type WorkCardRow,
  type WorkList,
  type WorkPosition,
} from './readers/work-cards.ts'
export { findWorkHead, listReferenceIds, type WorkHeadRow } from './readers/work-reader.ts'
export { readMergedInto, type Resolve } from './records/resolve-merged.ts'
export { writeMerges } from './records/write-merges.ts'
export type { PreparedWork } from './records/work-writer.ts'
export { writeRecords } from './records/write-records.ts'
export { openStore, Store, type StoreLocation, type StoreTransaction } from './store.ts'
export * from './store-errors.ts'
export { copyTableOut, emptyTables, holdsWorks, isEmpty, listTables, type TableShape } from './whole-tables.ts'
