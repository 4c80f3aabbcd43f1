export { openFiles } from './open-files.ts'
