export { checkCounts, readServerVersion } from './check-store.ts'
export { countDirty, deriveDirty } from './derived/derive-dirty.ts'
export { cleanSearchIndexes } from './derived/search-indexes.ts'
export { noteVocabulary, readVocabulary, rematchTopics, type TopicVocabulary } from './derived/topic-vocabulary.ts'
export * from './imports/import-runs.ts'
export { migrate, readMigrationState } from './migrate.ts'
export { type AuthorHeadRow, findAuthorHead } from './readers/author-reader.ts'
export * from './readers/collection-reader.ts'
export { findByIdentifier, findMergedInto, type ProvenanceRow } from './readers/entity-reader.ts'
export { type HitRow, readHits } from './readers/hit-reader.ts'
export { listByPrefix, listBySimilarity, listLargest } from './readers/name-reader.ts'
export * from './readers/search-reader.ts'
export * from './readers/site-reader.ts'
export {
  listWorkCards,
  readWorkCards,
  type WorkCardRow,
  type WorkList,
  type WorkPosition,
} from './readers/work-cards.ts'
export { findWorkHead, listReferenceIds, listReferences, type WorkHeadRow } from './readers/work-reader.ts'
export { writeMerges } from './records/write-merges.ts'
export type { PreparedWork } from './records/work-writer.ts'
export { writeRecords } from './records/write-records.ts'
export { openStore, Store, type StoreLocation, type StoreTransaction } from './store.ts'
export * from './store-errors.ts'
export { copyTableOut, emptyTables, isEmpty, listTables, type TableShape } from './whole-tables.ts'
