import type { TestProject } from 'vitest/node'
import { type EmbeddedTemplate, makeEmbeddedTemplate } from './embedded-template.ts'
import { PostgresMissingError, type PostgresServer, startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run, or why there is none. */
    postgres: { readonly url: string } | { readonly skipReason: string }
    /** A data folder with an empty embedded database, to be copied. */
    embeddedTemplate: string
  }
}

let server: PostgresServer | undefined
let template: EmbeddedTemplate | undefined

/** One server and one template for a run of the tests; each test file makes databases of its own from them. */
export async function setup(project: TestProject): Promise<void> {
  template = await makeEmbeddedTemplate()
  project.provide('embeddedTemplate', template.folder)
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
  await template?.remove()
}
