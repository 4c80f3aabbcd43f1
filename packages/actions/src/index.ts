export { importFiles, type ImportProgress, type ImportSummary } from './import-files.ts'
export { checkBackup, DamagedBackupError, NotEmptyError, restoreBackup } from './restore-backup.ts'
export { writeBackup } from './write-backup.ts'
