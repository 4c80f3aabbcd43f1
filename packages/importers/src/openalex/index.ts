export { openFiles, UnreadablePathError, type OpenedFiles } from './open-files.ts'
