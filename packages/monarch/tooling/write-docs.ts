/** `npm run docs`: writes what in `docs` is made from the sources. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { apiPage } from './api-page.ts'
import { monarchPicture } from './monarch-picture.ts'

const docs = join(import.meta.dirname, '../docs')
await writeFile(join(docs, 'api.md'), apiPage())
await writeFile(join(docs, 'monarch.svg'), monarchPicture())
