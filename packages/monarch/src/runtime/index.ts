export * from './backend-errors.ts'
export type * from './backend.ts'
export { assertFits, peakBytes } from './memory.ts'
export * from './program.ts'
