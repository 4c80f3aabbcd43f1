import { type StartedSite, startSite } from '@bzpeer/testkit'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the site with the bundled sample is reached. */
    origin: string
  }
}

let site: StartedSite | undefined

/** One site for a run of the tests: nothing they do changes it. */
export async function setup(project: TestProject): Promise<void> {
  site = await startSite()
  project.provide('origin', site.origin)
}

export async function teardown(): Promise<void> {
  await site?.stop()
}
