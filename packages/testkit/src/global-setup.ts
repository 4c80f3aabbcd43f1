import type { TestProject } from 'vitest/node'
import { PostgresMissingError, type PostgresServer, startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, or why there is none. */
    postgres: { readonly url: string } | { readonly skipReason: string }
  }
}

let server: PostgresServer | undefined

/** One server for a run of the tests; each test file makes databases of its own on it. */
export async function setup(project: TestProject): Promise<void> {
  try {
    server = await startPostgres()
    project.provide('postgres', { url: server.url })
  } catch (error) {
    if (!(error instanceof PostgresMissingError)) throw error
    project.provide('postgres', { skipReason: error.message })
  }
}

export async function teardown(): Promise<void> {
  await server?.stop()
}
