// What needs a running Vitest; a benchmark takes the rest of the kit without it.
export { describeOnEachDatabase, type TestDatabase } from './describe-on-each-database.ts'
