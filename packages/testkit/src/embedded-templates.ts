import { cpSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { laySchema } from './lay-schema.ts'

/** Data folders to be copied: to make one takes seconds, to copy it a tenth of a second. */
export interface EmbeddedTemplates {
  /** With a database in it that has no schema yet. */
  readonly empty: string
  /** With a database in it that has the schema, and no row. */
  readonly laid: string
  remove(): Promise<void>
}

export async function makeEmbeddedTemplates(): Promise<EmbeddedTemplates> {
  const folder = await mkdtemp(join(tmpdir(), 'bzpeer-template-'))
  const [empty, laid] = [join(folder, 'empty'), join(folder, 'laid')]
  await mkdir(empty)
  const database = await PGlite.create({ dataDir: join(empty, 'pgdata') })
  await database.close()
  cpSync(empty, laid, { recursive: true })
  laySchema(['--data', laid])
  return { empty, laid, remove: () => rm(folder, { recursive: true, force: true }) }
}
