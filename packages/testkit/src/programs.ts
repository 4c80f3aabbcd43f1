// Apart from the rest of the kit: the test command asks these before anything else may be in order.
export { findChromium } from './find-chromium.ts'
export { findPostgres } from './find-postgres.ts'
