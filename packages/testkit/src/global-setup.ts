import type { TestProject } from 'vitest/node'
import { type EmbeddedTemplates, makeEmbeddedTemplates } from './embedded-templates.ts'
import { PostgresMissingError, type PostgresServer, startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, or why there is none. */
    postgres: { readonly url: string } | { readonly skipReason: string }
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
    project.provide('postgres', { url: server.url })
  } catch (error) {
    if (!(error instanceof PostgresMissingError)) throw error
    project.provide('postgres', { skipReason: error.message })
  }
}

export async function teardown(): Promise<void> {
  await server?.stop()
  await templates?.remove()
}
