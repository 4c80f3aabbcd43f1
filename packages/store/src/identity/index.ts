export { type BlockScope, listNextBlocks } from './block-pages.ts'
export { readBlockMembers } from './block-members.ts'
export { areNamesCounted, recountNames } from './commonness.ts'
export { listDuplicates, readDuplicateCheck } from './duplicate-reader.ts'
export type { DuplicateRow } from './duplicate-reader.ts'
export { type BylinePlace, countOpenBylines, noteNewAuthors, noteOpenBylines } from './name-blocks.ts'
export {
  countBlocks,
  emptyResolutionProgress,
  findUnfinishedResolution,
  finishResolution,
  noteResolution,
  type ResolutionProgress,
} from './resolution-run.ts'
export { type ResolutionTally, writeDecisions } from './resolution-writer.ts'
