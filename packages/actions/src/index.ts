export { deriveAll, type DeriveProgress } from './derive-all.ts'
export { importFiles, type ImportContext, type ImportProgress, type ImportSummary } from './import-files.ts'
