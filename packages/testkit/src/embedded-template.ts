import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'

/** A data folder with an empty embedded database. To make one takes seconds, to copy it a tenth of a second. */
export interface EmbeddedTemplate {
  readonly folder: string
  remove(): Promise<void>
}

export async function makeEmbeddedTemplate(): Promise<EmbeddedTemplate> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-template-'))
  const database = await PGlite.create({ dataDir: join(folder, 'pgdata') })
  await database.close()
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}
