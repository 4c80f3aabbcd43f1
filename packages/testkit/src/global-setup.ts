import type { TestProject } from 'vitest/node'
import { type EmbeddedTemplates, makeEmbeddedTemplates } from './embedded-templates.ts'
import { laySchema } from './lay-schema.ts'
import { PostgresMissingError, type PostgresServer, startPostgres } from './start-postgres.ts'

interface ServerOfRun {
  readonly url: string
  /** Name of a database that has the schema, and no row. */
  readonly laidTemplate: string
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, or why there is none. */
    postgres: ServerOfRun | { readonly skipReason: string }
    embeddedTemplates: Omit<EmbeddedTemplates, 'remove'>
  }
}

let server: PostgresServer | undefined
let templates: EmbeddedTemplates | undefined

/** One server and one of each template for a run of the tests; each test file makes databases of its own from them. */
export async function setup(project: TestProject): Promise<void> {
  templates = await makeEmbeddedTemplates()
  project.provide('embeddedTemplates', { empty: templates.empty, laid: templates.laid })
  try {
    server = await startPostgres()
    const laid = await server.createDatabase()
    laySchema(['--database-url', laid])
    project.provide('postgres', { url: server.url, laidTemplate: new URL(laid).pathname.slice(1) })
  } catch (error) {
    if (!(error instanceof PostgresMissingError)) throw error
    project.provide('postgres', { skipReason: error.message })
  }
}

export async function teardown(): Promise<void> {
  await server?.stop()
  await templates?.remove()
}
